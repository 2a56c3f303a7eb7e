"""The life of a consolidation run: asked for, checked, approved, worked on by one worker at a time, finished or stopped."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ConsolidationRow
from database.queries.campaigns import hold
from database.queries.consolidations import last_done, run_of, run_with_key
from domain.consolidation import RunState
from domain.consolidation_runs import MOVES, Run, RunCancelled, RunMove, RunOptions
from domain.errors import RuleBroken
from services.preflight import contributors

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.consolidation import Preflight

USUAL = RunOptions()
STOPPED = "Đã dừng theo yêu cầu; chưa có tệp nào được phát hành."
OVERTAKEN = "Lượt này đã được nơi khác chạy tiếp nên việc ở đây dừng lại."


def request(
    session: Session,
    campaign: Campaign,
    *,
    unit: str,
    now: datetime,
    as_of: datetime | None = None,
    by: str = "",
    options: RunOptions = USUAL,
    key: str = "",
) -> int:
    """Ask for a run over what stands at `as_of` (at `now` without). Whoever claims it does the work; the row is all it takes.

    `key` is that of the form: asked again with the same, it is the same run.
    """
    moment = as_of or now
    known = asked_before(session, campaign, key=key)
    if known is not None:
        return known
    if not contributors(session, campaign, unit=unit, as_of=moment):
        raise RuleBroken("Đơn vị này không có đơn vị nào gửi báo cáo về để tổng hợp.")
    row = ConsolidationRow(
        campaign_id=campaign.id,
        unit=unit,
        requested_at=now,
        as_of=moment,
        requested_by=by,
        options=_to_json(options),
        state=RunState.REQUESTED.value,
        key=key or None,
    )
    session.add(row)
    session.flush()
    return row.id


def asked_before(session: Session, campaign: Campaign, *, key: str) -> int | None:
    """The run that this form has asked for already. From here on nobody else asks for one until the transaction ends."""
    hold(session, campaign)
    return run_with_key(session, campaign.id, key) if key else None


def find_run(session: Session, campaign: Campaign, run_id: int) -> Run:
    found = run_of(session, campaign, run_id)
    if found is None:
        raise RuleBroken(f"Không có lượt tổng hợp số {run_id} trong đợt này. Xem các lượt: dondoc runs list")
    return found


def claim(session: Session, run_id: int, *, now: datetime) -> int | None:
    """Take the run if it may be worked on and nobody does; None otherwise. Returns the number of the attempt.

    Two who try at once: the row changes for one of them only.
    """
    waiting = [state.value for state, moves in MOVES.items() if RunMove.CLAIM in moves]
    changed = session.execute(
        update(ConsolidationRow)
        .where(ConsolidationRow.id == run_id, ConsolidationRow.state.in_(waiting))
        .values(
            state=RunState.RUNNING.value,
            attempt=ConsolidationRow.attempt + 1,
            progressed_at=now,
            cancel_requested_at=None,
            error="",
            stage="",
            done=0,
            total=0,
        )
        .returning(ConsolidationRow.attempt),
    )
    return changed.scalar()


def pin(session: Session, run_id: int, attempt: int, found: Preflight, *, now: datetime) -> RunState:
    """Keep the pre-flight with the run, which uses exactly these versions whatever comes in later.

    What is not complete waits for approval; otherwise the run goes on. Returns where it stands.
    """
    row = _held(session, run_id, attempt)
    row.preflight, row.progressed_at = _to_json(found), now
    row.previous_id = last_done(session, row.campaign_id, row.unit)
    if not found.is_complete and row.approved_at is None:
        row.state = RunState.WAITING.value
    session.flush()
    return RunState(row.state)


def progress(session: Session, run_id: int, attempt: int, *, stage: str, done: int, total: int, now: datetime) -> None:
    """Note how far the work is. Raises RunCancelled where it is to stop."""
    row = _held(session, run_id, attempt)
    row.stage, row.done, row.total, row.progressed_at = stage, done, total, now


def publish(
    session: Session,
    run_id: int,
    attempt: int,
    *,
    outputs: Mapping[str, str],
    note: str,
    now: datetime,
) -> None:
    """Finish the run: all its files at once (SHA-256 by name), or, where it is to stop, none. A person approves and sends."""
    row = _held(session, run_id, attempt)
    row.state, row.finished_at, row.progressed_at = RunState.DONE.value, now, now
    row.outputs, row.note = _to_json(dict(outputs)), note


def lay(session: Session, run_id: int, *, path: str) -> None:
    """Note where the files of a finished run were laid last."""
    session.get_one(ConsolidationRow, run_id).path = path


def stop(session: Session, run_id: int, attempt: int, *, now: datetime) -> None:
    """The worker lets go, because somebody asked for it; nothing was published."""
    _end(session, run_id, attempt, state=RunState.CANCELLED, error="", now=now)


def fail(session: Session, run_id: int, attempt: int, *, error: str, now: datetime) -> None:
    """The worker cannot go on; `error` says why, in Vietnamese."""
    _end(session, run_id, attempt, state=RunState.FAILED, error=error, now=now)


def approve(session: Session, campaign: Campaign, run_id: int, *, by: str, reason: str, now: datetime) -> None:
    """Let the run go on without what is missing; who said so and why stands in the row and in the documents."""
    hold(session, campaign)
    find_run(session, campaign, run_id).check_move(RunMove.APPROVE, now=now)
    if not reason.strip():
        raise RuleBroken("Phê duyệt tổng hợp khi còn thiếu phải ghi rõ lý do.")
    row = session.get_one(ConsolidationRow, run_id)
    row.state, row.approved_by, row.approved_at = RunState.APPROVED.value, by, now
    row.reason = reason.strip()


def cancel(session: Session, campaign: Campaign, run_id: int, *, by: str, now: datetime) -> RunState:
    """Cancel the run, or ask its worker to stop. `now` is by the clock of the machine, as the worker's progress is."""
    hold(session, campaign)
    run = find_run(session, campaign, run_id)
    run.check_move(RunMove.CANCEL, now=now)
    row = session.get_one(ConsolidationRow, run_id)
    row.cancelled_by, row.cancel_requested_at = by, now
    if run.state is not RunState.RUNNING or run.is_abandoned(now):
        row.state, row.finished_at = RunState.CANCELLED.value, now
    return RunState(row.state)


