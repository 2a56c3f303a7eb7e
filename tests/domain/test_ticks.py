from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from domain.calendar import WorkingCalendar
from domain.ticks import is_day_owed

CALENDAR = WorkingCalendar(date(2022, 1, 1), date(2022, 12, 31), {})
SATURDAY, MONDAY = date(2022, 8, 20), date(2022, 8, 22)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return CALENDAR.at(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute)


@pytest.mark.parametrize(
    ("last", "now", "owed"),
    [
        (None, at(MONDAY, 7, 29), False),
        (None, at(MONDAY, 7, 30), True),
        (at(MONDAY, 7, 30), at(MONDAY, 7, 35), False),
        (at(MONDAY, 6), at(MONDAY, 7, 35), True),  # by hand before office hours: the morning is still to come
        (at(SATURDAY, 8), at(MONDAY, 16), True),  # the machine was off in the morning
        (at(SATURDAY, 8), at(MONDAY, 23), True),
        (None, at(SATURDAY, 9), False),
    ],
)
def test_a_morning_is_owed_once_its_hour_has_come_on_a_working_day(
    last: datetime | None,
    now: datetime,
    owed: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    assert is_day_owed(CALENDAR, last=last, now=now) is owed


@pytest.mark.parametrize(("day", "owed"), [(MONDAY, True), (SATURDAY, False)])
def test_a_rung_that_came_due_after_the_morning_makes_another_round_owed(
    day: date,
    owed: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    assert is_day_owed(CALENDAR, last=at(day, 7, 30), now=at(day, 8), is_due=True) is owed
