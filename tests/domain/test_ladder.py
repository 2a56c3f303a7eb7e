from __future__ import annotations

from datetime import date, datetime, time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.calendar import CalendarRangeError, WorkingCalendar
from domain.deadlines import Deadline, Reading
from domain.errors import RuleBroken
from domain.ladder import Ladder, Offset, Step, steps
from tests.domain.calendars import calendars, days
from tests.small_plan import BOARD, CALENDAR, COMMUNE, DISTRICT, LADDERS, UNIT, rung

JUNE_24 = CALENDAR.at(date(2022, 6, 24), time(7, 30))
UNTIL = CALENDAR.at(date(2022, 8, 31), time(8))


def _steps(
    ladder: Ladder,
    deadline: Deadline,
    *,
    calendar: WorkingCalendar = CALENDAR,
    opened: datetime = JUNE_24,
    until: datetime = UNTIL,
) -> list[Step]:
    return list(steps(ladder, deadline, opened=opened, calendar=calendar, until=until))


def _days(found: list[Step], calendar: WorkingCalendar = CALENDAR) -> dict[str, date]:
    return {step.key: calendar.local(step.moment).date() for step in found}


def _day_of(mark: str, last_day: date) -> date:
    ladder = Ladder("one", (rung(mark, (UNIT, "reminder"), rung_id="one"),))
    return _days(_steps(ladder, Deadline(last_day), until=CALENDAR.at(date(2022, 12, 1), time(8))))["one"]


def test_commune_ladder_of_the_shipped_deadline() -> None:
    found = _days(_steps(COMMUNE, Deadline(date(2022, 7, 31))))

    assert found == {
        "opening": date(2022, 6, 24),
        "-14d": date(2022, 7, 15),  # 17/7 is a Sunday
        "-7d": date(2022, 7, 22),  # 24/7 too
        "-3wd": date(2022, 7, 27),
        "-1wd": date(2022, 7, 29),
        "+1wd": date(2022, 8, 1),
        "+3wd": date(2022, 8, 3),
        "+5wd": date(2022, 8, 5),
        "weekly#1": date(2022, 8, 12),
        "weekly#2": date(2022, 8, 19),
        "weekly#3": date(2022, 8, 26),
    }


def test_district_ladder_of_the_shipped_deadline() -> None:
    found = _days(_steps(DISTRICT, Deadline(date(2022, 8, 20))))

    assert found == {
        "opening": date(2022, 6, 24),
        "-21d": date(2022, 7, 29),  # 30/7 is a Saturday
        "-14d": date(2022, 8, 5),
        "-7d": date(2022, 8, 12),
        "-3wd": date(2022, 8, 17),
        "-1wd": date(2022, 8, 19),
        "+1wd": date(2022, 8, 22),
        "+3wd": date(2022, 8, 24),
        "weekly#1": date(2022, 8, 31),
    }


@pytest.mark.parametrize(
    ("mark", "last_day", "expected"),
    [
        ("-1wd", date(2022, 7, 29), date(2022, 7, 28)),  # the last day itself, a Friday, is never counted
        ("-1wd", date(2022, 7, 30), date(2022, 7, 29)),
        ("+1wd", date(2022, 7, 29), date(2022, 8, 1)),
        ("+1wd", date(2022, 8, 31), date(2022, 9, 5)),  # 1/9 to 4/9 were days off
        ("-1wd", date(2022, 9, 4), date(2022, 8, 31)),
        ("-3wd", date(2022, 2, 7), date(2022, 1, 26)),  # Tết from 31/1 to 4/2 and a week-end on either side
        ("-7d", date(2022, 2, 7), date(2022, 1, 28)),  # 31/1 moves back over the week-end
        ("+3d", date(2022, 1, 28), date(2022, 2, 7)),  # 31/1 moves on over all of Tết
        ("+1wd", date(2022, 1, 28), date(2022, 2, 7)),
    ],
)
def test_rung_near_days_off(mark: str, last_day: date, expected: date) -> None:
    assert _day_of(mark, last_day) == expected


def test_rungs_of_a_strict_deadline_are_counted_from_the_day_before() -> None:
    strict = _steps(COMMUNE, Deadline(date(2022, 8, 1), Reading.BEFORE))

    assert strict == _steps(COMMUNE, Deadline(date(2022, 7, 31)))


def test_opening_on_a_day_off_waits_for_the_next_working_morning() -> None:
    found = _steps(COMMUNE, Deadline(date(2022, 7, 31)), opened=CALENDAR.at(date(2022, 6, 25), time(10)))

    assert found[0].moment == CALENDAR.at(date(2022, 6, 27), time(8))


