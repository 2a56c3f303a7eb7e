"""Which campaigns there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import CampaignRow, PlanChangeRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def campaign_row(session: Session, plan_id: str) -> CampaignRow | None:
    return session.scalar(select(CampaignRow).where(CampaignRow.plan_id == plan_id))


def plan_ids(session: Session) -> list[str]:
    return list(session.scalars(select(CampaignRow.plan_id).order_by(CampaignRow.id)))


def campaign_before(session: Session, opened_at: datetime) -> int | None:
    """The campaign that was opened last before that moment."""
    return session.scalar(
        select(CampaignRow.id)
        .where(CampaignRow.opened_at < opened_at)
        .order_by(CampaignRow.opened_at.desc(), CampaignRow.id.desc())
        .limit(1),
    )


def hold(session: Session, campaign_id: int) -> None:
    """Let nobody else move anything in the campaign until this transaction ends (SQLite allows one writer anyway)."""
    session.execute(select(CampaignRow.id).where(CampaignRow.id == campaign_id).with_for_update())


def last_change(session: Session, campaign_id: int) -> int:
    """The number of the last change of its plan, 0 without any: who keeps a campaign sees whether it is still right."""
    found = session.scalar(select(func.max(PlanChangeRow.id)).where(PlanChangeRow.campaign_id == campaign_id))
    return found or 0
