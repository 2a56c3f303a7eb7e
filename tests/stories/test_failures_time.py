"""F1, F9, F10, F14, F27: missed days, days off, hours of rest, deadlines that nobody measures, calendars that end."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.calendar import CalendarRangeError
from domain.decisions import Outcome
from domain.errors import RuleBroken
from domain.ladder import Ladder
from domain.outbox import MessageState
from services.audit import audit
from tests.small_plan import BOARD, CALENDAR, UNIT, duty, plan_with, rung
from tests.stories.larger_plans import with_ladder

if TYPE_CHECKING:
    from tests.stories.conftest import OpenStory
    from tests.stories.lines import Line
    from tests.stories.story import Story

EVENING = time(19)


def test_f1_a_missed_week_gives_each_rung_one_decision(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 8, 2))

    story.advance(to=date(2022, 8, 3))

    assert [(one.decision.rung, one.decision.audience, one.decision.outcome) for one in story.decisions("X1")] == [
        ("opening", "unit", "send"),
        ("-14d", "unit", "superseded"),
        ("-7d", "unit", "superseded"),
        ("-3wd", "unit", "superseded"),
        ("-1wd", "unit", "superseded"),
        ("+1wd", "unit", "send"),
        ("+1wd", "superior", "send"),
        ("+3wd", "board", "send"),
    ]
    assert story.heard("x1") == [(date(2022, 6, 24), "opening"), (date(2022, 8, 3), "urging")]


def test_f1_a_missed_rung_says_what_took_its_place(story: Story) -> None:
    story.skip(to=date(2022, 7, 28))

    story.advance(to=date(2022, 7, 29))

    passed_over = [one.decision for one in story.decisions("X1") if one.decision.outcome == Outcome.SUPERSEDED]
    assert {one.reason for one in passed_over} == {
        "Mốc trước hạn 1 ngày làm việc cũng đã đến; chỉ gửi thông báo của mốc sau cùng."
    }
    assert story.heard("x1") == [(date(2022, 7, 29), "last_reminder")]


def test_f1_a_second_run_of_a_day_changes_nothing(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    before = Counter(row.state for row in story.messages())

    again = [story.run(hour) for hour in (time(8), time(9, 30), time(16, 59))]

    assert [(day.decisions, day.deliveries) for day in again] == [
        ({"commune": {}, "district": {}, "province": {}}, {}),
    ] * 3
    assert Counter(row.state for row in story.messages()) == before


def test_f1_a_run_at_noon_decides_what_the_morning_missed(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 15))

    story.run(time(14))

    assert story.sent(date(2022, 7, 15)) == [("reminder", "x1"), ("reminder", "x2"), ("reminder", "x3")]


def test_f9_nothing_falls_on_a_day_off_through_tet(open_story: OpenStory) -> None:
    spring = plan_with(
        opens=date(2022, 1, 4),
        closes=date(2022, 3, 31),
        duties=(
            duty("commune", "commune", date(2022, 2, 6), ladder="commune", addressee="superior"),
            duty("district", "district", date(2022, 2, 2), ladder="district"),
        ),
    )
    story = open_story(plan=spring)

    story.advance(to=date(2022, 3, 31))

    days = {day for to in ("x1", "hu1", "btg", "vp") for day, _ in story.heard(to)}
    assert [day for day in days if not CALENDAR.is_working_day(day)] == []
    assert (date(2022, 1, 28), "last_reminder") in story.heard("x1")
    assert (date(2022, 2, 7), "urging") in story.heard("x1")


def test_f9_waiting_counts_working_days_over_the_national_day(open_story: OpenStory) -> None:
    before_the_holiday = (duty("district", "district", date(2022, 8, 31), ladder="district"),)
    story = open_story(plan=plan_with(duties=before_the_holiday))

    story.advance(to=date(2022, 9, 8))

    assert story.heard("hu1")[-2:] == [(date(2022, 9, 5), "urging"), (date(2022, 9, 7), "second_urging")]
    assert story.heard("vp") == [(date(2022, 9, 7), "escalation_list")]


def test_f10_what_the_evening_holds_comes_out_once_in_the_morning(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 15))

    story.run(EVENING)
    held = [row.state for row in story.messages(to="x1")]
    story.advance(to=date(2022, 7, 20))

    assert held == [MessageState.ACCEPTED, MessageState.HELD]
    assert story.heard("x1") == [(date(2022, 6, 24), "opening"), (date(2022, 7, 18), "reminder")]


def test_f10_what_is_held_too_long_is_superseded_and_says_so(story: Story) -> None:
    story.advance(to=date(2022, 7, 28))
    story.skip(to=date(2022, 7, 29))

    story.run(EVENING)
    story.advance(to=date(2022, 8, 1))

    last_reminder, urging = story.messages(to="x1")[-2:]
    assert (last_reminder.message, last_reminder.state) == ("last_reminder", MessageState.SUPERSEDED)
    assert last_reminder.note == "Đã có thông báo mới hơn về cùng việc này thay thế."
    assert (urging.message, urging.state) == ("urging", MessageState.ACCEPTED)


def test_f10_a_list_passed_over_hands_its_names_to_the_next(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 8, 10))
    story.extend("HU2", day=date(2022, 8, 22))
    story.advance(to=date(2022, 8, 23))
    line.is_down = True
    story.advance(to=date(2022, 8, 25))  # HU1 is escalated on the 24th, HU2 on the 25th
    line.is_down = False

    story.advance(to=date(2022, 8, 26))

    text = story.letter("vp", day=date(2022, 8, 26)).text
    assert "Huyện ủy Lý Nhân: quá hạn 6 ngày" in text
    assert "Huyện ủy Bình Lục: quá hạn 4 ngày" in text


def test_f14_every_open_deadline_has_a_next_decision_until_the_end(story: Story) -> None:
    story.advance(to=date(2022, 7, 25))
    story.hand_in("X2")
    story.give_back("X2", new_day=date(2022, 8, 5), hour=time(11))
    story.extend("X3", day=date(2022, 8, 15))
    story.promise("X1", day=date(2022, 8, 4))

    days = story.advance(to=date(2022, 9, 30))

    assert [day.flaws for day in days if day.flaws] == []
    assert all(one.next_step is not None for one in story.status().units)


def test_f14_a_ladder_that_runs_out_is_told_to_staff(open_story: OpenStory) -> None:
    short = Ladder("commune", (rung("-7d", (UNIT, "reminder")), rung("+1wd", (BOARD, "board_digest"))))
    story = open_story(plan=with_ladder(plan_with(), short))

    (day,) = story.advance(to=date(2022, 8, 1))[-1:]

    assert [(flaw.code, flaw.subject) for flaw in day.flaws] == [
        ("no_next_step", "X1"),
        ("no_next_step", "X2"),
        ("no_next_step", "X3"),
    ]


def test_f14_a_pipeline_that_stood_still_is_told_to_staff(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 7, 20))

    with story.workplace.read() as session:
        flaws = audit(session, story.campaign, now=story.at())

    (flaw,) = flaws
    assert flaw.code == "undecided"
    assert flaw.text.startswith("3 mốc đã quá hạn mà chưa được xử lý, từ 08 giờ 00 ngày 15/7/2022: Đảng ủy xã Hợp Lý, ")


def test_f27_a_deadline_beyond_the_known_calendar_is_refused(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))

    with pytest.raises(CalendarRangeError, match="không có ngày 05/01/2023"):
        story.extend("X1", day=date(2023, 1, 5))
    with pytest.raises(CalendarRangeError, match="không có ngày 05/01/2023"):
        story.promise("X1", day=date(2023, 1, 5))

    assert story.obligation("X1").standing.deadline.day == date(2022, 7, 31)


def test_f27_a_deadline_that_no_ladder_could_follow_is_refused(story: Story) -> None:
    story.advance(to=date(2022, 7, 1))

    with pytest.raises(RuleBroken):
        story.extend("X1", day=date(2022, 12, 22))

    assert story.obligation("X1").standing.deadline.day == date(2022, 7, 31)


@pytest.mark.parametrize("day", [date(2022, 12, 22), date(2022, 12, 30), date(2023, 1, 5)])
def test_f27_a_plan_that_outlives_its_calendar_does_not_open(open_story: OpenStory, day: date) -> None:
    beyond = plan_with(closes=day, duties=(duty("commune", "commune", day, ladder="commune"),))

    with pytest.raises(RuleBroken):
        open_story(plan=beyond)


def test_f6_a_morning_repeated_in_the_afternoon_spares_who_handed_in_at_noon(story: Story, line: Line) -> None:
    story.advance(to=date(2022, 7, 21))
    line.is_down = True
    story.advance(to=date(2022, 7, 22))
    story.hand_in("X1", hour=time(12))
    line.is_down = False

    story.run(time(11))

    assert ("reminder", "x1") not in story.sent(date(2022, 7, 22))
    assert ("reminder", "x2") in story.sent(date(2022, 7, 22))


def test_f1_rungs_that_an_extension_overtakes_are_written_down(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 8, 2))
    story.extend("X1", day=date(2022, 8, 31))

    story.advance(to=date(2022, 8, 3))

    overtaken = [one.decision for one in story.decisions("X1") if one.decision.outcome == "superseded"]
    assert {one.rung for one in overtaken} >= {"-14d", "-7d", "-3wd", "-1wd", "+1wd"}
    assert {one.decided_at for one in overtaken} == {story.calendar.at(date(2022, 8, 2), time(10))}


@pytest.mark.parametrize("then", ["promise", "hand_in", "return"])
def test_what_was_decided_by_a_clock_that_ran_ahead_is_not_decided_again(story: Story, then: str) -> None:
    """Set right, the clock meets people who do something: the ladder asks anew from that moment, and must not stumble."""
    story.advance(to=date(2022, 7, 30))
    if then == "return":
        story.hand_in("X1")
    story.day = date(2022, 8, 1)  # two days ahead
    story.run()
    early = story.decisions("X2")
    story.day = date(2022, 7, 30)

    if then == "promise":
        story.promise("X2", day=date(2022, 8, 5), hour=time(15))
    elif then == "hand_in":
        story.hand_in("X2", hour=time(15))
    else:
        story.give_back("X1", new_day=date(2022, 8, 3), hour=time(15))
    story.advance(to=date(2022, 8, 4))

    again = [one.decision for one in story.decisions("X2")]
    keys = [(one.version_id, one.rung, one.recipient, one.channel) for one in again]
    assert len(keys) == len(set(keys)) >= len(early)
    assert "+3wd" in {one.decision.rung for one in story.decisions("X3")}  # and nobody else's ladder stands still
    assert story.is_proved()
