"""The log of messages of a whole campaign: all that was settled, without texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import OutboxRow
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """To whom, about which unit, over which channel, and how and when it ended."""

    settled_at: datetime
    unit: str
    message: str
    channel: str
    recipient_name: str
    address: str
    state: MessageState


def logged_messages(
    session: Session, campaign_id: int, *, as_of: datetime, unit: str | None = None
) -> list[LoggedMessage]:
    """What was settled by then (to this `unit` alone) in the order of time; what something newer replaced never went out, and is left out."""
    found = session.execute(
        select(
            OutboxRow.settled_at,
            OutboxRow.unit,
            OutboxRow.message,
            OutboxRow.channel,
            OutboxRow.recipient_name,
            OutboxRow.address,
            OutboxRow.state,
        )
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.settled_at <= as_of,
            OutboxRow.state != MessageState.SUPERSEDED,
            *(() if unit is None else (OutboxRow.unit == unit,)),
        )
        .order_by(OutboxRow.settled_at, OutboxRow.id),
    )
    return [
        LoggedMessage(at, unit, message, channel, name, address, MessageState(state))
        for at, unit, message, channel, name, address, state in found
    ]
