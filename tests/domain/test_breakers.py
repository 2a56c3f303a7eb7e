from __future__ import annotations

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.breakers import DOWN_AFTER, RESTS, Attempted, Breaker, Use, breaker
from tests.small_plan import CALENDAR, PLAN

START = CALENDAR.opening(PLAN.opens)
MINUTE = timedelta(minutes=1)


def attempts(*words: str) -> list[Attempted]:
    """A minute apart, the latest first: "accepted", "ambiguous", or what a refusal was about."""
    made = [
        Attempted(
            START + number * MINUTE,
            word if word in ("accepted", "ambiguous") else "deferred",
            "" if word in ("accepted", "ambiguous") else word,
        )
        for number, word in enumerate(words)
    ]
    return made[::-1]


def after(minutes: float, *words: str) -> Breaker:
    """The breaker so many minutes after the last of these attempts."""
    last = attempts(*words)
    now = last[0].at + minutes * MINUTE if last else START
    return breaker(last, now=now, calendar=CALENDAR)


def test_channel_that_nothing_was_sent_on_is_used_freely() -> None:
    assert after(0) == Breaker()


def test_refused_recipient_says_nothing_of_the_channel() -> None:
    assert after(0, "recipient", "recipient", "recipient", "payload").use is Use.FREELY


@pytest.mark.parametrize("scope", ["channel", "auth"])
def test_channel_that_fails_as_a_whole_rests_and_is_then_tried_with_one_message(scope: str) -> None:
    assert after(0.5, "accepted", scope).use is Use.REST
    assert after(1, "accepted", scope).use is Use.PROBE


def test_rest_grows_with_every_failure_in_a_row_up_to_a_limit() -> None:
    rests = []
    for failures in range(1, 6):
        found = after(0, *["channel"] * failures)
        assert found.rests_until is not None
        rests.append(found.rests_until - attempts(*["channel"] * failures)[0].at)

    assert rests == [*RESTS, RESTS[-1], RESTS[-1]]


def test_what_gets_through_closes_the_breaker() -> None:
    assert after(0, "channel", "auth", "accepted").use is Use.FREELY


def test_few_unclear_answers_are_counted_and_many_take_the_channel_down() -> None:
    few = after(0, *["ambiguous"] * (DOWN_AFTER - 1))
    many = after(0, *["unclear"] * DOWN_AFTER)

    assert (few.use, few.unclear) == (Use.FREELY, DOWN_AFTER - 1)
    assert many.use is Use.REST


def test_used_up_quota_rests_until_the_next_morning() -> None:
    tomorrow = START.date() + timedelta(days=1)

    assert after(0, "quota").rests_until == CALENDAR.at(tomorrow, time(7))


@given(st.lists(st.sampled_from(["accepted", "ambiguous", "recipient", "channel", "auth", "unclear"]), max_size=8))
def test_no_channel_rests_for_ever(words: list[str]) -> None:
    assert after(RESTS[-1] / MINUTE, *words).use is not Use.REST
