"""What those above said to escalations, by escalation and by the units that these are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AcknowledgementRow, DecisionRow, ObligationRow, OutboxRow, VersionRow
from domain.acknowledgements import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


def acknowledgements_of(
    session: Session, campaign: Campaign, escalations: Iterable[int], *, as_of: datetime
) -> dict[int, list[Acknowledgement]]:
    """In the order of time, by escalation; without those that nobody has said anything to."""
    found: dict[int, list[Acknowledgement]] = {}
    query = (
        select(AcknowledgementRow)
        .where(
            AcknowledgementRow.campaign_id == campaign.id,
            AcknowledgementRow.outbox_id.in_(set(escalations)),
            AcknowledgementRow.at <= as_of,
        )
        .order_by(AcknowledgementRow.id)
    )
    for row in session.scalars(query):
        found.setdefault(row.outbox_id, []).append(_value(row, campaign))
    return found


def acknowledged_for(
    session: Session, campaign: Campaign, units: Iterable[str] | None = None, *, as_of: datetime
) -> dict[str, list[Acknowledgement]]:
    """By unit, what was said to lists that name it (all units without `units`); the latest last."""
    query = (
        select(ObligationRow.unit, AcknowledgementRow)
        .join(OutboxRow, AcknowledgementRow.outbox_id == OutboxRow.id)
        .join(DecisionRow, DecisionRow.message_key == OutboxRow.key)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(AcknowledgementRow.campaign_id == campaign.id, AcknowledgementRow.at <= as_of)
        .order_by(AcknowledgementRow.id)
        .distinct()
    )
    if units is not None:
        query = query.where(ObligationRow.unit.in_(set(units)))
    found: dict[str, list[Acknowledgement]] = {}
    for unit, row in session.execute(query):
        found.setdefault(unit, []).append(_value(row, campaign))
    return found


def _value(row: AcknowledgementRow, campaign: Campaign) -> Acknowledgement:
    return Acknowledgement(row.outbox_id, campaign.plan.calendar.local(row.at), row.by, row.note)
