"""Rehearsals that were asked for, and the stamps of what they were asked of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from database.models import (
    AnswerRow,
    AttemptRow,
    CallRow,
    ContactChangeRow,
    DecisionRow,
    EventRow,
    HoldRow,
    ObligationRow,
    OutboxRow,
    PlanChangeRow,
    PromiseRow,
    RehearsalRow,
    SignalRow,
    VersionRow,
)
from domain.rehearsals import LEASE, AskedRehearsal, RehearsalKind, RehearsalState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

# What coming messages depend on; every one of these tables only grows, so its last number stands for all of it.
_LEDGER = (
    AnswerRow,
    AttemptRow,
    CallRow,
    ContactChangeRow,
    DecisionRow,
    EventRow,
    HoldRow,
    OutboxRow,
    PlanChangeRow,
    PromiseRow,
    SignalRow,
    VersionRow,
)


def ledger_stamp(session: Session) -> str:
    """The state of all that coming messages depend on: as long as it stays, an answer about them stays right."""
    columns = [select(func.max(row.id)).scalar_subquery() for row in _LEDGER]
    columns.append(select(func.count(HoldRow.released_at)).scalar_subquery())  # a release adds no row
    return ".".join(str(number or 0) for number in session.execute(select(*columns)).one())


def change_stamp(session: Session, campaign_id: int) -> str:
    """The state of what a change of the plan starts from: changes made, deadlines, and how far the ladders were asked.

    What comes in meanwhile does not count: on a busy day nobody could ever apply what was shown.
    """
    changes = select(func.max(PlanChangeRow.id)).where(PlanChangeRow.campaign_id == campaign_id).scalar_subquery()
    versions = select(func.max(VersionRow.id)).scalar_subquery()
    asks = (
        select(func.min(VersionRow.next_step_at))
        .where(VersionRow.obligation_id == ObligationRow.id, ObligationRow.campaign_id == campaign_id)
        .scalar_subquery()
    )
    change, version, next_at = session.execute(select(changes, versions, asks)).one()
    return f"{change or 0}.{version or 0}.{next_at or ''}"


def rehearsal_of(session: Session, campaign_id: int, rehearsal_id: int) -> AskedRehearsal | None:
    row = session.scalar(
        select(RehearsalRow).where(RehearsalRow.id == rehearsal_id, RehearsalRow.campaign_id == campaign_id),
    )
    return rehearsal_value(row) if row else None


def rehearsals_of(session: Session, campaign_id: int, *, kind: RehearsalKind, limit: int = 50) -> list[AskedRehearsal]:
    """The latest first."""
    rows = session.scalars(
        select(RehearsalRow)
        .where(RehearsalRow.campaign_id == campaign_id, RehearsalRow.kind == kind.value)
        .order_by(RehearsalRow.id.desc())
        .limit(limit),
    )
    return [rehearsal_value(row) for row in rows]


def asked_alike(session: Session, campaign_id: int, *, kind: RehearsalKind, stamp: str, question: str) -> int | None:
    """One that asks the same of the same state and was not given up."""
    return session.scalar(
        select(RehearsalRow.id)
        .where(
            RehearsalRow.campaign_id == campaign_id,
            RehearsalRow.kind == kind.value,
            RehearsalRow.stamp == stamp,
            RehearsalRow.question == question,
            RehearsalRow.state != RehearsalState.FAILED.value,
        )
        .order_by(RehearsalRow.id.desc())
        .limit(1),
    )


def to_work_on(*, now: datetime) -> Select[tuple[int]]:
    """The next one that nobody works on, or whose worker has been silent for too long."""
    return (
        select(RehearsalRow.id)
        .where(
            RehearsalRow.state.in_((RehearsalState.REQUESTED.value, RehearsalState.WORKING.value)),
            or_(RehearsalRow.state == RehearsalState.REQUESTED.value, RehearsalRow.progressed_at < now - LEASE),
        )
        .order_by(RehearsalRow.id)
        .limit(1)
    )


def rehearsal_value(row: RehearsalRow) -> AskedRehearsal:
    return AskedRehearsal(
        id=row.id,
        campaign_id=row.campaign_id,
        kind=RehearsalKind(row.kind),
        stamp=row.stamp,
        as_of=row.as_of,
        requested_at=row.requested_at,
        requested_by=row.requested_by,
        state=RehearsalState(row.state),
        attempt=row.attempt,
        done=row.done,
        total=row.total,
        finished_at=row.finished_at,
        answer_sha256=row.answer_sha256,
        error=row.error,
        question=json.loads(row.question),
    )
