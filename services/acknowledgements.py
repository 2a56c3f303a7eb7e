"""Acknowledging an escalation: written once for a person, with further notes where there are any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import AcknowledgementRow
from database.queries.acknowledgements import acknowledgements_of
from database.queries.campaigns import hold
from domain.acknowledgements import says_anything_new
from domain.spelling import nfc
from services.escalations import find_escalation

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


def acknowledge(session: Session, campaign: Campaign, outbox_id: int, *, by: str, note: str, now: datetime) -> bool:
    """False where the person has said just this before: a form sent twice writes once."""
    hold(session, campaign)
    find_escalation(session, campaign, outbox_id, as_of=now)
    said = " ".join(nfc(note).split())
    earlier = acknowledgements_of(session, campaign, [outbox_id], as_of=now).get(outbox_id, [])
    if not says_anything_new(earlier, by=by, note=said):
        return False
    session.add(AcknowledgementRow(campaign_id=campaign.id, outbox_id=outbox_id, at=now, by=by, note=said))
    session.flush()
    return True
