"""F17: a click that says "sent" must not stop the clock."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from database.queries.answers import open_answers
from domain.answers import read_answer
from services.answers import respondent_at, take_answer

if TYPE_CHECKING:
    from tests.stories.story import Story


def claim(story: Story, text: str = "DA NOP") -> None:
    at = story.at(time(15))
    with story.workplace.begin() as session:
        who = respondent_at(session, channel="email", address="x1@hanam.example")
        assert who is not None
        answer = read_answer(text, today=at.date())
        take_answer(session, who, answer, text=text, at=at, event_key=f"{text}/{at}")


def test_f17_a_claim_to_have_sent_is_shown_separately_and_stops_nothing(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))
    claim(story)
    claim(story, "HẸN 10/8")

    story.advance(to=date(2022, 8, 8))

    # X2 said nothing, and is written to on the same days
    assert story.heard("x1") == story.heard("x2")
    assert (date(2022, 8, 1), "urging") in story.heard("x1")
    communes = story.status().tiers[0].count
    assert (communes.received, communes.overdue) == (0, 3)
    with story.workplace.read() as session:
        shown = [(row.unit, row.kind) for row in open_answers(session, story.campaign.id, as_of=story.at())]
    assert shown == [("X1", "claims_submitted"), ("X1", "promises")]


def test_f17_the_report_itself_stops_it(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))
    claim(story)
    story.hand_in("X1")

    story.advance(to=date(2022, 8, 8))

    assert [(day, message) for day, message in story.heard("x1") if day > date(2022, 7, 29)] == [
        (date(2022, 7, 30), "receipt")
    ]
