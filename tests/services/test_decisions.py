from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from database.models import DecisionRow, OutboxRow
from services.decisions import decide_tier

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_tick_tells_how_many_decisions_fell(story: Story) -> None:
    story.skip(to=date(2022, 8, 1))

    with story.workplace.begin() as session:
        tally = decide_tier(session, story.campaign, tier="commune", now=story.at())

    assert tally == {"superseded": 15, "send": 6}


def test_tick_that_finds_nothing_due_writes_nothing(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    story.skip(to=date(2022, 6, 27))

    with story.workplace.begin() as session:
        tallies = [decide_tier(session, story.campaign, tier=tier, now=story.at()) for tier in ("commune", "province")]
        written = session.scalar(select(func.count()).select_from(DecisionRow))

    assert tallies == [{}, {}]
    assert written == 5


def test_tick_decides_at_the_very_moment_and_not_before(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    story.skip(to=date(2022, 7, 15))

    tallies = []
    for hour in (time(7, 59, 59), time(8)):
        with story.workplace.begin() as session:
            tallies.append(decide_tier(session, story.campaign, tier="commune", now=story.at(hour)))

    assert tallies == [{}, {"send": 3}]


def test_tick_leaves_a_decision_and_its_message_together_or_neither(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))

    def break_off() -> None:
        with story.workplace.begin() as session:
            assert decide_tier(session, story.campaign, tier="commune", now=story.at()) == {"send": 3}
            raise InterruptedError

    with pytest.raises(InterruptedError):
        break_off()

    with story.workplace.read() as session:
        assert session.scalar(select(func.count()).select_from(DecisionRow)) == 0
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 0


def test_tick_points_from_each_decision_to_its_message(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))

    story.decide()

    with story.workplace.read() as session:
        keys = session.scalars(select(DecisionRow.message_key).order_by(DecisionRow.id)).all()
        assert keys == session.scalars(select(OutboxRow.key).order_by(OutboxRow.id)).all()
