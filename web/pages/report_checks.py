"""Checking a file before it is handed in: opened, held against the outline, and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, UploadFile
from fastapi.responses import HTMLResponse

from database.queries.units import units_of
from documents.opening import open_report
from documents.outline_checking import check_opened
from documents.package import UnreadableReport
from domain.uploads import CHOOSE, EMPTY, MEBIBYTE, MOST_BYTES, TOO_LARGE
from web.permits import OPEN
from web.unit_desks import OwnDesk

if TYPE_CHECKING:
    from domain.outline_check import OutlineCheck
    from domain.units import Unit
    from services.unit_pages import OwnDuty
    from web.unit_desks import UnitDesk

router = APIRouter(prefix="/u/{token}/duties/{duty_id}", dependencies=[OPEN])


@router.get("/check")
def choose(desk: OwnDesk, duty_id: int) -> HTMLResponse:
    with desk.read() as session:
        return _page(desk, desk.duty(session, duty_id))


@router.post("/check")
def check(desk: OwnDesk, duty_id: int, report: Annotated[UploadFile | None, File()] = None) -> HTMLResponse:
    with desk.read() as session:
        found, units = desk.duty(session, duty_id), units_of(session, desk.campaign.id)
    name = report.filename if report and report.filename else ""
    content = report.file.read(MOST_BYTES + 1) if report and name else b""
    refusal = _refusal(name, content)
    if refusal:
        return _page(desk, found, status=422, error=refusal)
    try:
        return _page(desk, found, name=name, checked=_checked(desk, found, content, name=name, units=units))
    except UnreadableReport as error:
        return _page(desk, found, status=422, error=str(error))


def _refusal(name: str, content: bytes) -> str:
    if not name:
        return CHOOSE
    if not content:
        return EMPTY.format(name)
    return TOO_LARGE.format(MOST_BYTES // MEBIBYTE) if len(content) > MOST_BYTES else ""


def _checked(desk: UnitDesk, found: OwnDuty, content: bytes, *, name: str, units: list[Unit]) -> OutlineCheck:
    plan = desk.campaign.plan
    opened = open_report(content, name=name)
    return check_opened(opened, plan, desk.unit, plan.duty(found.case.duty), units=units)


def _page(
    desk: UnitDesk,
    found: OwnDuty,
    *,
    status: int = 200,
    error: str = "",
    name: str = "",
    checked: OutlineCheck | None = None,
) -> HTMLResponse:
    return desk.page("unit/check.html", status=status, duty=found, error=error, name=name, checked=checked)
