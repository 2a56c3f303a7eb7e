from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.outbox import Go, Hold, MessageState, Pending, Priority, Withdraw, release, retry_at
from tests.domain.calendars import calendars
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from domain.calendar import WorkingCalendar

THURSDAY = date(2022, 7, 28)
MORNING = CALENDAR.at(THURSDAY, time(8))
PRIORITIES = st.sampled_from(Priority)


def _release(pending: Pending, *, now: datetime = MORNING) -> Go | Hold | Withdraw:
    return release(pending, now=now, calendar=CALENDAR)


def _held_until(pending: Pending, *, now: datetime = MORNING) -> datetime | None:
    answer = _release(pending, now=now)
    return answer.until if isinstance(answer, Hold) else None


@pytest.mark.parametrize("priority", Priority)
def test_message_goes_in_working_hours(priority: Priority) -> None:
    assert _release(Pending(priority)) == Go()


@pytest.mark.parametrize(
    ("day", "hour", "until"),
    [
        (THURSDAY, time(6), (THURSDAY, time(7, 30))),
        (THURSDAY, time(7, 30), None),
        (THURSDAY, time(11, 29), None),
        (THURSDAY, time(11, 30), (THURSDAY, time(13, 30))),
        (THURSDAY, time(16, 59), None),
        (THURSDAY, time(17), (date(2022, 7, 29), time(7, 30))),
        (date(2022, 7, 29), time(20), (date(2022, 8, 1), time(7, 30))),  # over the week-end
        (date(2022, 8, 31), time(20), (date(2022, 9, 5), time(7, 30))),  # over the National Day
    ],
)
def test_message_outside_working_hours_waits_for_the_office(
    day: date,
    hour: time,
    until: tuple[date, time] | None,
) -> None:
    held = _held_until(Pending(Priority.URGENT), now=CALENDAR.at(day, hour))

    assert held == (CALENDAR.at(*until) if until else None)


def test_reply_goes_at_any_hour() -> None:
    night = CALENDAR.at(date(2022, 7, 31), time(23))

    assert _release(Pending(Priority.REPLY, had_today=True), now=night) == Go()


@pytest.mark.parametrize(
    ("priority", "is_held"),
    [(Priority.REPLY, False), (Priority.URGENT, False), (Priority.OWN_DUTY, True), (Priority.DIGEST, True)],
)
def test_second_message_of_the_day_waits_unless_it_is_urgent(priority: Priority, is_held: bool) -> None:  # noqa: FBT001
    held = _held_until(Pending(priority, had_today=True))

    assert held == (CALENDAR.at(date(2022, 7, 29), time(7, 30)) if is_held else None)


def test_second_message_on_a_friday_waits_for_monday() -> None:
    friday = CALENDAR.at(date(2022, 7, 29), time(8))

    assert _held_until(Pending(Priority.DIGEST, had_today=True), now=friday) == CALENDAR.at(
        date(2022, 8, 1), time(7, 30)
    )


def test_expired_reminder_is_withdrawn_from_the_very_moment() -> None:
    pending = Pending(Priority.OWN_DUTY, expires_at=MORNING)

    assert _release(pending, now=MORNING - timedelta(seconds=1)) == Go()
    assert isinstance(_release(pending), Withdraw)


def test_reason_of_a_withdrawal_is_the_first_that_holds() -> None:
    pending = Pending(Priority.URGENT, expires_at=MORNING, withdrawn="Đã nộp.", newer="mới")

    assert _release(pending) == Withdraw("Đã nộp.")


def test_newer_message_is_named_in_the_withdrawal() -> None:
    assert _release(Pending(Priority.URGENT, newer="ke-hoach/X1/+1wd")) == Withdraw(
        "Đã có thông báo mới hơn về cùng việc này thay thế.",
    )


MOMENTS = st.tuples(st.integers(-60, 100), st.integers(0, 86_399))


@given(calendars(), PRIORITIES, st.booleans(), MOMENTS)
def test_held_message_comes_out_when_its_time_comes(
    calendar: WorkingCalendar,
    priority: Priority,
    had_today: bool,  # noqa: FBT001 -- hypothesis hands it over in its place
    moment: tuple[int, int],
) -> None:
    now = calendar.at(date(2022, 3, 1), time()) + timedelta(days=moment[0], seconds=moment[1])

    answer = release(Pending(priority, had_today=had_today), now=now, calendar=calendar)

    if isinstance(answer, Hold):
        assert answer.until > now
        assert calendar.is_working_moment(answer.until)
        assert release(Pending(priority), now=answer.until, calendar=calendar) == Go()


@given(PRIORITIES, st.booleans(), st.booleans())
def test_what_has_lost_its_point_never_goes(priority: Priority, is_withdrawn: bool, had_today: bool) -> None:  # noqa: FBT001
    pending = Pending(priority, withdrawn="Đã nộp." * is_withdrawn, newer="mới", had_today=had_today)

    assert isinstance(_release(pending), Withdraw)


def test_retries_come_ever_later_and_go_on() -> None:
    waits = [(retry_at(attempts, now=MORNING) - MORNING).total_seconds() / 60 for attempts in range(1, 9)]

    assert waits == [1, 5, 15, 60, 240, 240, 240, 240]


def test_only_what_is_queued_or_held_waits() -> None:
    assert {state for state in MessageState if state.is_waiting} == {MessageState.QUEUED, MessageState.HELD}


def test_pressing_messages_come_first() -> None:
    assert sorted(Priority) == [Priority.REPLY, Priority.URGENT, Priority.OWN_DUTY, Priority.DIGEST]
