"""The day that a unit names itself: it holds back urging, and once past puts the unit back on the ladder."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response

from config import clock
from domain.audit_log import Action
from domain.errors import RuleBroken, UsageError
from domain.vietnamese_dates import day_text
from services.promises import promise
from web.permits import OPEN
from web.unit_desks import OwnDesk

if TYPE_CHECKING:
    from datetime import date

    from web.unit_desks import UnitDesk

router = APIRouter(prefix="/u/{token}/duties/{duty_id}", dependencies=[OPEN])
LONGEST_REASON = 500


@router.get("/promise")
def ask(desk: OwnDesk, duty_id: int) -> HTMLResponse:
    return _form(desk, duty_id)


@router.post("/promise")
def note(
    desk: OwnDesk, duty_id: int, day: Annotated[str, Form()] = "", reason: Annotated[str, Form()] = ""
) -> Response:
    try:
        named = _promise(desk, duty_id, clock.day_of(day), reason=reason.strip()[:LONGEST_REASON])
    except (RuleBroken, UsageError) as refusal:
        return _form(desk, duty_id, status=422, error=str(refusal), day_asked=day, reason=reason)
    return desk.back("", f"Đã ghi nhận: đơn vị hẹn nộp báo cáo ngày {day_text(named)}.")


def _promise(desk: UnitDesk, duty_id: int, day: date, *, reason: str) -> date:
    with desk.begin() as session:
        desk.duty(session, duty_id)
        by = desk.unit.code
        promise(session, desk.campaign, duty_id, day=day, made_by=by, now=desk.now, reason=reason)
        desk.record(session, Action.DAY_PROMISED, about=f"unit:{by}", day=day)
    return day


def _form(
    desk: UnitDesk, duty_id: int, *, status: int = 200, error: str = "", day_asked: str = "", reason: str = ""
) -> HTMLResponse:
    with desk.read() as session:
        found = desk.duty(session, duty_id)
    facts = {"error": error, "day_asked": day_asked, "reason": reason}
    return desk.page("unit/promise.html", status=status, duty=found, **facts)
