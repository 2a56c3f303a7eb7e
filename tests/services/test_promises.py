from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.calendar import CalendarRangeError
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from tests.stories.story import Story


@pytest.fixture
def august(story: Story) -> Story:
    """5 August: the communes are overdue."""
    story.advance(to=date(2022, 8, 5))
    return story


def test_promise_is_kept_with_the_obligation(august: Story) -> None:
    august.promise("X1", day=date(2022, 8, 10))

    obligation = august.obligation("X1")
    assert obligation.promise is not None
    assert (obligation.promise.day, obligation.promise.made_at) == (date(2022, 8, 10), august.at())
    assert obligation.standing.state == "overdue"


def test_promise_asks_again_on_the_working_day_after_it(august: Story) -> None:
    august.promise("X1", day=date(2022, 8, 10))

    unit = next(one for one in august.status().units if one.unit == "X1")
    assert unit.next_step is not None
    assert unit.next_step.date() == date(2022, 8, 11)


def test_promise_for_today_may_still_be_made(august: Story) -> None:
    august.promise("X1", day=date(2022, 8, 5))

    august.advance(to=date(2022, 8, 8))

    assert august.heard("x1")[-1] == (date(2022, 8, 8), "second_urging")


def test_promise_for_a_day_that_is_over_is_refused(august: Story) -> None:
    with pytest.raises(RuleBroken, match="đã qua; hãy hẹn một ngày từ hôm nay"):
        august.promise("X1", day=date(2022, 8, 4))


def test_promise_beyond_the_calendar_is_refused(august: Story) -> None:
    with pytest.raises(CalendarRangeError):
        august.promise("X1", day=date(2023, 3, 1))


def test_promise_of_a_report_that_came_is_refused(august: Story) -> None:
    august.hand_in("X1")

    with pytest.raises(RuleBroken, match="Không thể ghi ngày hẹn nộp: đơn vị đã nộp"):
        august.promise("X1", day=date(2022, 8, 10))


def test_promise_past_which_no_rung_could_fall_is_refused(august: Story) -> None:
    with pytest.raises(CalendarRangeError, match="quá xa"):
        august.promise("X1", day=date(2022, 12, 9))


def test_promise_ends_with_the_report_that_kept_it_also_if_it_came_earlier(august: Story) -> None:
    august.promise("X1", day=date(2022, 8, 19))
    august.advance(to=date(2022, 8, 8))
    august.hand_in("X1", received=date(2022, 8, 5))
    august.give_back("X1", new_day=date(2022, 8, 10), hour=time(11))

    august.advance(to=date(2022, 8, 11))

    assert august.heard("x1")[-1] == (date(2022, 8, 11), "urging")


def test_promise_for_a_returned_report_holds_back_as_any_other(august: Story) -> None:
    august.hand_in("X1")
    august.give_back("X1", new_day=date(2022, 8, 10), hour=time(11))
    august.promise("X1", day=date(2022, 8, 19), hour=time(12))

    august.advance(to=date(2022, 8, 19))

    assert august.heard("x1")[-1] == (date(2022, 8, 9), "last_reminder")
