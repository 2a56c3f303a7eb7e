"""F5, F8, F31: kinds of message that hide each other, deadlines that move, promises that are forgotten."""

from __future__ import annotations

from datetime import date, time
from itertools import groupby
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database.models import VersionRow
from domain.deadlines import Deadline
from domain.ladder import Ladder, steps
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.explanations import explain
from tests.small_plan import CALENDAR, COMMUNE, CONTACTS, PLAN, UNIT, UNITS, duty, plan_with, rung
from tests.stories.larger_plans import with_ladder
from tests.stories.story import Story

if TYPE_CHECKING:
    from tests.stories.conftest import OpenStory

LAST_STEP = CALENDAR.at(date(2022, 12, 14), time(8))
new_days = st.lists(st.dates(date(2022, 7, 25), date(2022, 9, 30)), min_size=1, max_size=6)


def test_f5_the_last_reminder_does_not_hide_the_urging_of_the_next_day(open_story: OpenStory) -> None:
    midweek = (duty("commune", "commune", date(2022, 7, 27), ladder="commune"),)
    story = open_story(plan=plan_with(duties=midweek))

    story.advance(to=date(2022, 7, 29))

    assert story.heard("x1")[-2:] == [(date(2022, 7, 26), "last_reminder"), (date(2022, 7, 28), "urging")]


def test_f5_two_duties_of_one_unit_do_not_hide_each_other(open_story: OpenStory) -> None:
    two = (
        duty("first", "commune", date(2022, 7, 28), ladder="commune", units=["X1"]),
        duty("second", "commune", date(2022, 8, 5), ladder="commune", units=["X1"]),
    )
    story = open_story(plan=plan_with(duties=two))

    story.advance(to=date(2022, 8, 1))

    # On 29/7 the urging about the first goes out; the reminder of the second waits for the next working day.
    assert story.heard("x1")[-2:] == [(date(2022, 7, 29), "urging"), (date(2022, 8, 1), "reminder")]


def test_f8_an_extension_starts_the_ladder_of_the_new_date(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.extend("X1", day=date(2022, 8, 15))

    story.advance(to=date(2022, 8, 18))

    assert story.heard("x1") == [
        (date(2022, 6, 24), "opening"),
        (date(2022, 7, 15), "reminder"),
        (date(2022, 7, 21), "extended"),
        (date(2022, 8, 1), "reminder"),
        (date(2022, 8, 8), "reminder"),
        (date(2022, 8, 10), "reminder"),
        (date(2022, 8, 12), "last_reminder"),
        (date(2022, 8, 16), "urging"),
    ]


def test_f8_an_extension_taken_back_leaves_the_old_rungs_once(story: Story) -> None:
    story.advance(to=date(2022, 7, 15))
    story.extend("X1", day=date(2022, 8, 15))
    story.extend("X1", day=date(2022, 7, 31), hour=time(11))

    story.advance(to=date(2022, 8, 1))

    told = [one for one in story.heard("x1") if one[1] == "extended"]
    assert told == [(date(2022, 7, 16), "extended")]
    assert [one for one in story.heard("x1") if one not in told] == story.heard("x2")
    assert "31/7/2022" in story.letter("x1", day=date(2022, 7, 16)).text


def test_f8_an_extension_of_an_overdue_unit_silences_the_urging(story: Story) -> None:
    story.advance(to=date(2022, 8, 3))
    story.extend("X1", day=date(2022, 8, 31))

    story.advance(to=date(2022, 8, 16))

    assert story.heard("x1")[-2:] == [(date(2022, 8, 1), "urging"), (date(2022, 8, 4), "extended")]
    assert "Đảng ủy xã Hợp Lý" not in story.letter("btg", day=date(2022, 8, 12)).text


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(days=new_days.map(lambda days: [day for day, _ in groupby((date(2022, 7, 31), *days))][1:]).filter(bool))
def test_f8_after_any_extensions_the_rungs_are_those_of_the_last_date(days: list[date]) -> None:
    story = Story(RehearsalRoom(RecordingChannel("email")), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    story.skip(to=date(2022, 7, 12))
    for number, day in enumerate(days):
        story.extend("X1", day=day, hour=time(9, number))

    now = story.at()
    with story.workplace.read() as session:
        (found,) = explain(session, story.campaign, "X1", as_of=now)
        asking = session.scalars(
            select(VersionRow.next_step_at).where(
                VersionRow.obligation_id == found.obligation.id,
                VersionRow.next_step_at.is_not(None),
            ),
        ).all()

    opened = story.campaign.opened_at
    of_last = steps(COMMUNE, Deadline(days[-1]), opened=opened, calendar=CALENDAR, until=LAST_STEP)
    moments = [step.moment for step in of_last if step.moment > now]
    assert sorted({one.at for one in found.next}) == sorted(set(moments))
    assert asking == [min(moments)]


def test_f31_a_promise_holds_the_urging_until_its_day_is_over(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 12))

    story.advance(to=date(2022, 8, 18))

    assert story.heard("x1")[-2:] == [(date(2022, 8, 1), "urging"), (date(2022, 8, 15), "second_urging")]
    assert "12/8/2022" in story.letter("x1", day=date(2022, 8, 15)).text


def test_f31_those_above_see_the_promise_beside_the_name(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 16))

    story.advance(to=date(2022, 8, 12))

    text = story.letter("btg", day=date(2022, 8, 12)).text
    assert "Đảng ủy xã Hợp Lý" in text
    assert "16/8/2022" in text


