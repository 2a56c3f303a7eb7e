from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.calendar import restricted, vietnam_calendar
from domain.calendar import CalendarRangeError

ALL_YEARS = vietnam_calendar(2016, 2026)
ONE_DAY = timedelta(days=1)
# Far enough from both ends for every shift below to stay inside.
DAYS = st.dates(min_value=date(2016, 6, 1), max_value=date(2026, 6, 30))
DISTANCES = st.integers(min_value=1, max_value=30)

# Every day off of 2022 that is not an ordinary Saturday or Sunday.
DAYS_OFF_2022 = {
    date(2022, 1, 3),
    date(2022, 1, 31),
    date(2022, 2, 1),
    date(2022, 2, 2),
    date(2022, 2, 3),
    date(2022, 2, 4),
    date(2022, 4, 11),
    date(2022, 5, 2),
    date(2022, 5, 3),
    date(2022, 9, 1),
    date(2022, 9, 2),
}


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_weekdays_off_in_2022_are_exactly_the_public_holidays() -> None:
    off = {
        day
        for day in _days(date(2022, 1, 1), date(2022, 12, 31))
        if day.weekday() < 5 and not ALL_YEARS.is_working_day(day)
    }

    assert off == DAYS_OFF_2022


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2022, 4, 30), date(2022, 5, 3)),
        (date(2022, 9, 1), date(2022, 9, 4)),
        (date(2026, 1, 1), date(2026, 1, 4)),
    ],
)
def test_long_holiday_ends_with_a_working_day_on_either_side(first: date, last: date) -> None:
    assert not any(ALL_YEARS.is_working_day(day) for day in _days(first, last))
    assert ALL_YEARS.on_or_before(last) == first - ONE_DAY
    assert ALL_YEARS.on_or_after(first) == last + ONE_DAY


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2018, 12, 31), date(2019, 1, 5)),
        (date(2019, 4, 29), date(2019, 5, 4)),
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_exchanged_saturday_is_worked(off: date, worked: date) -> None:
    assert not ALL_YEARS.is_working_day(off)
    assert ALL_YEARS.is_working_day(worked)
    assert worked.strftime("%d/%m/%Y") in (ALL_YEARS.day_off_name(off) or "")


def test_saturday_exchanged_for_the_year_before_is_worked_in_one_year_alone() -> None:
    assert vietnam_calendar(2019, 2019).is_working_day(date(2019, 1, 5))


def test_days_off_are_named_in_vietnamese() -> None:
    assert ALL_YEARS.day_off_name(date(2022, 9, 2)) == "Quốc khánh"
    assert ALL_YEARS.day_off_name(date(2022, 5, 3)) == "Ngày Quốc tế Lao động (nghỉ bù)"
    assert ALL_YEARS.day_off_name(date(2022, 8, 20)) == "Thứ Bảy"


def test_calendar_refuses_days_that_nobody_announced() -> None:
    calendar = vietnam_calendar(2026, 2030)

    assert calendar.last == date(2026, 12, 31)
    with pytest.raises(CalendarRangeError):
        calendar.is_working_day(date(2027, 1, 4))


def test_calendar_of_unknown_years_is_refused() -> None:
    with pytest.raises(CalendarRangeError, match="2030"):
        vietnam_calendar(2030, 2031)


def test_restricted_calendar_agrees_within_its_years() -> None:
    calendar = restricted(ALL_YEARS, first_year=2021, last_year=2022)

    assert calendar == vietnam_calendar(2021, 2022)
    assert {day.year for day in calendar.days_off} == {2021, 2022}


@given(DAYS)
def test_on_or_before_and_on_or_after_are_the_nearest_working_days(day: date) -> None:
    before, after = ALL_YEARS.on_or_before(day), ALL_YEARS.on_or_after(day)

    assert before <= day <= after
    assert ALL_YEARS.is_working_day(before)
    assert ALL_YEARS.is_working_day(after)
    assert not any(
        ALL_YEARS.is_working_day(other) for other in _days(before + ONE_DAY, after - ONE_DAY) if other != day
    )
    assert (before == after) == ALL_YEARS.is_working_day(day)


@given(DAYS, DISTANCES)
def test_shift_counts_working_days_and_never_the_day_itself(day: date, distance: int) -> None:
    later, earlier = ALL_YEARS.shift(day, distance), ALL_YEARS.shift(day, -distance)

    assert sum(ALL_YEARS.is_working_day(other) for other in _days(day + ONE_DAY, later)) == distance
    assert sum(ALL_YEARS.is_working_day(other) for other in _days(earlier, day - ONE_DAY)) == distance
    assert ALL_YEARS.is_working_day(later)
    assert ALL_YEARS.is_working_day(earlier)


@given(DAYS, DISTANCES)
def test_shift_there_and_back_is_where_it_began_on_a_working_day(day: date, distance: int) -> None:
    start = ALL_YEARS.on_or_after(day)

    assert ALL_YEARS.shift(ALL_YEARS.shift(start, distance), -distance) == start


@given(DAYS)
def test_shift_grows_with_the_distance(day: date) -> None:
    reached = [ALL_YEARS.shift(day, distance) for distance in range(1, 12)]

    assert all(earlier < later for earlier, later in pairwise(reached))
