"""The administrators' first page: where things are, and whether the installation is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from database.migrations.head import HEAD
from database.queries.hooks import open_hooks
from services.audit import audit
from services.audit_log import verify
from services.channel_states import channel_states
from services.wording_of_channels import state_name
from web.desks import Desk
from web.permits import Administering

if TYPE_CHECKING:
    from domain.flaws import Flaw

router = APIRouter(prefix="/admin")
MOST_COUNTED = 1_000
MEGABYTE = 1_000_000


@router.get("")
def show(desk: Administering) -> HTMLResponse:
    return desk.page("admin/index.html")


@router.get("/health")
def health(desk: Administering) -> HTMLResponse:
    """Everything that can be seen from inside; whether messages arrive is on the pages of the campaign."""
    with desk.read() as session:
        entries, broken = verify(session)
        waiting = len(open_hooks(session, limit=MOST_COUNTED))
        flaws: list[Flaw] = audit(session, desk.found, now=desk.now) if desk.found else []
        states = channel_states(session, desk.found, desk.place.channels, now=desk.now) if desk.found else []
    return desk.page(
        "admin/health.html",
        form=HEAD,
        entries=entries,
        broken=broken,
        waiting=waiting,
        flaws=flaws,
        channels=[(one.name, state_name(one)) for one in states],
        free=_free_megabytes(desk),
        may_send=desk.place.may_send,
    )


def _free_megabytes(desk: Desk) -> int:
    import shutil  # noqa: PLC0415 -- only this page asks the disk

    folder = desk.place.settings.data
    return shutil.disk_usage(folder if folder.exists() else folder.parent).free // MEGABYTE