def test_opening_in_the_afternoon_is_at_once() -> None:
    opened = CALENDAR.at(date(2022, 6, 24), time(15))

    assert _steps(COMMUNE, Deadline(date(2022, 7, 31)), opened=opened)[0].moment == opened


def test_steps_of_one_moment_keep_the_order_of_the_ladder() -> None:
    opened = CALENDAR.at(date(2022, 7, 15), time(7, 30))

    keys = [step.key for step in _steps(COMMUNE, Deadline(date(2022, 7, 31)), opened=opened)]

    assert keys[:3] == ["opening", "-14d", "-7d"]


def test_steps_beyond_the_known_calendar_are_refused() -> None:
    with pytest.raises(CalendarRangeError):
        _steps(COMMUNE, Deadline(date(2023, 1, 20)))


@given(calendars(), days(), st.sampled_from(sorted(LADDERS)), st.sampled_from(Reading))
def test_no_step_falls_on_a_day_off(calendar: WorkingCalendar, day: date, ladder: str, reading: Reading) -> None:
    opened = calendar.at(date(2022, 1, 15), time(9))
    until = calendar.at(date(2022, 10, 1), time(8))

    found = _steps(LADDERS[ladder], Deadline(day, reading), calendar=calendar, opened=opened, until=until)

    assert [key for key, at in _days(found, calendar).items() if not calendar.is_working_day(at)] == []


@given(calendars(), days())
def test_steps_stand_on_their_side_of_the_deadline(calendar: WorkingCalendar, day: date) -> None:
    opened = calendar.at(date(2021, 10, 1), time(9))
    until = calendar.at(date(2022, 10, 1), time(8))

    found = _steps(COMMUNE, Deadline(day), calendar=calendar, opened=opened, until=until)

    sides = {step.key: step.moment < Deadline(day).end for step in found if step.rung.offset is not None}
    assert sides == {key: key.startswith("-") for key in sides}
    assert all(before.moment <= after.moment for before, after in pairwise(found))


@given(calendars(), days(), st.integers(1, 5), st.booleans())
def test_a_working_day_mark_has_so_many_working_days_between(
    calendar: WorkingCalendar,
    day: date,
    number: int,
    is_after: bool,  # noqa: FBT001 -- hypothesis hands it over in its place
) -> None:
    ladder = Ladder("one", (rung(f"{'+' if is_after else '-'}{number}wd", (UNIT, "urging"), rung_id="one"),))
    opened, until = calendar.at(date(2021, 10, 1), time(9)), calendar.at(date(2022, 12, 1), time(8))

    at = _days(_steps(ladder, Deadline(day), calendar=calendar, opened=opened, until=until), calendar)["one"]

    first, last = sorted((day.toordinal(), at.toordinal()))
    between = [date.fromordinal(each) for each in range(first, last + 1) if each != day.toordinal()]
    assert sum(map(calendar.is_working_day, between)) == number


@pytest.mark.parametrize(("text", "days", "working"), [("-7d", -7, False), ("+3wd", 3, True), ("−1wd", -1, True)])
def test_offset_is_read_as_people_write_it(text: str, days: int, working: bool) -> None:  # noqa: FBT001
    assert Offset.parse(text) == Offset(days, working)


@pytest.mark.parametrize("text", ["", "7d", "+0d", "-0wd", "+3", "3wd", "+3 wd", "+3w", "opening"])
def test_offset_that_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="không đọc được"):
        Offset.parse(text)


def test_offset_is_written_as_it_was_read() -> None:
    assert [str(Offset.parse(text)) for text in ("-7d", "+3wd")] == ["-7d", "+3wd"]


def test_repeated_rung_moves_off_days_off_without_drifting() -> None:
    ladder = Ladder("one", (rung("+1wd", (BOARD, "board_digest"), every=7),))

    found = _days(_steps(ladder, Deadline(date(2022, 8, 18)), until=CALENDAR.at(date(2022, 9, 20), time(8))))

    assert found == {
        "weekly#1": date(2022, 8, 26),
        "weekly#2": date(2022, 9, 5),  # 2/9 was a day off; the next one is a week after it, not after this
        "weekly#3": date(2022, 9, 9),
        "weekly#4": date(2022, 9, 16),
    }


@pytest.mark.parametrize("text", ["-366d", "+999999999999wd"])
def test_offset_beyond_a_year_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="quá xa hạn; nhiều nhất là 365 ngày"):
        Offset.parse(text)
