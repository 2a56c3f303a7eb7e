"""Diễn tập: play the campaign with units that behave otherwise, and read what would go out. Nothing leaves the machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from config.plan_change_json import change_from_json
from database.queries.rehearsals import ledger_stamp, rehearsal_of, rehearsals_of
from database.queries.units import units_of
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.plan_changes import summary
from domain.rehearsals import RehearsalKind, RehearsalState
from domain.rung_names import rung_text
from notifications.messages import MESSAGE_NAMES
from rehearsal.agenda import SCENARIO_NAMES
from rehearsal.asked_scenarios import SHARED, SHARES, asked_scenario
from services.list_files import Column, list_file
from services.rehearsals import request
from services.wording import OUTCOMES
from web.answers import XLSX, file_answer
from web.ids import Id
from web.list_answers import list_answer
from web.pages.plan_forms import Typed
from web.permits import Rehearsing
from web.rehearsed import Shown, answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from domain.rehearsals import AskedRehearsal
    from web.desks import Desk

router = APIRouter(prefix="/rehearsal")
NO_REHEARSAL = "Không có lượt diễn tập số {} trong đợt này. Xem các lượt trong trang Diễn tập."
NO_ANSWER = "Lượt diễn tập {} chưa có kết quả để tải về."
SCENARIOS = SCENARIO_NAMES | {SHARES: "theo tỷ lệ tự chọn"}
SHARE_NAMES = {
    "late": "nộp chậm",
    "after_urgings": "nộp sau khi bị đôn đốc",
    "returned": "bị trả lại một lần",
    "promising": "hẹn ngày rồi nộp",
    "silent": "không nộp",
    "unreachable": "không liên lạc được",
}
BEGINS = {"opening": "từ ngày mở đợt, như chưa có gì", "now": "từ tình hình hôm nay"}
STATES = {
    RehearsalState.REQUESTED: "chờ tính",
    RehearsalState.WORKING: "đang tính",
    RehearsalState.FINISHED: "xong",
    RehearsalState.FAILED: "không tính được",
}
MOST = 20_000  # rows of an export
ASKED_COLUMNS = (
    Column("Lượt", 7),
    Column("Kịch bản", 80),
    Column("Người yêu cầu", 28),
    Column("Lúc", 17),
    Column("Tình trạng", 20),
)
COLUMNS = (
    Column("Ngày giờ", 18),
    Column("Thông báo", 28),
    Column("Mốc", 28),
    Column("Đơn vị nhận", 44),
    Column("Người nhận", 32),
    Column("Tiêu đề", 60),
    Column("Nội dung", 80),
)


@router.get("")
def overview(desk: Rehearsing) -> HTMLResponse:
    return _overview(desk, {}, error="", status=200)


@router.get(".xlsx")
def export(desk: Rehearsing) -> Response:
    with desk.read() as session:
        found = rehearsals_of(session, desk.campaign.id, kind=RehearsalKind.WHAT_IF, limit=MOST)
    rows = [[one.id, _said(desk, one), one.requested_by, one.requested_at, STATES[one.state]] for one in found]
    title, name = "Các lượt đã diễn tập", "dien-tap.xlsx"
    return list_answer(desk, ASKED_COLUMNS, rows, title=title, name=name, about="rehearsals", as_of=desk.now)


@router.post("")
def start(desk: Rehearsing, typed: Typed) -> Response:
    """Writes the request and nothing else; the machine works on it beside the pages."""
    try:
        question = _question(typed)
        with desk.begin() as session:
            asked_scenario(question, [unit.code for unit in units_of(session, desk.campaign.id)])
            number = request(
                session,
                desk.campaign,
                RehearsalKind.WHAT_IF,
                question=question,
                stamp=ledger_stamp(session),
                now=desk.now,
                by=desk.by,
            )
            desk.record(session, Action.REHEARSAL_REQUESTED, about=f"rehearsal:{number}")
    except RuleBroken as refused:
        return _overview(desk, typed, error=str(refused), status=409)
    return desk.back(f"/rehearsal/{number}")


@router.get("/{rehearsal_id:int}")
def show(desk: Rehearsing, rehearsal_id: Id, unit: str = "") -> HTMLResponse:
    found = _find(desk, rehearsal_id)
    answer = answer_of(desk, found)
    names = _names(desk)
    return desk.page(
        "rehearsal/show.html",
        asked=found,
        shown=Shown(answer, names, unit) if answer else None,
        said=_said(desk, found),
        names=names,
        unit=unit,
        message_names=MESSAGE_NAMES,
        outcomes=OUTCOMES,
    )


@router.get("/{rehearsal_id:int}.xlsx")
def messages_file(desk: Rehearsing, rehearsal_id: Id, unit: str = "") -> Response:
    found = _find(desk, rehearsal_id)
    answer = answer_of(desk, found)
    if answer is None:
        raise HTTPException(404, detail=NO_ANSWER.format(rehearsal_id))
    names = _names(desk)
    shown = Shown(answer, names, unit)
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=f"rehearsal:{rehearsal_id}", file="dien-tap.xlsx")
    rows = (
        (
            f"{one.at:%d/%m/%Y %H:%M}",
            MESSAGE_NAMES[one.message],
            rung_text(one.rung),
            names.get(one.unit, one.unit),
            one.to,
            one.subject,
            one.text,
        )
        for one in shown.rehearsal.messages
    )
    content = list_file("Diễn tập: các thông báo", [_said(desk, found)], COLUMNS, rows)
    return file_answer(content, f"Dien-tap-{rehearsal_id}.xlsx", XLSX)


def _question(typed: Mapping[str, str]) -> dict[str, Any]:
    """What is asked, without what says nothing: the same question is then asked once."""
    begins = typed.get("begins", "opening")
    if begins not in BEGINS:
        raise RuleBroken("Hãy chọn diễn tập từ ngày mở đợt hay từ hôm nay.")
    found: dict[str, Any] = {"scenario": typed.get("scenario", ""), "begins": begins}
    if found["scenario"] == SHARES:
        found["shares"] = {name: share for name in SHARED if (share := _share(typed.get(f"share-{name}", "")))}
    if silent := typed.get("silent_units", "").upper().replace(",", " ").replace(";", " ").split():
        found["silent_units"] = sorted(set(silent))
    return found


def _share(text: str) -> int:
    if not text:
        return 0
    if not text.isdecimal():
        raise RuleBroken(f"Tỷ lệ “{text}” không đọc được; hãy ghi một số từ 0 đến 100.")
    return min(int(text), 1000)


def _said(desk: Desk, found: AskedRehearsal) -> str:
    """What was asked, in one line."""
    asked = found.question
    parts = [SCENARIOS.get(asked.get("scenario", ""), ""), BEGINS.get(asked.get("begins", ""), "")]
    if silent := asked.get("silent_units"):
        parts.append(f"{len(silent)} đơn vị không nộp: {', '.join(silent[:5])}{'…' if len(silent) > 5 else ''}")  # noqa: PLR2004 -- as many as a line holds
    if asked.get("change"):
        parts.append(summary(desk.campaign.plan, change_from_json(asked["change"])))
    return "; ".join(filter(None, parts))


def _find(desk: Desk, rehearsal_id: int) -> AskedRehearsal:
    with desk.read() as session:
        found = rehearsal_of(session, desk.campaign.id, rehearsal_id)
    if found is None or found.kind is not RehearsalKind.WHAT_IF:
        raise HTTPException(404, detail=NO_REHEARSAL.format(rehearsal_id))
    return found


def _names(desk: Desk) -> dict[str, str]:
    with desk.read() as session:
        return {unit.code: unit.name for unit in units_of(session, desk.campaign.id)}


def _overview(desk: Desk, typed: Mapping[str, str], *, error: str, status: int) -> HTMLResponse:
    with desk.read() as session:
        earlier = rehearsals_of(session, desk.campaign.id, kind=RehearsalKind.WHAT_IF)
    return desk.page(
        "rehearsal/overview.html",
        status=status,
        typed=typed,
        error=error,
        scenarios=SCENARIOS,
        shares=SHARE_NAMES,
        begins=BEGINS,
        earlier=[(one, _said(desk, one)) for one in earlier],
        states=STATES,
    )
