from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from rehearsal.board import READ_IN_WORKING_DAYS
from rehearsal.rehearsing import rehearse
from rehearsal.scenarios import SILENT, Behaviour, Conduct, Scenario
from services.reviews import DAYS_TO_MEND
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from services.campaigns import Prepared

LAST = date(2022, 8, 22)  # the working day after the last deadline


def days_of(prepared: Prepared, unit: str, behaviour: Behaviour) -> dict[str, list[date]]:
    """The days on which a unit that behaves so gets each kind of message; all others are silent."""
    played = rehearse(prepared, Scenario("one", SILENT.default, {unit: behaviour}), through=LAST)
    days: dict[str, list[date]] = {}
    for one in played.messages:
        if one.unit == unit:
            days.setdefault(one.message, []).append(one.at.date())
    return days


@pytest.mark.parametrize(
    ("unit", "days", "day"),
    [
        ("X1", 0, date(2022, 7, 29)),  # the deadline is Sunday 31/7
        ("X1", 2, date(2022, 7, 27)),
        ("HU1", 0, date(2022, 8, 19)),  # Saturday 20/8
        ("HU1", 3, date(2022, 8, 16)),
    ],
)
def test_punctual_unit_hands_in_on_a_working_day_in_time(prepared: Prepared, unit: str, days: int, day: date) -> None:
    found = days_of(prepared, unit, Behaviour(conduct=Conduct.PUNCTUAL, days=days))

    assert found["receipt"] == [day]
    assert "urging" not in found


def test_punctual_unit_with_little_time_hands_in_after_the_opening(prepared: Prepared) -> None:
    found = days_of(prepared, "X1", Behaviour(conduct=Conduct.PUNCTUAL, days=60))

    assert found["receipt"] == [date(2022, 6, 27)]


def test_late_unit_is_urged_once_and_then_left_alone(prepared: Prepared) -> None:
    found = days_of(prepared, "X1", Behaviour(conduct=Conduct.LATE, days=3))

    assert found["urging"] == [date(2022, 8, 1)]
    assert found["receipt"] == [date(2022, 8, 3)]
    assert "second_urging" not in found


def test_unit_waiting_for_urgings_hands_in_the_working_day_after(prepared: Prepared) -> None:
    found = days_of(prepared, "X1", Behaviour(conduct=Conduct.AFTER_URGINGS, urgings=2))

    assert found["urging"] + found["second_urging"] == [date(2022, 8, 1), date(2022, 8, 12)]
    assert found["receipt"] == [date(2022, 8, 15)]


def test_promising_unit_is_spared_until_its_day_and_reminded_of_it_once(prepared: Prepared) -> None:
    found = days_of(prepared, "X1", Behaviour(conduct=Conduct.PROMISING, days=12))

    # Urged on Monday 1/8, it names 18/8: the weekly urging of 12/8 is not sent.
    assert found["urging"] == [date(2022, 8, 1)]
    assert found["second_urging"] == [date(2022, 8, 19)]
    assert found["receipt"] == [date(2022, 8, 22)]


def test_returned_unit_hands_in_twice(prepared: Prepared) -> None:
    found = days_of(prepared, "X1", Behaviour(conduct=Conduct.RETURNED_ONCE, days=5))

    first, second = found["receipt"]
    assert first == date(2022, 7, 22)
    assert found["returned"] == [CALENDAR.shift(first, READ_IN_WORKING_DAYS)]
    assert found["returned"][0] < second <= CALENDAR.shift(found["returned"][0], DAYS_TO_MEND)


@pytest.mark.parametrize("conduct", [Conduct.SILENT, Conduct.UNREACHABLE])
def test_unit_that_never_acts_gets_no_receipt(prepared: Prepared, conduct: Conduct) -> None:
    assert "receipt" not in days_of(prepared, "X1", Behaviour(conduct=conduct))


def test_unit_that_cannot_be_reached_gets_nothing(prepared: Prepared) -> None:
    assert days_of(prepared, "X1", Behaviour(conduct=Conduct.UNREACHABLE)) == {}
