"""The channels: how each stands, a button to try one out, and one to use it again after it was mended."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from config.channel_tests import send_test, test_outcome_text
from domain.audit_log import Action
from domain.channels import CHANNEL_NAMES, channel_name
from domain.contact_addresses import shown_address
from domain.errors import RuleBroken
from services.breakers import reopen
from services.channel_states import channel_states
from services.wording_of_channels import state_name, why_not
from web.desks import Desk
from web.permits import Administering

router = APIRouter(prefix="/admin/channels")


@router.get("")
def show(desk: Administering) -> HTMLResponse:
    return _page(desk, error="", status=200)


@router.post("/{name}/test")
def try_out(desk: Administering, name: str, address: Annotated[str, Form(max_length=300)] = "") -> Response:
    try:
        outcome = send_test(desk.place, name, address, by=desk.by, now=desk.now)
    except RuleBroken as refused:
        return _page(desk, error=str(refused), status=409)
    said = test_outcome_text(outcome)
    with desk.begin() as session:
        desk.record(session, Action.CHANNEL_TESTED, about=f"channel:{name}", to=shown_address(address), said=said)
    return desk.back("/admin/channels", f"{channel_name(name)}: {said}")


@router.post("/{name}/reopen")
def mend(desk: Administering, name: str) -> Response:
    if name not in CHANNEL_NAMES:
        return _page(desk, error="Không có kênh này.", status=404)
    with desk.begin() as session:
        reopen(session, name, by=desk.by, now=desk.now)
        desk.record(session, Action.CHANNEL_REOPENED, about=f"channel:{name}")
    return desk.back("/admin/channels", f"{channel_name(name)} sẽ được thử lại ngay ở lần gửi tới.")


def _page(desk: Desk, *, error: str, status: int) -> HTMLResponse:
    if desk.found is None:
        return desk.page("admin/channels.html", status=status, states=[], error=error)
    with desk.read() as session:
        found = channel_states(session, desk.found, desk.place.channels, now=desk.as_of)
    states = [(one, channel_name(one.name), state_name(one), why_not(one)) for one in found]
    return desk.page("admin/channels.html", status=status, states=states, error=error)
