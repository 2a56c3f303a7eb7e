"""A plan for commands that need no running campaign: as its campaign runs it, or as its folder has it before it opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from config.plan_file import find_plan, load_plan
from database.queries.units import units_of
from domain.duties import Owed, obligations_of
from domain.errors import RuleBroken
from domain.units import UnitTree
from services.standings import obligations_at

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from domain.plans import Plan
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """`owed` has the deadlines that stand now: those of a running campaign may have been extended."""

    plan: Plan
    units: UnitTree
    owed: tuple[Owed, ...]
    is_running: bool


def plan_in_force(place: Workplace, name: str, *, now: datetime) -> PlanInForce:
    """By the id of a campaign, or by name or folder of a plan; a campaign that runs comes before the files of its plan.

    Without a name it is the only campaign; raises RuleBroken where there is none, or several.
    """
    campaign = _running(place, name) if name else place.campaign()
    if campaign is not None:
        return _of_campaign(place, campaign, now=now)
    loaded = load_plan(find_plan(name))
    campaign = _running(place, loaded.plan.identity.id)
    if campaign is not None:
        return _of_campaign(place, campaign, now=now)
    return PlanInForce(loaded.plan, loaded.units, obligations_of(loaded.plan, loaded.units), is_running=False)


def _running(place: Workplace, plan_id: str) -> Campaign | None:
    try:
        return place.campaign(plan_id)
    except RuleBroken:  # no database yet, or no campaign of this name in it
        return None


def _of_campaign(place: Workplace, campaign: Campaign, *, now: datetime) -> PlanInForce:
    with place.read() as session:
        units = UnitTree(units_of(session, campaign.id))
        found = obligations_at(session, campaign, as_of=max(now, campaign.opened_at))
    return PlanInForce(campaign.plan, units, tuple(_owed(one, units) for one in found), is_running=True)


def _owed(one: Obligation, units: UnitTree) -> Owed:
    return Owed(units[one.unit], replace(one.duty, deadline=one.version.deadline))
