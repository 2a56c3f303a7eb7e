from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from database.queries.events import last_event
from domain.lifecycle import Move
from services.reviews import accept, return_submission, told
from services.turns import Deed, Turn, take_turn

if TYPE_CHECKING:
    from tests.stories.story import Story

OPENING = date(2022, 6, 24)
SECTIONS = {"II": "chưa nêu nguyên nhân"}
RETURN = Deed(Move.RETURN, "Lan", told("Sửa lại.", SECTIONS))


@pytest.fixture
def handed_in(story: Story) -> Story:
    story.advance(to=OPENING)
    story.hand_in("X1", hour=time(9))
    return story


def seen(story: Story) -> int:
    with story.workplace.read() as session:
        return last_event(session, story.obligation("X1").id)


def turn(story: Story, deed: Deed, *, after: int) -> Turn:
    with story.workplace.begin() as session:
        return take_turn(session, story.campaign, story.obligation("X1").id, deed, seen=after)


def give_back(story: Story, *, by: str = "Lan") -> None:
    with story.workplace.begin() as session:
        return_submission(
            session,
            story.campaign,
            story.obligation("X1").id,
            reason="Sửa lại.",
            sections=SECTIONS,
            new_day=date(2022, 7, 27),
            by=by,
            now=story.at(time(10)),
        )


def test_who_saw_everything_may_act(handed_in: Story) -> None:
    assert turn(handed_in, RETURN, after=seen(handed_in)) is Turn.FREE


def test_the_same_press_twice_is_done_once(handed_in: Story) -> None:
    before = seen(handed_in)
    give_back(handed_in)

    assert turn(handed_in, RETURN, after=before) is Turn.DONE


def test_anything_else_than_what_was_done_comes_too_late(handed_in: Story) -> None:
    before = seen(handed_in)
    give_back(handed_in)

    others = (
        Deed(Move.RETURN, "Lan", "Lý do khác."),
        Deed(Move.ACCEPT, "Lan"),
        Deed(Move.RETURN, "Huệ", RETURN.reason),
    )

    assert [turn(handed_in, deed, after=before) for deed in others] == [Turn.TAKEN] * 3


def test_who_did_not_see_the_new_version_does_not_accept_it(handed_in: Story) -> None:
    before = seen(handed_in)
    handed_in.hand_in("X1", hour=time(11))

    assert turn(handed_in, Deed(Move.ACCEPT, "Lan"), after=before) is Turn.TAKEN


def test_same_deed_that_others_followed_is_no_repetition(handed_in: Story) -> None:
    before = seen(handed_in)
    with handed_in.workplace.begin() as session:
        accept(session, handed_in.campaign, handed_in.obligation("X1").id, by="Lan", now=handed_in.at(time(10)))
    handed_in.hand_in("X1", hour=time(11))

    assert turn(handed_in, Deed(Move.ACCEPT, "Lan"), after=before) is Turn.TAKEN
