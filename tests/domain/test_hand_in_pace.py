from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.hand_in_pace import cumulated, projected
from tests.small_plan import CALENDAR

MONDAY = date(2022, 7, 18)
FRIDAY = date(2022, 7, 22)
sums = st.dictionaries(
    st.integers(0, 60).map(lambda ahead: date(2022, 6, 24) + timedelta(days=ahead)), st.integers(0, 9)
)


def test_sums_grow_day_by_day_and_hold_what_came_before_the_first() -> None:
    by_day = {date(2022, 7, 1): 2, MONDAY: 1, FRIDAY: 3}

    found = cumulated(by_day, first=MONDAY, until=FRIDAY)

    assert [number for _, number in found] == [3, 3, 3, 3, 6]


def test_pace_is_that_of_the_last_five_working_days_and_rests_on_days_off() -> None:
    by_day = {date(2022, 7, 15): 50, MONDAY: 4, FRIDAY: 6}

    found = projected(by_day, today=FRIDAY, last_day=date(2022, 7, 26), expected=100, calendar=CALENDAR)

    assert [(day.day, number) for day, number in found] == [(22, 60), (23, 60), (24, 60), (25, 62), (26, 64)]


def test_nothing_is_projected_once_the_last_day_has_come() -> None:
    assert projected({MONDAY: 1}, today=FRIDAY, last_day=FRIDAY, expected=9, calendar=CALENDAR) == []


def test_nobody_is_projected_to_come_where_nobody_came() -> None:
    found = projected({}, today=MONDAY, last_day=FRIDAY, expected=9, calendar=CALENDAR)

    assert {number for _, number in found} == {0}


@given(by_day=sums, ahead=st.integers(0, 40), left=st.integers(1, 40), more=st.integers(0, 50))
def test_projection_stays_between_what_came_and_what_is_expected(
    by_day: dict[date, int], ahead: int, left: int, more: int
) -> None:
    today = date(2022, 6, 24) + timedelta(days=ahead)
    received = sum(number for day, number in by_day.items() if day <= today)

    found = projected(
        by_day, today=today, last_day=today + timedelta(days=left), expected=received + more, calendar=CALENDAR
    )

    numbers = [number for _, number in found]
    assert numbers == sorted(numbers)
    assert {received, received + more} >= {numbers[0]}
    assert received <= numbers[-1] <= received + more
