from __future__ import annotations

import asyncio
from datetime import date, time

import pytest

from tasks.collection import assess_tier, decide_tier, list_tiers
from tests.small_plan import CALENDAR, PLAN

NAME = PLAN.identity.id
MORNING = CALENDAR.at(date(2022, 6, 24), time(8))

pytestmark = pytest.mark.usefixtures("place")


def test_tiers_are_listed_from_the_one_that_reports_first() -> None:
    assert asyncio.run(list_tiers.fn(NAME)) == ["commune", "district", "province"]


def test_deciding_a_tier_twice_decides_nothing_twice() -> None:
    first = asyncio.run(decide_tier.fn(NAME, "commune", MORNING))

    again = asyncio.run(decide_tier.fn(NAME, "commune", MORNING))

    assert (first, again) == ({"send": 3}, {})


def test_assessing_a_tier_tells_its_figures() -> None:
    late = CALENDAR.at(date(2022, 8, 22), time(8))

    figures = asyncio.run(assess_tier.fn(NAME, "district", late))

    assert figures == {"expected": 2, "received": 0, "on_time": 0, "late": 0, "overdue": 2, "returned": 0}
