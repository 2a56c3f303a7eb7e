"""Hearing of a message after it was taken over: each report counts once, and none moves a message backwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import SignalRow
from database.queries.signals import is_known, kinds_of
from domain.outbox import MessageState
from domain.signals import SignalKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import OutboxRow

ARRIVED = frozenset({SignalKind.DELIVERED, SignalKind.SEEN, SignalKind.ANSWERED, SignalKind.CONFIRMED})
GONE_BACK = frozenset({SignalKind.BOUNCED, SignalKind.DENIED})


def hear(
    session: Session,
    row: OutboxRow,
    kind: SignalKind,
    *,
    at: datetime,
    event_key: str,
    detail: str = "",
    code: str = "",
    scope: str = "recipient",
) -> bool:
    """Write the signal down. Returns whether it is news; the same event heard again changes nothing.

    What arrived settles an unknown result. What came back makes the message a refused one, of `code` and `scope`, unless
    it was heard of as arrived.
    """
    if is_known(session, event_key):
        return False
    session.add(SignalRow(outbox_id=row.id, at=at, kind=kind.value, event_key=event_key, detail=detail))
    if kind in ARRIVED:
        _arrived(row, at=at, detail=detail)
    if kind in GONE_BACK:
        _gone_back(row, at=at, detail=detail, code=code, scope=scope)
    session.flush()
    return True


def has_arrived(session: Session, outbox_id: int) -> bool:
    """Whether anything was heard of the message that only one which left can be heard of."""
    return bool(kinds_of(session, [outbox_id]).get(outbox_id, set()) & ARRIVED)


def _arrived(row: OutboxRow, *, at: datetime, detail: str) -> None:
    if row.state not in (MessageState.UNKNOWN, MessageState.FAILED):
        return
    if row.state == MessageState.FAILED and row.sent_at is None:
        return  # it was refused at once: whatever arrived, it was not this
    row.state, row.sent_at, row.settled_at = MessageState.ACCEPTED, row.sent_at or at, at
    row.note, row.doubtful, row.code, row.scope = detail, False, "", ""


def _gone_back(row: OutboxRow, *, at: datetime, detail: str, code: str, scope: str) -> None:
    if row.state not in (MessageState.ACCEPTED, MessageState.UNKNOWN):
        return
    row.state, row.settled_at = MessageState.FAILED, at
    row.note, row.code, row.scope, row.doubtful = detail, code, scope, False
