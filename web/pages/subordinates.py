"""What a superior sees and does over its link: its direct subordinates, and the consolidation of their reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

from database.queries.consolidations import run_of, runs_of
from database.queries.unit_links import has_below
from domain.audit_log import Action
from domain.consolidation import RunState
from domain.errors import RuleBroken
from domain.obligations import State
from services.consolidation_runs import approve, request
from services.preflight import preflight
from services.subordinates import subordinates
from services.wording import RUN_STATES
from web.answers import DOCX, XLSX, disposition
from web.list_answers import Column, list_answer
from web.permits import OPEN
from web.unit_desks import OwnDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from domain.consolidation_runs import Run
    from services.subordinates import Below
    from web.unit_desks import UnitDesk

router = APIRouter(prefix="/u/{token}", dependencies=[OPEN])
OVER = (RunState.DONE, RunState.CANCELLED, RunState.FAILED)
LONGEST_REASON = 2_000
STATES = {
    State.EXPECTED: "chưa nộp",
    State.ON_TIME: "đã nộp, đúng hạn",
    State.LATE: "đã nộp, chậm",
    State.OVERDUE: "quá hạn",
    State.RETURNED: "trả lại, chờ nộp lại",
    State.EXEMPT: "được miễn",
}
COLUMNS = (
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 38),
    Column("Tình hình", 24),
    Column("Số ngày chậm", 9),
    Column("Hạn", 12),
    Column("Đã nhận", 17),
    Column("Hẹn nộp", 12),
    Column("Thông báo gần nhất", 17),
)
TYPES = {".docx": DOCX, ".xlsx": XLSX}


@router.get("/subordinates")
def show(desk: OwnDesk) -> HTMLResponse:
    with desk.read() as session:
        _check_superior(desk, session)
        rows = subordinates(session, desk.campaign, desk.unit.code, as_of=desk.now)
    return desk.page("unit/subordinates.html", rows=rows, states=STATES)


@router.get("/subordinates.xlsx")
def export(desk: OwnDesk) -> Response:
    with desk.read() as session:
        _check_superior(desk, session)
        rows = subordinates(session, desk.campaign, desk.unit.code, as_of=desk.now)
    about, title = f"unit:{desk.unit.code}", f"Các đơn vị trực thuộc {desk.unit.name}"
    name = "don-vi-truc-thuoc.xlsx"
    return list_answer(desk, COLUMNS, map(_row, rows), title=title, name=name, about=about, as_of=desk.now)


@router.get("/consolidation")
def overview(desk: OwnDesk) -> HTMLResponse:
    with desk.read() as session:
        return _overview(desk, session)


@router.post("/consolidation")
def ask(desk: OwnDesk) -> Response:
    """A run over what stands now; while one goes on, that one is shown instead."""
    with desk.begin() as session:
        _check_superior(desk, session)
        going = next((one for one in _own_runs(desk, session) if one.state not in OVER), None)
        if going is not None:
            return desk.back(f"/consolidation/{going.id}", "Lượt trước chưa xong nên chưa lập lượt mới.")
        run_id = request(session, desk.campaign, unit=desk.unit.code, by=desk.unit.name, now=desk.now)
        desk.record(session, Action.OWN_RUN_REQUESTED, about=f"run:{run_id}")
    return desk.back(f"/consolidation/{run_id}", "Đã gửi yêu cầu tổng hợp.")


@router.get("/consolidation/{run_id}")
def run(desk: OwnDesk, run_id: int) -> HTMLResponse:
    with desk.read() as session:
        return _run_page(desk, _own_run(desk, session, run_id))


@router.post("/consolidation/{run_id}/approve")
def go_on(desk: OwnDesk, run_id: int, reason: Annotated[str, Form()] = "") -> Response:
    """Let the run go on without what is missing, on this unit's own word."""
    with desk.begin() as session:
        found = _own_run(desk, session, run_id)
        try:
            said = reason[:LONGEST_REASON]
            approve(session, desk.campaign, run_id, by=desk.unit.name, reason=said, now=desk.now)
        except RuleBroken as refusal:
            return _run_page(desk, found, status=409, error=str(refusal))
        desk.record(session, Action.OWN_RUN_APPROVED, about=f"run:{run_id}", reason=reason)
    return desk.back(f"/consolidation/{run_id}", "Đã cho tổng hợp với các báo cáo đã có.")


@router.get("/consolidation/{run_id}/files/{name}")
def take_file(desk: OwnDesk, run_id: int, name: str) -> FileResponse:
    """Only what its own run made, by the name that the run gave."""
    with desk.begin() as session:
        found = _own_run(desk, session, run_id)
        sha256 = found.outputs.get(name, "")
        if not sha256 or not desk.place.store.has(sha256):
            raise HTTPException(404)
        desk.record(session, Action.FILE_TAKEN, about=f"run:{run_id}", file=name)
    kind = TYPES.get(name[name.rfind(".") :], "application/octet-stream")
    path = desk.place.store.path(sha256)
    return FileResponse(path, media_type=kind, headers={"Content-Disposition": disposition(name)})


def _row(one: Below) -> list[object]:
    late = one.days_late or None
    said = STATES[one.state]
    return [one.unit, one.name, said, late, one.deadline, one.received_at, one.promised, one.last_contact]


def _check_superior(desk: UnitDesk, session: Session) -> None:
    if not has_below(session, desk.campaign.id, desk.unit.code):
        raise HTTPException(404)


def _own_runs(desk: UnitDesk, session: Session) -> list[Run]:
    """The latest first."""
    runs = (one for one in runs_of(session, desk.campaign) if one.unit == desk.unit.code)
    return sorted(runs, key=lambda one: one.id, reverse=True)


def _own_run(desk: UnitDesk, session: Session, run_id: int) -> Run:
    """Another's run looks as if there were none."""
    found = run_of(session, desk.campaign, run_id)
    if found is None or found.unit != desk.unit.code:
        raise HTTPException(404)
    return found


def _overview(desk: UnitDesk, session: Session) -> HTMLResponse:
    _check_superior(desk, session)
    ready = preflight(session, desk.campaign, desk.place.store, unit=desk.unit.code, as_of=desk.now)
    return desk.page("unit/consolidation.html", found=ready, runs=_own_runs(desk, session), run_states=RUN_STATES)


def _run_page(desk: UnitDesk, found: Run, *, status: int = 200, error: str = "") -> HTMLResponse:
    return desk.page(
        "unit/run.html", status=status, run=found, is_over=found.state in OVER, run_states=RUN_STATES, error=error
    )
