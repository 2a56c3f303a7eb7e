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


def hold(session: Session, campaign_id: int) -> None:
    """Let nobody else move anything in the campaign until this transaction ends (SQLite allows one writer anyway)."""
    session.execute(select(CampaignRow.id).where(CampaignRow.id == campaign_id).with_for_update())
