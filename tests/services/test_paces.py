from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from services.paces import take_turn

if TYPE_CHECKING:
    from tests.stories.story import Story

SECOND = timedelta(seconds=1)
RUN = timedelta(minutes=5)


def turn(
    story: Story, *, per_minute: float = 30, after: timedelta = timedelta(), longest: timedelta = RUN
) -> timedelta | None:
    with story.workplace.begin() as session:
        return take_turn(session, "email", per_minute=per_minute, now=story.at() + after, longest=longest)


def test_turns_follow_one_another_at_the_pace_of_the_channel_whoever_asks(story: Story) -> None:
    assert [turn(story) for _ in range(3)] == [0 * SECOND, 2 * SECOND, 4 * SECOND]


def test_turn_that_would_come_too_late_is_not_taken(story: Story) -> None:
    turn(story)
    turn(story)

    assert turn(story, longest=3 * SECOND) is None
    assert turn(story) == 4 * SECOND


def test_channel_that_was_idle_saves_up_nothing(story: Story) -> None:
    turn(story)

    assert [turn(story, after=timedelta(hours=1)) for _ in range(2)] == [0 * SECOND, 2 * SECOND]
