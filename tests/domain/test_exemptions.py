from __future__ import annotations

from datetime import timedelta

from domain.exemptions import Exemption, exemption_in_force
from tests.small_plan import CALENDAR, PLAN

NOON = CALENDAR.at(PLAN.opens, CALENDAR.hours[0][0])
MOMENT = timedelta(microseconds=1)
FIRST = Exemption(NOON, NOON + timedelta(days=2))
SECOND = Exemption(NOON + timedelta(days=5))


def test_exemption_holds_from_its_moment_until_it_is_lifted() -> None:
    assert FIRST.until is not None

    found = [FIRST.holds(at) for at in (NOON - MOMENT, NOON, FIRST.until - MOMENT, FIRST.until)]

    assert found == [False, True, True, False]


def test_exemption_that_nobody_lifted_holds_for_good() -> None:
    assert SECOND.holds(NOON + timedelta(days=500))


def test_exemption_in_force_is_the_one_that_holds() -> None:
    found = [exemption_in_force((FIRST, SECOND), as_of=NOON + timedelta(days=day)) for day in (1, 3, 6)]

    assert found == [FIRST, None, SECOND]
    assert exemption_in_force((), as_of=NOON) is None
