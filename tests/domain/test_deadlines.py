from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import Deadline, Reading
from tests.domain.calendars import days

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("reading", "last_day", "end"),
    [
        (Reading.THROUGH, date(2022, 8, 20), datetime(2022, 8, 21, tzinfo=HANOI)),
        (Reading.BEFORE, date(2022, 8, 19), datetime(2022, 8, 20, tzinfo=HANOI)),
    ],
)
def test_deadline_ends_at_midnight_in_hanoi(reading: Reading, last_day: date, end: datetime) -> None:
    deadline = Deadline(date(2022, 8, 20), reading)

    assert deadline.last_day == last_day
    assert deadline.end == end
    assert deadline.is_met_by(end - SECOND)
    assert not deadline.is_met_by(end)


def test_deadline_of_a_first_of_the_month_read_strictly_ends_in_the_month_before() -> None:
    assert Deadline(date(2022, 3, 1), Reading.BEFORE).last_day == date(2022, 2, 28)


@pytest.mark.parametrize(
    ("moment", "days_late"),
    [
        (datetime(2022, 8, 20, 23, 59, 59, tzinfo=HANOI), 0),
        (datetime(2022, 8, 21, tzinfo=HANOI), 1),
        (datetime(2022, 8, 20, 17, 0, tzinfo=UTC), 1),  # the same midnight, said in London
        (datetime(2022, 8, 20, 16, 59, 59, tzinfo=UTC), 0),
        (datetime(2022, 8, 22, 8, 0, tzinfo=HANOI), 2),
    ],
)
def test_days_late_are_counted_by_the_calendar_of_hanoi(moment: datetime, days_late: int) -> None:
    assert Deadline(date(2022, 8, 20)).days_late(moment) == days_late


@given(days(), st.sampled_from(Reading), st.integers(-40 * 86_400, 40 * 86_400))
def test_deadline_is_met_or_days_late(day: date, reading: Reading, seconds: int) -> None:
    deadline = Deadline(day, reading)
    moment = deadline.end + timedelta(seconds=seconds)

    assert deadline.is_met_by(moment) == (deadline.days_late(moment) == 0)
