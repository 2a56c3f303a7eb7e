"""Who is to be telephoned, and when: the moments of the rule, and what holds whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calls import (
    Call,
    CallResult,
    Ground,
    Situation,
    call_result,
    next_half_day,
    taken,
    to_call,
    unanswered,
    wrong_numbers,
)
from domain.deadlines import Deadline
from domain.ladder import steps
from domain.obligations import Promise
from tests.small_plan import CALENDAR, COMMUNE, PLAN

DEADLINE = Deadline(date(2022, 7, 31))  # a Sunday
OPENED = CALENDAR.at(date(2022, 6, 24), time(7, 30))
STEPS = tuple(steps(COMMUNE, DEADLINE, opened=OPENED, calendar=CALENDAR, until=CALENDAR.at(PLAN.closes, time(8))))
SILENT = Situation(is_owed=True, deadline=DEADLINE, began=OPENED, steps=STEPS)
WRITTEN_TO = replace(SILENT, was_written_to=True)
MINUTE = timedelta(minutes=1)


def at(day: int, hour: int = 9, minute: int = 0, *, month: int = 8) -> datetime:
    return CALENDAR.at(date(2022, month, day), time(hour, minute))


def call(result: CallResult, moment: datetime, **rest: object) -> Call:
    return Call(moment, "Mai", result, "x1", "0226.0000.001", **rest)  # type: ignore[arg-type]


def grounds(situation: Situation, moment: datetime) -> tuple[Ground, ...]:
    found = to_call(situation, as_of=moment, calendar=CALENDAR)
    return found.grounds if found else ()


def called(*calls: Call, situation: Situation = WRITTEN_TO) -> Situation:
    return replace(situation, calls=calls)


def test_unit_of_which_nothing_is_known_is_called_from_the_last_working_day_before_its_deadline() -> None:
    friday = CALENDAR.opening(date(2022, 7, 29))

    assert grounds(SILENT, friday - MINUTE) == ()
    assert grounds(SILENT, friday) == (Ground.NO_EVIDENCE,)


def test_unit_that_was_written_to_is_called_once_those_above_are_told() -> None:
    told = at(1, 8)

    assert grounds(WRITTEN_TO, told - MINUTE) == ()
    assert grounds(WRITTEN_TO, told) == (Ground.ESCALATED,)


def test_unit_without_a_channel_is_called_at_once() -> None:
    lost = at(4, month=7)
    cut_off = replace(WRITTEN_TO, cut_off_since=lost)

    assert grounds(cut_off, lost - MINUTE) == ()
    assert to_call(cut_off, as_of=at(6, month=7), calendar=CALENDAR) is not None
    assert grounds(cut_off, lost) == (Ground.NO_CHANNEL,)


def test_unit_that_staff_want_called_stays_until_somebody_was_spoken_to() -> None:
    wanted = called(call(CallResult.WANTED, at(4, month=7)), call(CallResult.NO_ANSWER, at(5, month=7)))
    spoken = replace(wanted, calls=(*wanted.calls, call(CallResult.REACHED, at(7, month=7))))

    assert grounds(wanted, at(6, month=7)) == (Ground.WANTED,)
    assert grounds(spoken, at(20, month=7)) == ()


def test_staff_may_want_a_unit_called_that_promised() -> None:
    promised = replace(WRITTEN_TO, promise=Promise(date(2022, 8, 20), at(2)))

    assert grounds(promised, at(10)) == ()
    assert grounds(called(call(CallResult.WANTED, at(9)), situation=promised), at(10)) == (
        Ground.ESCALATED,
        Ground.WANTED,
    )


def test_unit_that_was_reached_rests_until_the_next_rung() -> None:
    reached = called(call(CallResult.REACHED, at(2)))

    assert grounds(reached, at(3, 7, 59)) == ()
    found = to_call(reached, as_of=at(3, 8), calendar=CALENDAR)
    assert found is not None
    assert (found.grounds, found.since) == ((Ground.ESCALATED,), at(3, 8))


def test_unit_that_was_reached_is_no_longer_one_of_which_nothing_is_known() -> None:
    assert Ground.NO_EVIDENCE in grounds(SILENT, at(10))
    assert grounds(called(call(CallResult.REACHED, at(1, month=7)), situation=SILENT), at(30, month=7)) == ()


def test_unit_that_promised_rests_until_that_day_is_over() -> None:
    promised = called(
        call(CallResult.PROMISED, at(2), day=date(2022, 8, 10)),
        situation=replace(WRITTEN_TO, promise=Promise(date(2022, 8, 10), at(2))),
    )

    assert grounds(promised, at(10, 23, 59)) == ()
    assert grounds(promised, CALENDAR.at(date(2022, 8, 11), time.min)) == (Ground.ESCALATED,)


@pytest.mark.parametrize(
    ("tried", "again"),
    [
        (at(2, 9), at(2, 13, 30)),
        (at(2, 14), at(3, 7, 30)),
        (at(5, 16), at(8, 7, 30)),  # a Friday
        (at(2, 6), at(2, 7, 30)),
    ],
)
def test_who_does_not_answer_is_called_again_the_next_half_day(tried: datetime, again: datetime) -> None:
    missed = called(call(CallResult.NO_ANSWER, tried))

    assert next_half_day(tried, CALENDAR) == again
    assert grounds(missed, again - MINUTE) == ()
    assert grounds(missed, again) == (Ground.ESCALATED,)


def test_wrong_number_leaves_the_unit_on_the_list() -> None:
    assert grounds(called(call(CallResult.WRONG_NUMBER, at(2))), at(2)) == (Ground.ESCALATED,)


def test_wrong_number_is_struck_until_somebody_answers_there() -> None:
    wrong = call(CallResult.WRONG_NUMBER, at(2))

    assert wrong_numbers([wrong]) == {("x1", "0226.0000.001")}
    assert wrong_numbers([wrong, call(CallResult.REACHED, at(3))]) == frozenset()


def test_unanswered_calls_are_counted_since_the_last_talk() -> None:
    missed = [call(CallResult.NO_ANSWER, at(day)) for day in (1, 2)]

    assert unanswered(missed) == len(missed)
    assert unanswered([*missed, call(CallResult.REACHED, at(3)), call(CallResult.NO_ANSWER, at(4))]) == 1


def test_who_took_a_unit_has_it_until_the_time_is_up_or_something_came_of_it() -> None:
    mine = call(CallResult.TAKEN, at(2, 9), until=at(2, 9, 30))
    done = call(CallResult.REACHED, at(2, 9, 10))

    assert taken([mine], as_of=at(2, 9, 29)) == mine
    assert taken([mine], as_of=at(2, 9, 30)) is None
    assert taken([mine], as_of=at(2, 8, 59)) is None
    assert taken([mine, done], as_of=at(2, 9, 20)) is None
    assert taken([mine, replace(done, who="Lan")], as_of=at(2, 9, 20)) == mine


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Đã gặp", CallResult.REACHED),
        ("gap", CallResult.REACHED),
        ("khong-nghe", CallResult.NO_ANSWER),
        ("no_answer", CallResult.NO_ANSWER),
        ("SAI SỐ", CallResult.WRONG_NUMBER),
        ("hen", CallResult.PROMISED),
        ("taken", None),
        ("", None),
    ],
)
def test_result_is_understood_as_people_write_it(text: str, result: CallResult | None) -> None:
    assert call_result(text) is result


moments = st.integers(0, 90 * 48).map(lambda halves: OPENED + timedelta(minutes=30) * halves)
a_call = st.builds(call, st.sampled_from(CallResult), moments)
calls = st.lists(a_call, max_size=6).map(lambda found: tuple(sorted(found, key=lambda one: one.at)))
situations = st.builds(
    Situation,
    is_owed=st.booleans(),
    deadline=st.just(DEADLINE),
    began=st.just(OPENED),
    steps=st.just(STEPS),
    calls=calls,
    cut_off_since=st.none() | moments,
    was_written_to=st.booleans(),
    promise=st.none() | st.builds(lambda made: Promise(CALENDAR.local(made).date() + timedelta(days=5), made), moments),
)


@settings(max_examples=60, deadline=None)
@given(situations, moments)
def test_whatever_happened_the_list_is_of_those_who_owe_and_later_entries_change_no_earlier_list(
    situation: Situation, moment: datetime
) -> None:
    known = tuple(one for one in situation.calls if one.at <= moment)

    found = to_call(situation, as_of=moment, calendar=CALENDAR)

    assert found == to_call(replace(situation, calls=known), as_of=moment, calendar=CALENDAR)
    assert found is None or situation.is_owed
    assert found is None or (found.grounds and found.since <= moment)


@settings(max_examples=60, deadline=None)
@given(situations, moments)
def test_whoever_takes_a_unit_neither_puts_it_on_the_list_nor_off_it(situation: Situation, moment: datetime) -> None:
    took = call(CallResult.TAKEN, moment, until=moment + timedelta(minutes=30))
    known = tuple(one for one in situation.calls if one.at <= moment)

    before = to_call(replace(situation, calls=known), as_of=moment, calendar=CALENDAR)

    assert to_call(replace(situation, calls=(*known, took)), as_of=moment, calendar=CALENDAR) == before


@settings(max_examples=60, deadline=None)
@given(situations, moments)
def test_unit_that_was_just_reached_is_left_in_peace_and_one_nobody_can_reach_never_is_for_good(
    situation: Situation, moment: datetime
) -> None:
    known = tuple(one for one in situation.calls if one.at <= moment)
    reached = replace(situation, calls=(*known, call(CallResult.REACHED, moment)))
    unreachable = replace(situation, is_owed=True, cut_off_since=OPENED, promise=None, calls=())

    assert to_call(reached, as_of=moment, calendar=CALENDAR) is None
    assert to_call(unreachable, as_of=moment, calendar=CALENDAR) is not None
