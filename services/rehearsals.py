"""The life of a rehearsal that a page asks for: asked, worked on by one worker at a time, answered or given up."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from database.models import RehearsalRow
from database.queries import rehearsals as ask
from domain.errors import RuleBroken
from domain.rehearsals import RehearsalOvertaken, RehearsalState

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.rehearsals import AskedRehearsal, RehearsalKind

OVERTAKEN = "Lượt diễn tập này đã được nơi khác chạy tiếp nên việc ở đây dừng lại."


def request(
    session: Session,
    campaign: Campaign,
    kind: RehearsalKind,
    *,
    question: Mapping[str, Any],
    stamp: str,
    now: datetime,
    by: str,
    as_of: datetime | None = None,
) -> int:
    """Ask for a rehearsal. What was asked before of the same state is answered by the same row, done or not."""
    text = json.dumps(question, ensure_ascii=False, sort_keys=True)
    known = ask.asked_alike(session, campaign.id, kind=kind, stamp=stamp, question=text)
    if known is not None:
        return known
    row = RehearsalRow(
        campaign_id=campaign.id,
        kind=kind.value,
        question=text,
        stamp=stamp,
        as_of=as_of or now,
        requested_at=now,
        requested_by=by,
        state=RehearsalState.REQUESTED.value,
    )
    session.add(row)
    session.flush()
    return row.id


def find_rehearsal(session: Session, campaign: Campaign, rehearsal_id: int) -> AskedRehearsal:
    found = ask.rehearsal_of(session, campaign.id, rehearsal_id)
    if found is None:
        raise RuleBroken(f"Không có lượt diễn tập số {rehearsal_id} trong đợt này.")
    return found


def claim(session: Session, *, now: datetime) -> AskedRehearsal | None:
    """Take the next rehearsal that nobody works on. Two who try at once: the row changes for one of them only.

    `now` is by the clock of the machine, as the worker's progress is.
    """
    taken = session.scalar(
        update(RehearsalRow)
        .where(RehearsalRow.id == ask.to_work_on(now=now).scalar_subquery())
        .values(
            state=RehearsalState.WORKING.value,
            attempt=RehearsalRow.attempt + 1,
            progressed_at=now,
            done=0,
            total=0,
            error="",
        )
        .returning(RehearsalRow.id),
    )
    return ask.rehearsal_value(session.get_one(RehearsalRow, taken, populate_existing=True)) if taken else None


def progress(session: Session, claimed: AskedRehearsal, *, done: int, total: int, now: datetime) -> None:
    """Note how far the work is. Raises RehearsalOvertaken where it is another worker's by now."""
    _write(session, claimed, done=done, total=total, progressed_at=now)


def finish(session: Session, claimed: AskedRehearsal, *, answer_sha256: str, now: datetime) -> None:
    _write(
        session,
        claimed,
        state=RehearsalState.FINISHED.value,
        answer_sha256=answer_sha256,
        finished_at=now,
        progressed_at=now,
    )


def fail(session: Session, claimed: AskedRehearsal, *, error: str, now: datetime) -> None:
    """There is no answer; `error` says why, in Vietnamese."""
    _write(session, claimed, state=RehearsalState.FAILED.value, error=error, finished_at=now, progressed_at=now)


def _write(session: Session, claimed: AskedRehearsal, **values: object) -> None:
    changed = session.execute(
        update(RehearsalRow)
        .where(
            RehearsalRow.id == claimed.id,
            RehearsalRow.attempt == claimed.attempt,
            RehearsalRow.state == RehearsalState.WORKING.value,
        )
        .values(**values)
        .returning(RehearsalRow.id),
    )
    if changed.scalar() is None:
        raise RehearsalOvertaken(OVERTAKEN)
