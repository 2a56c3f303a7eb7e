"""The rounds of the auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AuditRoundRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def last_round(session: Session, campaign_id: int) -> AuditRoundRow | None:
    found = select(AuditRoundRow).where(AuditRoundRow.campaign_id == campaign_id)
    return session.scalars(found.order_by(AuditRoundRow.at.desc(), AuditRoundRow.id.desc()).limit(1)).first()
