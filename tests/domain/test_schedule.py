from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns import Campaign
from domain.deadlines import Deadline
from domain.obligations import Cause, Promise, Version
from domain.schedule import Schedule, Scheduler, horizon, promise_steps
from tests.domain.calendars import calendars, days
from tests.small_plan import CALENDAR, PLAN, plan_with

if TYPE_CHECKING:
    from domain.calendar import WorkingCalendar

OPENED = CALENDAR.at(date(2022, 6, 24), time(7, 30))
CAMPAIGN = Campaign(1, PLAN, OPENED)
FIRST = Version(1, Deadline(date(2022, 7, 31)), Cause.OPENED, OPENED, "commune")


def _at(month: int, day: int, hour: int = 8) -> datetime:
    return CALENDAR.at(date(2022, month, day), time(hour))


def _extended(day: date, *, since: datetime) -> Version:
    return Version(2, Deadline(day), Cause.EXTENDED, since, "commune")


def _keys(schedule: Schedule) -> list[str]:
    return [step.key for step in schedule.steps]


def _schedule(version: Version = FIRST, *, promise: Promise | None = None, campaign: Campaign = CAMPAIGN) -> Schedule:
    return Scheduler(campaign).schedule(version, promise=promise)


def test_due_takes_both_ends() -> None:
    found = _schedule().due(since=_at(7, 15), now=_at(7, 27))

    assert [step.key for step in found] == ["-14d", "-7d", "-3wd"]


@pytest.mark.parametrize(
    ("after", "received", "expected"),
    [
        (_at(7, 15, 7), False, _at(7, 15)),
        (_at(7, 15), False, _at(7, 22)),
        (_at(8, 5), False, _at(8, 12)),
        (_at(8, 5), True, None),  # only what repeats is left
        (_at(8, 3), True, _at(8, 5)),
    ],
)
def test_next_moment(after: datetime, received: bool, expected: datetime | None) -> None:  # noqa: FBT001
    assert _schedule().next_moment(after=after, received=received) == expected


def test_first_version_asks_from_its_first_rung_even_if_that_has_passed() -> None:
    late = Campaign(1, PLAN, _at(7, 25))

    assert _schedule(campaign=late).first_moment(FIRST) == _at(7, 15)


def test_extension_asks_from_the_first_rung_still_ahead() -> None:
    version = _extended(date(2022, 8, 10), since=_at(7, 30))

    assert _schedule(version).first_moment(version) == _at(8, 3)


def test_extension_at_the_moment_of_a_rung_leaves_it_in() -> None:
    version = _extended(date(2022, 8, 10), since=_at(8, 3))

    assert _schedule(version).first_moment(version) == _at(8, 3)


def test_schedule_without_steps_never_asks() -> None:
    assert Schedule(()).first_moment(FIRST) is None
    assert Schedule(()).next_moment(after=OPENED, received=False) is None


def test_promise_adds_its_ladder_in_the_order_of_time() -> None:
    promised = _schedule(promise=Promise(date(2022, 8, 9), _at(8, 4)))

    assert _keys(promised)[6:11] == ["+3wd", "+5wd", "promise+1wd@2022-08-09", "weekly#1", "weekly#2"]


def test_promise_of_a_friday_is_over_on_monday() -> None:
    (step,) = promise_steps(Promise(date(2022, 8, 5), _at(8, 4)), CAMPAIGN)

    assert (step.key, step.moment) == ("promise+1wd@2022-08-05", _at(8, 8))


def test_second_promise_has_a_rung_of_its_own() -> None:
    keys = [promise_steps(Promise(date(2022, 8, day), _at(8, 4)), CAMPAIGN)[0].key for day in (5, 9)]

    assert keys == ["promise+1wd@2022-08-05", "promise+1wd@2022-08-09"]


def test_schedules_are_worked_out_once_for_each_ladder_and_deadline() -> None:
    scheduler = Scheduler(CAMPAIGN)
    same = _extended(FIRST.deadline.day, since=_at(7, 30))

    assert scheduler.schedule(FIRST) is scheduler.schedule(same)
    assert scheduler.schedule(FIRST) is not scheduler.schedule(_extended(date(2022, 8, 10), since=_at(7, 30)))


def test_horizon_keeps_a_next_step_for_units_silent_to_the_end() -> None:
    closing = _at(9, 30)

    assert _schedule().next_moment(after=closing, received=False) == _at(9, 30) + timedelta(days=7)
    assert horizon(CAMPAIGN.plan) == _at(12, 14)


def test_horizon_stays_within_the_known_calendar() -> None:
    closing_late = Campaign(1, plan_with(closes=date(2022, 12, 20)), OPENED)

    assert horizon(closing_late.plan) == _at(12, 16)
    assert _schedule(campaign=closing_late).steps[-1].moment <= _at(12, 31)


EXTENSIONS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=5)


@given(calendars(), days(), EXTENSIONS)
def test_any_row_of_extensions_leaves_the_rungs_of_the_last(
    calendar: WorkingCalendar,
    opens: date,
    extensions: list[tuple[int, int]],
) -> None:
    campaign = _campaign(calendar, opens)
    versions = _versions(campaign, extensions)

    asked = _asked(campaign, versions)

    last = versions[-1]
    alone = Scheduler(campaign).schedule(last)
    assert [key for number, key in asked if number == last.number] == [
        step.key for step in alone.steps if step.moment >= last.effective_from
    ]
    assert len(asked) == len(set(asked))


@given(calendars(), days(), EXTENSIONS)
def test_no_version_asks_after_the_next_one_began(
    calendar: WorkingCalendar,
    opens: date,
    extensions: list[tuple[int, int]],
) -> None:
    campaign = _campaign(calendar, opens)
    versions = _versions(campaign, extensions)

    for version, following in pairwise(versions[1:]):
        schedule = Scheduler(campaign).schedule(version)
        first = schedule.first_moment(version)
        assert first is not None
        asked = schedule.due(since=first, now=following.effective_from - timedelta(seconds=1))
        assert all(version.effective_from <= step.moment < following.effective_from for step in asked)


def _campaign(calendar: WorkingCalendar, opens: date) -> Campaign:
    plan = plan_with(calendar=calendar, opens=opens, closes=opens + timedelta(days=200))
    return Campaign(1, plan, calendar.at(opens, time(7, 30)))


def _versions(campaign: Campaign, extensions: list[tuple[int, int]]) -> list[Version]:
    """The plan's own deadline after 30 days, then an extension after so many days each, by so many days from then."""
    opens = campaign.plan.opens
    versions = [Version(1, Deadline(opens + timedelta(days=30)), Cause.OPENED, campaign.opened_at, "commune")]
    for number, (wait, more) in enumerate(extensions, 2):
        since = versions[-1].effective_from + timedelta(days=wait, minutes=1)
        day = since.date() + timedelta(days=more)
        versions.append(Version(number, Deadline(day), Cause.EXTENDED, since, "commune"))
    return versions


def _asked(campaign: Campaign, versions: list[Version]) -> list[tuple[int, str]]:
    """What comes up, by version and rung, when each version is asked from its first moment until the next begins."""
    asked = []
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        schedule = Scheduler(campaign).schedule(version)
        first = schedule.first_moment(version)
        until = following.effective_from if following else horizon(campaign.plan) + timedelta(days=15)
        steps = schedule.due(since=first, now=until - timedelta(seconds=1)) if first else ()
        asked += [(version.number, step.key) for step in steps]
    return asked
