"""Messages that did not reach their person, and whose person has another channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from database.models import ContactRow, OutboxRow
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.outbox import MessageState

ARRIVED = (SignalKind.DELIVERED, SignalKind.SEEN, SignalKind.ANSWERED, SignalKind.CONFIRMED)


def without_successor(
    session: Session, campaign_id: int, *, states: Collection[MessageState], now: datetime
) -> list[OutboxRow]:
    """Messages in these states of people with a second channel, that nothing took the place of and that still hold.

    Oldest first. Of a matter of which something newer was written to the person, nothing is taken up again.
    """
    successor, newer = aliased(OutboxRow), aliased(OutboxRow)
    return list(
        session.scalars(
            select(OutboxRow)
            .where(
                OutboxRow.campaign_id == campaign_id,
                OutboxRow.state.in_([state.value for state in states]),
                (OutboxRow.expires_at.is_(None)) | (OutboxRow.expires_at > now),
                exists().where(
                    ContactRow.campaign_id == campaign_id,
                    ContactRow.unit == OutboxRow.unit,
                    ContactRow.code == OutboxRow.recipient,
                    ContactRow.channel != OutboxRow.channel,
                ),
                ~exists().where(successor.replaces_id == OutboxRow.id),
                ~exists().where(
                    newer.campaign_id == campaign_id,
                    newer.recipient == OutboxRow.recipient,
                    newer.thread == OutboxRow.thread,
                    newer.moment > OutboxRow.moment,
                ),
            )
            .order_by(OutboxRow.id),
        ),
    )
