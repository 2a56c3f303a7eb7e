"""What was told to the Provincial Party Office: lists in the outbox whose sending was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import DecisionRow, ObligationRow, OutboxRow, VersionRow
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

ESCALATION = "escalation_list"
# A list that a transport refused was told all the same: the Office reads it here.
_TOLD = (MessageState.ACCEPTED, MessageState.UNKNOWN, MessageState.FAILED)


def escalations_told(session: Session, campaign_id: int, *, as_of: datetime) -> list[OutboxRow]:
    """The newest first."""
    query = _told(campaign_id, as_of).order_by(OutboxRow.settled_at.desc(), OutboxRow.id.desc())
    return list(session.scalars(query))


def escalation_told(session: Session, campaign_id: int, outbox_id: int, *, as_of: datetime) -> OutboxRow | None:
    return session.scalar(_told(campaign_id, as_of).where(OutboxRow.id == outbox_id))


def units_behind(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """How many units the messages with these keys were decided for, by key."""
    found = session.execute(
        select(DecisionRow.message_key, func.count(ObligationRow.unit.distinct()))
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(DecisionRow.message_key.in_(set(keys)))
        .group_by(DecisionRow.message_key),
    )
    return {key: units for key, units in found if key}


def _told(campaign_id: int, as_of: datetime) -> Select[tuple[OutboxRow]]:
    return select(OutboxRow).where(
        OutboxRow.campaign_id == campaign_id,
        OutboxRow.message == ESCALATION,
        OutboxRow.state.in_(_TOLD),
        OutboxRow.settled_at <= as_of,
    )
