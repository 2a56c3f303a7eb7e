"""Campaigns: which are open, and how each tier of one stands."""

from __future__ import annotations

from datetime import date, datetime

from domain.campaigns import Campaign
from services.status import TierStatus, status
from web.api.permits import ApiWatching
from web.api.problems import LOOKS
from web.api.shapes import Shape, noun
from web.permits import campaigns_of

router = noun("campaigns")


class Tier(Shape):
    id: str
    name: str
    rank: int


class DutyShape(Shape):
    id: str
    name: str
    tier: str
    deadline: date
    clause: str


class CampaignShape(Shape):
    """A plan that is running. `plan` is what the parameter of that name takes."""

    plan: str
    number: str
    title: str
    opened_at: datetime
    opens: date
    closes: date
    tiers: list[Tier]
    duties: list[DutyShape]


class TierStanding(Shape):
    """How a tier stands. `received` is `on_time` and `late` together; `expected` leaves out who is exempt."""

    id: str
    name: str
    deadline: date
    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    returned: int
    exempt: int
    accepted: int


class StatusShape(Shape):
    as_of: datetime
    plan: str
    tiers: list[TierStanding]


@router.get("/campaigns", responses=LOOKS)
def list_campaigns(desk: ApiWatching) -> list[CampaignShape]:
    """All campaigns of this installation, the latest opened last."""
    known = campaigns_of(desk.request)
    return [_campaign(known.find(name)) for name in known.names()]


@router.get("/status", responses=LOOKS)
def show_status(desk: ApiWatching) -> StatusShape:
    """How each tier stands, now or at `as_of`."""
    with desk.read() as session:
        found = status(session, desk.campaign, as_of=desk.as_of)
    return StatusShape(as_of=found.as_of, plan=found.plan_number, tiers=[_tier(one) for one in found.tiers])


def _campaign(one: Campaign) -> CampaignShape:
    plan = one.plan
    return CampaignShape(
        plan=plan.identity.id,
        number=plan.identity.number,
        title=plan.identity.title,
        opened_at=plan.calendar.local(one.opened_at),
        opens=plan.opens,
        closes=plan.closes,
        tiers=[Tier.model_validate(tier) for tier in plan.tiers],
        duties=[
            DutyShape(id=duty.id, name=duty.name, tier=duty.tier, deadline=duty.deadline.last_day, clause=duty.clause)
            for duty in plan.duties
        ],
    )


def _tier(one: TierStatus) -> TierStanding:
    return TierStanding.model_validate(
        {
            "id": one.id,
            "name": one.name,
            "deadline": one.deadline,
            **{name: getattr(one.count, name) for name in COUNTED},
        }
    )


COUNTED = ("expected", "received", "on_time", "late", "overdue", "returned", "exempt", "accepted")
