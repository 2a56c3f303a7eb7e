"""Keeping the book of alarms: one open alarm of a kind, told by one watch at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import IntegrityError

from database.models import AlarmRow
from database.queries.alarms import open_alarm
from domain.alarms import REPEATED

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Update
    from sqlalchemy.orm import Session


def raise_alarm(session: Session, kind: str, *, note: str, now: datetime) -> AlarmRow:
    """The open alarm of this kind (`domain.alarms.AlarmKind`), with what is to be said of it now."""
    found = open_alarm(session, kind)
    if found is None:
        try:
            with session.begin_nested():
                session.add(AlarmRow(kind=kind, raised_at=now, note=note))
        except IntegrityError:  # another watch was quicker
            pass
        found = open_alarm(session, kind)
    if found is None:
        raise LookupError(kind)
    found.note = note
    return found


def claim_telling(session: Session, alarm_id: int, *, now: datetime) -> bool:
    """Whether it is ours to tell it now: nobody has, or not since yesterday."""
    due = _open(alarm_id).where(or_(AlarmRow.told_at.is_(None), AlarmRow.told_at <= now - REPEATED))
    return _did(session, due.values(told_at=now))


def put_back(session: Session, alarm_id: int, *, told_at: datetime | None, note: str) -> None:
    """It did not get out: as it was before, and why."""
    session.execute(update(AlarmRow).where(AlarmRow.id == alarm_id).values(told_at=told_at, note=note))


def end_alarm(session: Session, alarm_id: int, *, now: datetime) -> bool:
    """Whether it was we who ended it."""
    return _did(session, _open(alarm_id).values(ended_at=now))


def note_past_alarm(
    session: Session, kind: str, *, note: str, since: datetime, told: datetime | None, now: datetime
) -> None:
    """An alarm that could not be written down while it lasted."""
    session.add(AlarmRow(kind=kind, raised_at=since, told_at=told, ended_at=now, note=note))
    session.flush()


def _open(alarm_id: int) -> Update:
    return update(AlarmRow).where(AlarmRow.id == alarm_id, AlarmRow.ended_at.is_(None))


def _did(session: Session, statement: Update) -> bool:
    result = session.execute(statement.execution_options(synchronize_session="fetch"))
    return cast("CursorResult[Any]", result).rowcount == 1
