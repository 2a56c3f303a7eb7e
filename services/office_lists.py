"""The list for the Provincial Party Office on demand: everybody overdue of the tiers whose delay it is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.ladder import Audience
from services.attachments import escalation_value
from services.rendering import lists_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from documents.escalation_list import EscalationList
    from domain.campaigns import Campaign


def office_list(session: Session, campaign: Campaign, *, as_of: datetime) -> EscalationList | None:
    """The list as of any moment, whether or not the ladder has come to it; None where nobody is overdue.

    Refuses a plan whose ladders tell the Office of nobody.
    """
    plan = campaign.plan
    told = {duty.id for duty in plan.duties if _tells_the_office(campaign, duty.ladder)}
    if not told:
        raise RuleBroken(
            f"Kế hoạch {plan.identity.number} không có thang nhắc việc nào báo cáo lên Văn phòng; "
            "hãy dùng: dondoc status",
        )
    lists = lists_at(session, campaign, now=as_of)
    overdue = [one for one in lists.obligations if one.duty.id in told and one.standing.is_overdue]
    context = lists.escalation(overdue, plan.bodies.office)
    return None if context is None else escalation_value(context, lists, overdue, campaign)


def _tells_the_office(campaign: Campaign, ladder: str) -> bool:
    rungs = campaign.plan.ladders[ladder].rungs
    return any(notice.audience is Audience.OFFICE for rung in rungs for notice in rung.notices)
