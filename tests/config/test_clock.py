from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from config import clock
from domain.errors import RuleBroken
from tests.small_plan import CALENDAR

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EIGHT = time(8)


def test_now_is_aware_and_in_hanoi() -> None:
    before = datetime.now(UTC)  # noqa: TID251 -- the clock itself is what is tested

    now = clock.now()

    assert now.utcoffset() == timedelta(hours=7)
    assert before <= now <= before + timedelta(minutes=1)
    assert type(now) is datetime


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-08-22", datetime(2022, 8, 22, 23, 59, 59, 999_999, tzinfo=HANOI)),
        (" 2022-08-22 ", datetime(2022, 8, 22, 23, 59, 59, 999_999, tzinfo=HANOI)),
        ("2022-08-22T10:00", datetime(2022, 8, 22, 10, tzinfo=HANOI)),
        ("2022-08-22 10:00", datetime(2022, 8, 22, 10, tzinfo=HANOI)),
        ("2022-08-22T10:00+00:00", datetime(2022, 8, 22, 17, tzinfo=HANOI)),
        ("2022-12-31", datetime(2022, 12, 31, 23, 59, 59, 999_999, tzinfo=HANOI)),
    ],
)
def test_end_of_day_is_the_last_moment_of_a_day_and_a_moment_itself(text: str, moment: datetime) -> None:
    assert clock.end_of_day(text, CALENDAR) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-08-22", datetime(2022, 8, 22, 8, tzinfo=HANOI)),
        ("2022-08-22T10:00", datetime(2022, 8, 22, 10, tzinfo=HANOI)),
        ("2022-08-22T23:30+00:00", datetime(2022, 8, 23, 6, 30, tzinfo=HANOI)),
    ],
)
def test_start_of_work_is_the_hour_of_a_day_and_a_moment_itself(text: str, moment: datetime) -> None:
    found = clock.start_of_work(text, CALENDAR, at=EIGHT)

    assert found == moment
    assert found.utcoffset() == timedelta(hours=7)


def test_moments_are_plain_datetimes() -> None:
    texts = ("2022-08-22", "2022-08-22T10:00")

    found = [read(text) for text in texts for read in (_end, _start)]

    assert {type(moment) for moment in found} == {datetime}


def _end(text: str) -> datetime:
    return clock.end_of_day(text, CALENDAR)


def _start(text: str) -> datetime:
    return clock.start_of_work(text, CALENDAR, at=EIGHT)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hôm nay",
        "2022-02-30",
        "2022-13-01",
        "P1D",
        "2022-08-01/2022-08-02",
        "now",
        "12:30",
        "2022",
        "2022-W10",
        "31/2/2022",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(text: str) -> None:
    for read in (_end, _start):
        with pytest.raises(RuleBroken) as refusal:
            read(text)

        assert (
            str(refusal.value)
            == f"“{text}” không phải là ngày; hãy viết như 2022-08-22, 22/8/2022 hoặc 2022-08-22T10:00."
        )


def test_a_day_may_be_written_as_people_write_it() -> None:
    assert _start("22/8/2022") == _start("2022-08-22")
    assert _end("05/9/2022") == _end("2022-09-05")
