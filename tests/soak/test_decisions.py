from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from soak.decisions import may_be_either
from soak.journal import Deed, Told
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from datetime import datetime

SLOTS = [CALENDAR.opening(date(2022, 8, 1)) + timedelta(hours=hour) for hour in range(4)]
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(at: datetime, *, slot: int, doubtful: bool = False) -> Told:
    return Told("X1", Deed.HAND_IN, tried=at, told=at, slots=(slot, slot), doubtful=doubtful)


@pytest.mark.parametrize(
    ("clock", "rung", "either"),
    [
        (timedelta(), timedelta(), True),  # at the very moment of the round
        (timedelta(), -HOUR, False),
        (timedelta(), HOUR, False),
        (-DAY, -HOUR, True),  # the clock was a day behind: the round had been before, and the deed is dated before it
        (-DAY, -DAY - HOUR, False),
        (-DAY, HOUR, False),
        (DAY, HOUR, True),  # a day ahead: the round came after the deed that is dated after it
        (DAY, DAY + HOUR, False),
    ],
)
def test_only_between_the_clock_of_a_deed_and_its_true_moment_either_answer_will_do(
    clock: timedelta, rung: timedelta, *, either: bool
) -> None:
    assert may_be_either(told(SLOTS[1] + clock, slot=1), SLOTS[1] + rung, slots=SLOTS) is either


def test_what_may_not_have_been_done_leaves_open_whatever_comes_later() -> None:
    deed = told(SLOTS[1], slot=1, doubtful=True)

    assert may_be_either(deed, SLOTS[3] + DAY, slots=SLOTS)
    assert may_be_either(deed, None, slots=SLOTS)
    assert not may_be_either(deed, SLOTS[0], slots=SLOTS)
