from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from database.queries.decisions import behind_messages, decided

if TYPE_CHECKING:
    from tests.stories.story import Story


def test_decisions_come_in_the_order_in_which_they_fell(story: Story) -> None:
    with story.workplace.read() as session:
        found = decided(session, story.campaign.id)

    assert [(one.unit, one.decision.rung) for one in found] == [
        *((unit, "opening") for unit in ("X1", "X2", "X3", "HU1", "HU2")),
        *((unit, "-14d") for unit in ("X1", "X2", "X3")),
    ]


def test_decisions_can_be_asked_for_by_unit_and_moment(story: Story) -> None:
    with story.workplace.read() as session:
        found = decided(session, story.campaign.id, units=["X1"], as_of=story.at(time(7, 59)))

    assert [(one.decision.rung, one.message and one.message.recipient) for one in found] == [("opening", "x1")]


def test_decisions_behind_a_message_are_those_that_led_to_it(story: Story) -> None:
    keys = [row.key for row in story.messages(to="x1")]

    with story.workplace.read() as session:
        found = behind_messages(session, [*keys, "unknown"])

    assert {key: [one.decision.rung for one in behind] for key, behind in found.items()} == {
        keys[0]: ["opening"],
        keys[1]: ["-14d"],
    }