def test_f31_a_broken_promise_falls_back_into_the_weekly_urging(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    story.promise("X1", day=date(2022, 8, 3))

    story.advance(to=date(2022, 8, 19))

    assert [day for day, _ in story.heard("x1")[-4:]] == [
        date(2022, 8, 1),
        date(2022, 8, 4),
        date(2022, 8, 12),
        date(2022, 8, 19),
    ]


def test_f31_a_second_promise_takes_the_place_of_the_first(story: Story) -> None:
    story.advance(to=date(2022, 8, 1))
    story.promise("X1", day=date(2022, 8, 8))
    story.advance(to=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 15))

    story.advance(to=date(2022, 8, 16))

    assert story.heard("x1")[-2:] == [(date(2022, 8, 1), "urging"), (date(2022, 8, 16), "second_urging")]


def test_f31_a_kept_promise_ends_it(story: Story) -> None:
    story.advance(to=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 12))
    story.advance(to=date(2022, 8, 11))
    story.hand_in("X1")

    story.advance(to=date(2022, 9, 30))

    assert story.heard("x1")[-2:] == [(date(2022, 8, 1), "urging"), (date(2022, 8, 12), "receipt")]


def test_f31_a_promise_before_the_deadline_urges_nobody_while_it_stands(story: Story) -> None:
    story.advance(to=date(2022, 7, 18))
    story.promise("X1", day=date(2022, 7, 20))

    story.advance(to=date(2022, 8, 1))

    assert story.heard("x1") == story.heard("x2")


def test_f31_a_promise_made_before_an_extension_urges_nobody_before_the_new_date(open_story: OpenStory) -> None:
    early = Ladder("commune", (rung("-30d", (UNIT, "reminder")), rung("+1wd", (UNIT, "urging"))))
    story = open_story(plan=with_ladder(plan_with(), early))
    story.advance(to=date(2022, 8, 2))
    story.promise("X1", day=date(2022, 8, 10))
    story.extend("X1", day=date(2022, 9, 5))

    story.advance(to=date(2022, 9, 6))

    assert story.heard("x1")[-4:] == [
        (date(2022, 8, 1), "urging"),
        (date(2022, 8, 3), "extended"),
        (date(2022, 8, 5), "reminder"),
        (date(2022, 9, 6), "urging"),
    ]
