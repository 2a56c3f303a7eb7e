"""Which campaigns there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from database.models import CampaignRow, PlanChangeRow
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

PLAN_MOVED = "Kế hoạch vừa được thay đổi trong lúc đang thực hiện việc này; chưa ghi gì. Hãy làm lại."


# Done at the beginning of every transaction, so they are put together once. Held in the weaker way, so that on PostgreSQL
# rows that only refer to the campaign need not wait.
_HOLD = select(CampaignRow.id).where(CampaignRow.id == bindparam("campaign")).with_for_update(key_share=True)
_LAST_CHANGE = select(func.max(PlanChangeRow.id)).where(PlanChangeRow.campaign_id == bindparam("campaign"))


def campaign_row(session: Session, plan_id: str) -> CampaignRow | None:
    return session.scalar(select(CampaignRow).where(CampaignRow.plan_id == plan_id))


def plan_changes(session: Session, campaign_id: int) -> Sequence[PlanChangeRow]:
    """Every change of its plan, in the order in which they were made."""
    rows = select(PlanChangeRow).where(PlanChangeRow.campaign_id == campaign_id).order_by(PlanChangeRow.id)
    return session.scalars(rows).all()


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


def hold(session: Session, campaign: Campaign) -> None:
    """Let nobody else move anything in the campaign until this transaction ends (SQLite allows one writer anyway).

    Refuses a campaign whose plan was changed since it was read: the ladders would be asked by a plan that is over.
    """
    session.connection().execute(_HOLD, {"campaign": campaign.id})
    if last_change(session, campaign.id) != campaign.change:
        raise RuleBroken(PLAN_MOVED)


def last_change(session: Session, campaign_id: int) -> int:
    """The number of the last change of its plan, 0 without any: who keeps a campaign sees whether it is still right."""
    found: int | None = session.connection().execute(_LAST_CHANGE, {"campaign": campaign_id}).scalar()
    return found or 0
