"""What was heard of messages after they were taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from database.models import OutboxRow, SignalRow
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def is_known(session: Session, event_key: str) -> bool:
    return session.scalar(select(SignalRow.id).where(SignalRow.event_key == event_key)) is not None


def signals_of(session: Session, outbox_ids: Iterable[int]) -> dict[int, list[SignalRow]]:
    """By message, in the order in which they were written down."""
    found: dict[int, list[SignalRow]] = {}
    wanted = sorted(set(outbox_ids))
    if not wanted:
        return found
    for row in session.scalars(select(SignalRow).where(SignalRow.outbox_id.in_(wanted)).order_by(SignalRow.id)):
        found.setdefault(row.outbox_id, []).append(row)
    return found


def kinds_of(session: Session, outbox_ids: Iterable[int]) -> dict[int, set[SignalKind]]:
    return {
        outbox_id: {SignalKind(row.kind) for row in rows} for outbox_id, rows in signals_of(session, outbox_ids).items()
    }


def message_known_as(
    session: Session, *, channel: str, message_id: str = "", provider_id: str = ""
) -> OutboxRow | None:
    """The message that a report is about: by the id that we gave it, otherwise by the one that the transport gave it."""
    for column, name in ((OutboxRow.message_id, message_id), (OutboxRow.provider_id, provider_id)):
        if not name:
            continue
        # The indexes leave out messages without an id; SQLite takes them only where the question leaves them out, too.
        is_known = and_(column != "", column == name)
        found = session.scalars(
            select(OutboxRow).where(OutboxRow.channel == channel, is_known).order_by(OutboxRow.id.desc()).limit(1)
        ).first()
        if found is not None:
            return found
    return None
