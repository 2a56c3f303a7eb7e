from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from domain.lockouts import MOST_FOR_A_NAME, WINDOW, Try, locked_until

NOW = datetime(2022, 8, 22, 2, tzinfo=UTC)


def failed(*minutes_ago: int) -> list[Try]:
    return [Try(NOW - timedelta(minutes=minutes), has_succeeded=False) for minutes in minutes_ago]


def test_four_failures_lock_nobody_out_and_five_do() -> None:
    assert locked_until(failed(1, 2, 3, 4), now=NOW) is None
    assert locked_until(failed(1, 2, 3, 4, 5), now=NOW) == NOW - timedelta(minutes=5) + WINDOW


def test_a_success_wipes_out_what_failed_before_it() -> None:
    tries = [*failed(1), Try(NOW - timedelta(minutes=2), has_succeeded=True), *failed(3, 4, 5, 6)]

    assert locked_until(tries, now=NOW) is None


def test_failures_are_forgotten_after_the_window() -> None:
    assert locked_until(failed(1, 2, 3, 4, 15), now=NOW) is None


@given(st.lists(st.integers(0, 40), max_size=20).map(sorted))
def test_whoever_is_locked_out_is_let_in_again_within_the_window(minutes: list[int]) -> None:
    until = locked_until(failed(*minutes), now=NOW)

    assert until is None or NOW < until <= NOW + WINDOW
    if until is None:
        assert sum(minute < 15 for minute in minutes) < MOST_FOR_A_NAME
