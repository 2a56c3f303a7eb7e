"""One consolidation run: how it stands, what people do to it, its progress as it happens, and its files."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from config import clock
from database.queries.consolidations import run_of, run_progress
from documents.absences import ABSENCES
from documents.zip_files import streamed_zip
from domain.audit_log import Action
from domain.consolidation import RunState
from domain.consolidation_runs import RunProgress
from domain.errors import RuleBroken
from domain.run_files import FILE_NAMES, TRACE
from domain.spelling import nfc
from services import consolidation_runs
from services.wording import RUN_STATES
from web.answers import DOCX, XLSX, ZIP, disposition
from web.desks import Desk
from web.ids import Id
from web.permits import Consolidating, Watching

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    from domain.consolidation_runs import Run

router = APIRouter(prefix="/consolidation/{run_id:int}")
SECONDS_BETWEEN_LOOKS = 0.5
LONGEST_WATCH = 600.0  # seconds; the page asks again, and whoever lost the right to look is found out
OVER = "over"
KINDS = {".docx": DOCX, ".xlsx": XLSX, ".json": "application/json"}
NO_RUN = "Không có lượt tổng hợp số {} trong đợt này. Xem các lượt trong trang Tổng hợp."
NO_FILE = "Lượt {} không có tệp “{}”. Xem các tệp của lượt trong trang của lượt."
LOST = "Không còn tệp “{}” trong kho; hãy báo người quản trị khôi phục từ bản sao lưu."
MOVED_ON = "Lượt {} đang ở tình trạng “{}” nên không còn làm được việc vừa chọn."


@router.get("")
def show(desk: Watching, run_id: Id) -> HTMLResponse:
    return _run_page(desk, run_id, error="", status=200)


@router.post("/approve")
def approve(desk: Consolidating, run_id: Id, reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    if not reason.strip():
        return _run_page(
            desk, run_id, error="Hãy ghi lý do tổng hợp khi còn thiếu; lý do được ghi vào dự thảo.", status=409
        )
    said = nfc(reason).strip()

    def move(session: Session) -> None:
        consolidation_runs.approve(session, desk.campaign, run_id, by=desk.by, reason=said, now=desk.now)
        desk.record(session, Action.RUN_APPROVED, about=f"run:{run_id}", reason=said)

    return _moved(desk, run_id, move, f"Đã phê duyệt lượt {run_id}; máy sẽ chạy tiếp.")


@router.post("/cancel")
def cancel(desk: Consolidating, run_id: Id) -> Response:
    def move(session: Session) -> None:
        # By the clock of the machine that works, which tells a worker that died from a slow one
        consolidation_runs.cancel(session, desk.campaign, run_id, by=desk.by, now=clock.now())
        desk.record(session, Action.RUN_CANCELLED, about=f"run:{run_id}")

    return _moved(desk, run_id, move, f"Đã yêu cầu dừng lượt {run_id}.")


@router.post("/resume")
def resume(desk: Consolidating, run_id: Id) -> Response:
    def move(session: Session) -> None:
        consolidation_runs.resume(session, desk.campaign, run_id, now=clock.now())
        desk.record(session, Action.RUN_RESUMED, about=f"run:{run_id}")

    return _moved(desk, run_id, move, f"Lượt {run_id} sẽ được chạy tiếp.")


@router.get("/progress", response_class=EventSourceResponse)
async def progress(desk: Watching, run_id: Id) -> AsyncIterator[ServerSentEvent]:
    """How far the run is, told when it changes, until nothing more will by itself. No connection is held in between."""
    shown: RunProgress | None = None
    ends = monotonic() + LONGEST_WATCH
    while monotonic() < ends:
        found = await asyncio.to_thread(_look, desk, run_id)
        if found is None:
            yield ServerSentEvent(event=OVER, raw_data="gone")
            return
        if found != shown:
            shown = found
            yield ServerSentEvent(raw_data=desk.part("consolidation/_progress.html", at=found, run_states=RUN_STATES))
        if found.is_halted:
            yield ServerSentEvent(event=OVER, raw_data=found.state.value)
            return
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)


@router.get("/files/{name}")
def take_file(desk: Watching, run_id: Id, name: str) -> FileResponse:
    run = find(desk, run_id)
    path = _path(desk, run, name)
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=f"run:{run_id}", file=name)
    kind = KINDS.get(path_ending(name), "application/octet-stream")
    return FileResponse(
        path, media_type=kind, headers={"Content-Disposition": disposition(f"luot-{run_id:03d}-{name}")}
    )


@router.get("/files.zip")
def take_all(desk: Watching, run_id: Id) -> StreamingResponse:
    run = find(desk, run_id)
    if not run.outputs:
        raise HTTPException(404, detail=f"Lượt {run_id} chưa hoàn thành nên chưa có tệp nào.")
    files = {name: _path(desk, run, name) for name in run.outputs}
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=f"run:{run_id}", file="tất cả")
    headers = {"Content-Disposition": disposition(f"Tong-hop-{run.unit}-luot-{run_id:03d}.zip")}
    return StreamingResponse(streamed_zip(files), media_type=ZIP, headers=headers)


def find(desk: Desk, run_id: Id) -> Run:
    """The run of this campaign, or an answer that says there is none."""
    with desk.read() as session:
        run = run_of(session, desk.campaign, run_id)
    if run is None:
        raise HTTPException(404, detail=NO_RUN.format(run_id))
    return run


def path_ending(name: str) -> str:
    return f".{name.rpartition('.')[2].lower()}"


def _look(desk: Desk, run_id: Id) -> RunProgress | None:
    with desk.read() as session:
        return run_progress(session, desk.campaign.id, run_id)


def _path(desk: Desk, run: Run, name: str) -> Path:
    """Only what the run made, by the name that it gave; the store knows files by their contents alone."""
    if name not in run.outputs:
        raise HTTPException(404, detail=NO_FILE.format(run.id, name))
    if not desk.place.store.has(run.outputs[name]):
        raise HTTPException(404, detail=LOST.format(name))
    return desk.place.store.path(run.outputs[name])


def _moved(desk: Desk, run_id: Id, move: Callable[[Session], None], sentence: str) -> Response:
    """Two who act at once: the second is told how the run stands by now."""
    find(desk, run_id)
    try:
        with desk.begin() as session:
            move(session)
    except RuleBroken:
        state = RUN_STATES[find(desk, run_id).state]
        return _run_page(desk, run_id, error=MOVED_ON.format(run_id, state), status=409)
    return desk.back(f"/consolidation/{run_id}", sentence)


def _run_page(desk: Desk, run_id: Id, *, error: str, status: int) -> HTMLResponse:
    run = find(desk, run_id)
    is_abandoned = run.is_abandoned(clock.now())
    return desk.page(
        "consolidation/run.html",
        status=status,
        run=run,
        at=RunProgress(run.state, run.stage, run.done, run.total, is_cancel_requested=run.is_cancel_requested),
        error=error,
        is_abandoned=is_abandoned,
        is_moving=run.state in (RunState.REQUESTED, RunState.APPROVED, RunState.RUNNING) and not is_abandoned,
        run_states=RUN_STATES,
        state=RunState,
        absences=ABSENCES,
        file_names=FILE_NAMES,
        sizes={name: _size(desk, sha256) for name, sha256 in run.outputs.items()},
        has_trace=TRACE in run.outputs,
        is_provincial=run.unit == desk.campaign.plan.bodies.coordinator,
    )


def _size(desk: Desk, sha256: str) -> int | None:
    path = desk.place.store.path(sha256)
    return path.stat().st_size if path.exists() else None
