"""The newest thing that was written down, whatever it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AttemptRow, AuditEntryRow, EventRow, TickRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

_WRITTEN = (
    (AttemptRow.id, AttemptRow.at),
    (AuditEntryRow.id, AuditEntryRow.at),
    (EventRow.id, EventRow.at),
    (TickRow.id, TickRow.started_at),
)


def newest_moment(session: Session) -> datetime | None:
    """The latest of the last rows of each log. Rows are only ever added to these, so the last has the highest number."""
    last = [session.scalar(select(at).order_by(key.desc()).limit(1)) for key, at in _WRITTEN]
    return max((at for at in last if at is not None), default=None)
