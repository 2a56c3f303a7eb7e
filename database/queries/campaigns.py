"""Which campaigns there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import CampaignRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def campaign_row(session: Session, plan_id: str) -> CampaignRow | None:
    return session.scalar(select(CampaignRow).where(CampaignRow.plan_id == plan_id))


def plan_ids(session: Session) -> list[str]:
    return list(session.scalars(select(CampaignRow.plan_id).order_by(CampaignRow.id)))
