from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import Deadline, Reading
from domain.obligations import (
    Cause,
    Count,
    Promise,
    Standing,
    State,
    Version,
    count,
    promise_in_force,
    standing,
    version_in_force,
)
from domain.submissions import Submission
from tests.small_plan import CALENDAR

OPENED = CALENDAR.at(date(2022, 6, 24), time(7, 30))
FIRST = Version(1, Deadline(date(2022, 7, 31)), Cause.OPENED, OPENED, "commune")


def _at(month: int, day: int, hour: int = 9) -> datetime:
    return CALENDAR.at(date(2022, month, day), time(hour))


def _state(*submissions: Submission, as_of: datetime, versions: tuple[Version, ...] = (FIRST,)) -> Standing:
    return standing(versions, submissions, as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "state", "days_late"),
    [
        (_at(6, 1), State.EXPECTED, 0),  # before it began the first version counts
        (_at(7, 31, 23), State.EXPECTED, 0),
        (_at(8, 1, 0), State.OVERDUE, 1),
        (_at(8, 10), State.OVERDUE, 10),
    ],
)
def test_standing_without_a_report(as_of: datetime, state: State, days_late: int) -> None:
    found = _state(as_of=as_of)

    assert (found.state, found.days_late, found.is_overdue) == (state, days_late, state is State.OVERDUE)


@pytest.mark.parametrize(
    ("received_at", "state", "days_late"),
    [
        (_at(7, 31, 23), State.ON_TIME, 0),
        (_at(8, 1, 0), State.LATE, 1),
        (_at(8, 5), State.LATE, 5),
    ],
)
def test_standing_with_a_report(received_at: datetime, state: State, days_late: int) -> None:
    found = _state(Submission(1, received_at), as_of=_at(8, 10))

    assert (found.state, found.days_late, found.is_overdue) == (state, days_late, False)


def test_report_of_tomorrow_is_not_known_today() -> None:
    assert _state(Submission(1, _at(7, 29)), as_of=_at(7, 28)).state is State.EXPECTED


def test_returned_report_is_expected_again_until_its_own_day_is_over() -> None:
    returned = Submission(1, _at(7, 29), returned_at=_at(8, 2))
    versions = (FIRST, Version(2, Deadline(date(2022, 8, 5)), Cause.RETURNED, _at(8, 2), "returned"))

    before, after, later = (_state(returned, as_of=_at(8, day), versions=versions) for day in (1, 3, 8))

    assert (before.state, before.is_overdue) == (State.ON_TIME, False)
    assert (after.state, after.is_overdue) == (State.RETURNED, False)
    assert (later.state, later.is_overdue, later.days_late) == (State.RETURNED, True, 3)


def test_return_does_not_forgive_a_late_report() -> None:
    versions = (FIRST, Version(2, Deadline(date(2022, 8, 9)), Cause.RETURNED, _at(8, 4), "returned"))
    submissions = (Submission(1, _at(8, 3), returned_at=_at(8, 4)), Submission(2, _at(8, 8)))

    found = _state(*submissions, as_of=_at(8, 10), versions=versions)

    assert (found.state, found.days_late) == (State.LATE, 3)


def test_extension_makes_a_report_punctual_only_if_it_was_given_before() -> None:
    versions = (FIRST, Version(2, Deadline(date(2022, 8, 10)), Cause.EXTENDED, _at(8, 4), "commune"))

    before = _state(Submission(1, _at(8, 3)), as_of=_at(8, 5), versions=versions)
    after = _state(Submission(1, _at(8, 5)), as_of=_at(8, 5), versions=versions)

    assert (before.state, after.state) == (State.LATE, State.ON_TIME)


def test_version_in_force_changes_at_the_moment_it_takes_effect() -> None:
    second = Version(2, Deadline(date(2022, 8, 10)), Cause.EXTENDED, _at(8, 4), "commune")

    found = [version_in_force((FIRST, second), at).number for at in (_at(6, 1), _at(8, 3), _at(8, 4), _at(9, 1))]

    assert found == [1, 1, 2, 2]


def test_count_of_nobody_has_a_rate() -> None:
    assert count([]) == Count(0, 0, 0, 0, 0, 0)
    assert count([]).on_time_rate == 0


def test_on_time_rate_is_over_expected_not_over_received() -> None:
    found = count([_state(Submission(1, _at(7, 29)), as_of=_at(8, 10)), _state(as_of=_at(8, 10))])

    assert (found.expected, found.received, found.overdue) == (2, 1, 1)
    assert found.on_time_rate == 0.5


Comings = list[list[int]]  # for each unit the hours, counted from the opening, at which a report came in
AS_OF = st.integers(0, 2000).map(lambda hours: OPENED + timedelta(hours=hours))


@st.composite
def _comings(draw: st.DrawFn) -> Comings:
    hours = st.lists(st.integers(0, 2000), max_size=3).map(sorted)
    return draw(st.lists(hours, max_size=6))


def _count(comings: Comings, *, as_of: datetime, reading: Reading = Reading.THROUGH) -> Count:
    version = Version(1, Deadline(date(2022, 7, 31), reading), Cause.OPENED, OPENED, "commune")
    submitted = [
        [Submission(number, OPENED + timedelta(hours=each)) for number, each in enumerate(hours, 1)]
        for hours in comings
    ]
    return count([standing((version,), submissions, as_of=as_of) for submissions in submitted])


@given(_comings(), AS_OF, st.sampled_from(Reading))
def test_rates_stay_within_bounds(comings: Comings, as_of: datetime, reading: Reading) -> None:
    found = _count(comings, as_of=as_of, reading=reading)

    assert 0 <= found.on_time_rate <= 1
    assert found.expected == len(comings)
    assert found.received == found.on_time + found.late <= found.expected
    assert found.received + found.overdue <= found.expected


@given(_comings(), AS_OF, st.integers(0, 2000), st.integers(0, 5))
def test_a_receipt_never_lowers_what_is_received(comings: Comings, as_of: datetime, hour: int, unit: int) -> None:
    fuller = [[*hours, hour] if number == unit and not hours else hours for number, hours in enumerate(comings)]

    before, after = _count(comings, as_of=as_of), _count(fuller, as_of=as_of)

    assert after.received >= before.received
    assert after.on_time_rate >= before.on_time_rate
    assert after.overdue <= before.overdue


@given(_comings(), AS_OF, AS_OF)
def test_received_only_grows_with_time(comings: Comings, one: datetime, other: datetime) -> None:
    earlier, later = (_count(comings, as_of=as_of) for as_of in sorted((one, other)))

    assert earlier.received <= later.received
    assert earlier.expected == later.expected


def test_a_correction_of_ones_own_accord_does_not_make_a_unit_late() -> None:
    found = _state(Submission(1, _at(7, 29)), Submission(2, _at(8, 2)), as_of=_at(8, 10))

    assert found.state is State.ON_TIME


@pytest.mark.parametrize(("made_at", "holds"), [(_at(8, 1), False), (_at(8, 2), True), (_at(8, 3), True)])
def test_promise_ends_with_the_report_unless_it_was_made_when_that_went_back(made_at: datetime, *, holds: bool) -> None:
    found = _state(Submission(1, _at(7, 29), returned_at=_at(8, 2)), as_of=_at(8, 4))
    promise = Promise(date(2022, 8, 9), made_at)

    assert promise_in_force(promise, found=found) == (promise if holds else None)
