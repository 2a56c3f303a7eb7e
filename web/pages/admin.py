"""The administrators' first page: where things are, and whether the installation is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from database.queries.hooks import open_hooks
from database.queries.units import unit_names
from operation.last_look import LastLook
from operation.wording import LEVELS, summary
from services.audit import audit
from services.audit_log import verify
from services.audit_rounds import dated
from services.channel_states import channel_states
from services.wording_of_channels import state_name
from services.wording_of_flaws import flaw_name, flaw_step
from web.desks import Desk
from web.pages.findings import new_first
from web.permits import Administering

if TYPE_CHECKING:
    from config.wiring import Workplace
    from services.audit_rounds import Finding

router = APIRouter(prefix="/admin")
MOST_COUNTED = 1_000


@router.get("")
def show(desk: Administering) -> HTMLResponse:
    return desk.page("admin/index.html")


@router.get("/health")
def health(desk: Administering) -> HTMLResponse:
    """Everything that can be seen from inside; whether messages arrive is on the pages of the campaign."""
    at, found = _last_look(desk).take(desk.place, now=desk.now)
    with desk.read() as session:
        entries, broken = verify(session)
        waiting = len(open_hooks(session, limit=MOST_COUNTED))
        findings: list[Finding] = []
        names: dict[str, str] = {}
        if desk.found:  # looked for anew: who has just mended something sees it gone
            findings = new_first(dated(session, desk.found, audit(session, desk.found, now=desk.now), now=desk.now))
            names = unit_names(session, desk.found.id, {one.flaw.unit for one in findings if one.flaw.unit})
        states = channel_states(session, desk.found, desk.place.channels, now=desk.now) if desk.found else []
    return desk.page(
        "admin/health.html",
        at=at,
        summary=summary(found),
        checks=found,
        levels=LEVELS,
        entries=entries,
        broken=broken,
        waiting=waiting,
        findings=findings,
        names=names,
        flaw_name=flaw_name,
        flaw_step=flaw_step,
        channels=[(one.name, state_name(one)) for one in states],
        may_send=desk.place.may_send,
    )


def _last_look(desk: Desk) -> LastLook:
    """Kept with the application, and made anew where that serves another installation."""
    state = desk.request.app.state
    kept: tuple[Workplace, LastLook] | None = getattr(state, "last_look", None)
    if kept is None or kept[0] is not desk.place:
        kept = (desk.place, LastLook())
        state.last_look = kept
    return kept[1]
