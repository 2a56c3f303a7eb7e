"""Questions about the runs of the clockwork."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import TickRow
from domain.ticks import TickOutcome

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.ticks import TickKind


def last_done(session: Session, kind: TickKind, plan: str | None = None) -> TickRow | None:
    """The run of this kind that began last among those that came to their end; of one plan, where one is named."""
    wanted = select(TickRow).where(TickRow.kind == kind, TickRow.outcome == TickOutcome.DONE)
    if plan is not None:
        wanted = wanted.where(TickRow.plan == plan)
    return session.scalars(wanted.order_by(TickRow.started_at.desc(), TickRow.id.desc()).limit(1)).first()


def any_running(session: Session, *, since: datetime) -> bool:
    """Whether a run that began since then has not ended."""
    running = select(TickRow.id).where(TickRow.started_at >= since, TickRow.outcome == TickOutcome.RUNNING)
    return session.scalar(running.limit(1)) is not None


def ticks_since(session: Session, moment: datetime) -> list[TickRow]:
    """Every run that began then or later, the oldest first."""
    return list(session.scalars(select(TickRow).where(TickRow.started_at >= moment).order_by(TickRow.id)))


def last_done_for(session: Session, kind: TickKind, plan: str) -> datetime | None:
    """When a run of this kind last came to its end that served this plan, alone or among all."""
    wanted = select(TickRow).where(
        TickRow.kind == kind, TickRow.outcome == TickOutcome.DONE, TickRow.plan.in_(("", plan))
    )
    row = session.scalars(wanted.order_by(TickRow.started_at.desc(), TickRow.id.desc()).limit(1)).first()
    return None if row is None else row.ended_at or row.started_at


def newest_start(session: Session) -> datetime | None:
    return session.scalar(select(func.max(TickRow.started_at)))
