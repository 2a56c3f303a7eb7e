"""A rehearsal that was asked for is worked on by one worker at a time, and asked once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from database.queries.campaigns import last_change
from database.queries.rehearsals import change_stamp, ledger_stamp, rehearsals_of
from domain.errors import RuleBroken
from domain.rehearsals import LEASE, AskedRehearsal, RehearsalKind, RehearsalOvertaken, RehearsalState
from services import rehearsals

if TYPE_CHECKING:
    from tests.stories.story import Story

NOW = datetime(2022, 8, 22, 1, tzinfo=UTC)
LATER = NOW + LEASE + timedelta(seconds=1)


def asked(story: Story, *, stamp: str = "1", **question: Any) -> int:
    with story.workplace.begin() as session:
        return rehearsals.request(
            session, story.campaign, RehearsalKind.WHAT_IF, question=question, stamp=stamp, now=NOW, by="Lan"
        )


def taken(story: Story, *, now: datetime = NOW) -> AskedRehearsal | None:
    with story.workplace.begin() as session:
        return rehearsals.claim(session, now=now)


def found(story: Story, rehearsal_id: int) -> AskedRehearsal:
    with story.workplace.read() as session:
        return rehearsals.find_rehearsal(session, story.campaign, rehearsal_id)


def test_the_same_question_of_the_same_state_is_asked_once(story: Story) -> None:
    first = asked(story, scenario="mixed")

    assert asked(story, scenario="mixed") == first
    assert asked(story, scenario="silent") != first
    assert asked(story, scenario="mixed", stamp="2") != first


def test_the_oldest_is_claimed_first_and_each_by_one_only(story: Story) -> None:
    ids = [asked(story, number=number) for number in range(2)]

    claimed = [taken(story) for _ in range(3)]

    assert [one.id if one else None for one in claimed] == [*ids, None]


def test_rehearsal_of_a_dead_worker_is_claimed_anew_and_the_dead_one_writes_nothing(story: Story) -> None:
    rehearsal_id = asked(story)
    dead = taken(story)
    alive = taken(story, now=LATER)
    assert dead is not None
    assert alive is not None

    with story.workplace.begin() as session, pytest.raises(RehearsalOvertaken):
        rehearsals.progress(session, dead, done=1, total=2, now=LATER)
    with story.workplace.begin() as session:
        rehearsals.progress(session, alive, done=1, total=2, now=LATER)
        rehearsals.finish(session, alive, answer_sha256="a" * 64, now=LATER)

    one = found(story, rehearsal_id)
    assert (one.state, one.done, one.total, one.answer_sha256) == (RehearsalState.FINISHED, 1, 2, "a" * 64)


def test_one_that_was_given_up_says_why_and_may_be_asked_again(story: Story) -> None:
    rehearsal_id = asked(story, scenario="mixed")
    claimed = taken(story)
    assert claimed is not None
    with story.workplace.begin() as session:
        rehearsals.fail(session, claimed, error="Không tính được.", now=NOW)

    again = asked(story, scenario="mixed")

    assert (found(story, rehearsal_id).error, again != rehearsal_id) == ("Không tính được.", True)
    with story.workplace.read() as session:
        kept = rehearsals_of(session, story.campaign.id, kind=RehearsalKind.WHAT_IF)
    assert [one.id for one in kept] == [again, rehearsal_id]
    assert kept[0].question == {"scenario": "mixed"}


def test_rehearsal_that_is_not_there_is_said_not_to_be_there(story: Story) -> None:
    with pytest.raises(RuleBroken, match="Không có lượt diễn tập số 7"):
        found(story, 7)


def test_the_stamps_move_with_what_is_decided(story: Story) -> None:
    def stamps() -> tuple[str, str, int]:
        with story.workplace.read() as session:
            number = last_change(session, story.campaign.id)
            return ledger_stamp(session), change_stamp(session, story.campaign.id), number

    before = stamps()
    assert stamps() == before

    story.advance(to=date(2022, 6, 24))

    after = stamps()
    assert after[0] != before[0]
    assert after[1] != before[1]
    assert after[2] == before[2] == 0
