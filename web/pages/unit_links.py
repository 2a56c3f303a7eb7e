"""Links of units themselves: what an ended one shows, how a fresh one is sent, and how staff take all of them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from config.unit_links import unit_path
from database.queries.units import unit_named
from domain.access import Role
from domain.audit_log import Action
from services.unit_links import revoke, send_fresh
from web.permits import OPEN, KeepingContacts, SignedIn
from web.unit_desks import EndedDesk, LinkEnded

if TYPE_CHECKING:
    from fastapi import Request

router = APIRouter()
own = APIRouter(prefix="/u/{token}", dependencies=[OPEN])


def show_ended(_: Request, error: Exception) -> HTMLResponse:
    """The page in place of every page of the unit, once its link has ended."""
    if not isinstance(error, LinkEnded):
        raise error
    return error.desk.page("unit/ended.html", status=410, is_sent=False)


@own.post("/fresh")
def send_fresh_link(desk: EndedDesk) -> HTMLResponse:
    """To the registered addresses of the unit and to no other, so it does not matter who asks."""
    with desk.begin() as session:
        if send_fresh(session, desk.campaign, desk.unit.code, now=desk.now):
            desk.record(session, Action.UNIT_LINK_ASKED, about=f"unit:{desk.unit.code}")
    return desk.page("unit/ended.html", is_sent=True)


@router.get("/my-unit")
def own_unit(desk: SignedIn) -> Response:
    """Who works for a unit and has an account is led to the pages of that unit."""
    if desk.visitor.role is not Role.UNIT:
        return desk.back("/", "Trang ấy dành cho tài khoản của đơn vị.")
    with desk.begin() as session:
        unit = unit_named(session, desk.campaign.id, desk.visitor.body)
        if unit is None:
            raise HTTPException(404, detail="Đơn vị của tài khoản này không có trong đợt; hãy báo quản trị viên.")
        path = unit_path(desk.place, session, desk.campaign, unit.code, now=desk.now)
        desk.record(session, Action.UNIT_LINK_GIVEN, about=f"unit:{unit.code}")
    return RedirectResponse(path, status_code=303)


@router.post("/units/{code}/links/revoke")
def revoke_links(desk: KeepingContacts, code: str, reason: Annotated[str, Form()] = "") -> Response:
    """Every link that the unit has by now opens nothing any more."""
    with desk.begin() as session:
        unit = unit_named(session, desk.campaign.id, code)
        if unit is None:
            raise HTTPException(404)
        revoke(session, desk.campaign, code, by=desk.by, reason=reason, now=desk.now)
        desk.record(session, Action.UNIT_LINK_REVOKED, about=f"unit:{code}", reason=reason)
    return desk.back(f"/units/{code}", f"Đã thu hồi mọi liên kết của {unit.name}; thư sau sẽ kèm liên kết mới.")
