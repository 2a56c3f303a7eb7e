"""Keeping the book of the clockwork: that a run began, how it ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, update

from database.models import TickRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.ticks import TickKind, TickOutcome

KEPT = timedelta(days=90)  # a run every few minutes: the book would outgrow the campaign


def begin_tick(
    session: Session, kind: TickKind, *, plan: str = "", due: datetime | None = None, now: datetime, owner: str
) -> int:
    """Returns the number of the run; what ran more than three months ago is forgotten."""
    session.execute(delete(TickRow).where(TickRow.kind == kind, TickRow.started_at < now - KEPT))
    row = TickRow(kind=kind, plan=plan, due_at=due, started_at=now, owner=owner)
    session.add(row)
    session.flush()
    return row.id


def end_tick(session: Session, tick_id: int, *, outcome: TickOutcome, note: str = "", now: datetime) -> None:
    session.execute(
        update(TickRow).where(TickRow.id == tick_id).values(outcome=outcome, note=note, ended_at=now),
    )