def resume(session: Session, campaign: Campaign, run_id: int, *, now: datetime) -> RunState:
    """Let a run that was cancelled, failed, or left by its worker be claimed again, with the inputs that were pinned.

    One that is to be claimed anyway is left as it is. `now` as for `cancel`.
    """
    hold(session, campaign)
    run = find_run(session, campaign, run_id)
    if RunMove.CLAIM in MOVES[run.state]:
        return run.state
    run.check_move(RunMove.RESUME, now=now)
    row = session.get_one(ConsolidationRow, run_id)
    row.state, row.cancel_requested_at, row.finished_at, row.error = run.resumes_at.value, None, None, ""
    return run.resumes_at


def _held(session: Session, run_id: int, attempt: int) -> ConsolidationRow:
    """The row, if this attempt still has it and nobody asked it to stop."""
    row = session.get_one(ConsolidationRow, run_id, with_for_update=True, populate_existing=True)
    if row.state != RunState.RUNNING.value or row.attempt != attempt:
        raise RunCancelled(OVERTAKEN)
    if row.cancel_requested_at is not None:
        raise RunCancelled(STOPPED)
    return row


def _end(session: Session, run_id: int, attempt: int, *, state: RunState, error: str, now: datetime) -> None:
    """A worker that was overtaken ends nothing: the run is another's by now."""
    session.execute(
        update(ConsolidationRow)
        .where(
            ConsolidationRow.id == run_id,
            ConsolidationRow.attempt == attempt,
            ConsolidationRow.state == RunState.RUNNING.value,
        )
        .values(state=state.value, error=error, finished_at=now),
    )


def _to_json(value: Preflight | RunOptions | dict[str, str]) -> str:
    return json.dumps(value if isinstance(value, dict) else asdict(value), ensure_ascii=False, default=_iso)


def _iso(value: date | datetime) -> str:
    return value.isoformat()
