"""Messages that did not reach their person, and whose person has another channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from database.models import ContactRow, OutboxRow
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.outbox import MessageState

ARRIVED = (SignalKind.DELIVERED, SignalKind.SEEN, SignalKind.ANSWERED, SignalKind.CONFIRMED)


_SUCCESSOR, _NEWER, _OTHER = aliased(OutboxRow), aliased(OutboxRow), aliased(ContactRow)

# Asked twice in every delivery run, so they are put together once.
_HAS_CHOICE = (
    select(ContactRow.id)
    .join(
        _OTHER,
        and_(
            _OTHER.campaign_id == ContactRow.campaign_id,
            _OTHER.unit == ContactRow.unit,
            _OTHER.code == ContactRow.code,
            _OTHER.channel != ContactRow.channel,
        ),
    )
    .where(ContactRow.campaign_id == bindparam("campaign"))
    .limit(1)
)
_WITHOUT_SUCCESSOR = (
    select(OutboxRow)
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.state.in_(bindparam("states", expanding=True)),
        (OutboxRow.expires_at.is_(None)) | (OutboxRow.expires_at > bindparam("now")),
        exists().where(
            ContactRow.campaign_id == bindparam("campaign"),
            ContactRow.unit == OutboxRow.unit,
            ContactRow.code == OutboxRow.recipient,
            ContactRow.channel != OutboxRow.channel,
        ),
        ~exists().where(_SUCCESSOR.replaces_id == OutboxRow.id),
        ~exists().where(
            _NEWER.campaign_id == bindparam("campaign"),
            _NEWER.recipient == OutboxRow.recipient,
            _NEWER.thread == OutboxRow.thread,
            _NEWER.moment > OutboxRow.moment,
        ),
    )
    .order_by(OutboxRow.id)
)


def without_successor(
    session: Session, campaign_id: int, *, states: Collection[MessageState], now: datetime
) -> list[OutboxRow]:
    """Messages in these states of people with a second channel, that nothing took the place of and that still hold.

    Oldest first. Of a matter of which something newer was written to the person, nothing is taken up again.
    """
    if session.connection().execute(_HAS_CHOICE, {"campaign": campaign_id}).first() is None:
        return []  # as in most campaigns: everybody has one channel
    asked = {"campaign": campaign_id, "states": [state.value for state in states], "now": now}
    return list(session.scalars(_WITHOUT_SUCCESSOR, asked))
