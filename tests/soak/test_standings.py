"""The clerk of the soak: what people were told, and how a duty stands by it."""

from __future__ import annotations

from datetime import date, datetime, time

from soak.habits import Owed
from soak.journal import Deed, Told
from soak.standings import Stand, admissible
from tests.small_plan import CALENDAR

LAST_DAY, LATER = date(2022, 7, 31), date(2022, 8, 5)
OWED = Owed("X1", 1, "commune", "commune", LAST_DAY, is_sent_on=False)


def at(day: int, hour: int = 10, *, month: int = 8) -> datetime:
    return CALENDAR.at(date(2022, month, day), time(hour))


def told(
    deed: Deed, moment: datetime, *, day: date | None = None, tried: datetime | None = None, doubtful: bool = False
) -> Told:
    return Told("X1", deed, tried=tried or moment, told=moment, slots=(1, 1), day=day, doubtful=doubtful)


def stands(*deeds: Told, as_of: datetime) -> set[Stand]:
    return admissible(OWED, deeds, as_of=as_of, local=CALENDAR.local)


def test_nothing_came_before_the_deadline_and_after_it() -> None:
    assert stands(as_of=at(31, month=7)) == {Stand("expected", LAST_DAY)}
    assert stands(as_of=at(1)) == {Stand("overdue", LAST_DAY, is_overdue=True)}


def test_a_report_is_on_time_through_the_last_day() -> None:
    in_time, too_late = told(Deed.HAND_IN, at(31, 23, month=7)), told(Deed.HAND_IN, at(1))

    assert stands(in_time, as_of=at(9)) == {Stand("on_time", LAST_DAY)}
    assert stands(too_late, as_of=at(9)) == {Stand("late", LAST_DAY)}
    assert stands(too_late, as_of=at(1, 9)) == {Stand("overdue", LAST_DAY, is_overdue=True)}


def test_a_returned_report_has_a_day_of_its_own_and_what_was_late_stays_late() -> None:
    deeds = [told(Deed.HAND_IN, at(1)), told(Deed.RETURN, at(2), day=LATER)]

    assert stands(*deeds, as_of=at(3)) == {Stand("returned", LATER)}
    assert stands(*deeds, as_of=at(6)) == {Stand("returned", LATER, is_overdue=True)}
    again = [*deeds, told(Deed.HAND_IN, at(4)), told(Deed.ACCEPT, at(5))]
    assert stands(*again, as_of=at(6)) == {Stand("late", LATER, is_accepted=True)}


def test_an_extension_moves_the_day() -> None:
    deeds = [told(Deed.EXTEND, at(30, month=7), day=LATER), told(Deed.HAND_IN, at(4))]

    assert stands(*deeds, as_of=at(9)) == {Stand("on_time", LATER)}


def test_an_answer_that_got_lost_leaves_two_ways_to_stand() -> None:
    doubtful = told(Deed.EXTEND, at(30, month=7), day=LATER, doubtful=True)
    over_midnight = told(Deed.HAND_IN, at(1, 0), tried=at(31, 23, month=7))

    assert {one.last_day for one in stands(doubtful, as_of=at(1))} == {LAST_DAY, LATER}
    assert {one.state for one in stands(over_midnight, as_of=at(9))} == {"on_time", "late"}
