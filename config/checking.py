"""What a report is checked against before it is handed in: the plan as the campaign froze it, or as its folder says."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from config.plan_file import find_plan, load_plan
from database.queries.units import units_of
from domain.errors import RuleBroken
from domain.units import UnitTree

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.plans import Plan


def plan_and_units(place: Workplace, name: str) -> tuple[Plan, UnitTree]:
    """`name` is that of an open campaign, of a shipped plan, or a folder; what is open goes before what is in a folder.

    Without a name it is the only open campaign; raises RuleBroken where there is none, or several.
    """
    if not name:
        return _running(place, name)
    with suppress(RuleBroken):  # not open, or nothing is: then it must be a folder
        return _running(place, name)
    loaded = load_plan(find_plan(name))
    return loaded.plan, loaded.units


def _running(place: Workplace, name: str) -> tuple[Plan, UnitTree]:
    campaign = place.campaign(name)
    with place.read() as session:
        return campaign.plan, UnitTree(units_of(session, campaign.id))
