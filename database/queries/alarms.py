"""Alarms that were raised, and those that are not over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AlarmRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


def open_alarms(session: Session) -> Sequence[AlarmRow]:
    """The oldest first."""
    return session.scalars(select(AlarmRow).where(AlarmRow.ended_at.is_(None)).order_by(AlarmRow.id)).all()


def open_alarm(session: Session, kind: str) -> AlarmRow | None:
    return session.scalar(select(AlarmRow).where(AlarmRow.kind == kind, AlarmRow.ended_at.is_(None)))


def last_over(session: Session, kind: str) -> AlarmRow | None:
    """The newest of its kind that was told and is over."""
    over = select(AlarmRow).where(AlarmRow.kind == kind, AlarmRow.ended_at.is_not(None), AlarmRow.told_at.is_not(None))
    return session.scalar(over.order_by(AlarmRow.id.desc()).limit(1))
