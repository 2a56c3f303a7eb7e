"""F13: an unknown result is settled by a person's word, with name and moment, and by nothing else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from database.models import OutboxRow
from database.queries.signals import signals_of
from domain.errors import RuleBroken
from domain.outbox import MessageState
from services.audit import audit
from services.message_settling import settle
from services.proving import prove
from tests.small_plan import PLAN

if TYPE_CHECKING:
    from tests.stories.story import Story

ASKED = "Gọi đồng chí Lan"


@pytest.fixture
def unknown(story: Story) -> OutboxRow:
    """The opening to X1: nobody knows whether it arrived."""
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x1")
    values = {"state": MessageState.UNKNOWN, "doubtful": True, "sent_at": None, "note": "Chưa rõ."}
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(values))
    return row


def word(story: Story, row: OutboxRow, *, arrived: bool, note: str = ASKED, name: str = "") -> OutboxRow:
    with story.workplace.begin() as session:
        found = settle(
            session, story.campaign, name or row.key, arrived=arrived, note=note, by="Trần Thị B", now=story.at()
        )
        session.flush()
        session.refresh(found)
        session.expunge(found)
    return found


@pytest.mark.parametrize(("arrived", "state"), [(True, MessageState.ACCEPTED), (False, MessageState.FAILED)])
def test_f13_the_word_of_a_person_settles_an_unknown_message(
    story: Story, unknown: OutboxRow, *, arrived: bool, state: MessageState
) -> None:
    row = word(story, unknown, arrived=arrived, name=str(unknown.id))

    with story.workplace.read() as session:
        (heard,) = signals_of(session, [unknown.id])[unknown.id]
        flaws = audit(session, story.campaign, now=story.at())
        found = prove(session, story.campaign, as_of=story.at())
    assert (row.state, row.scope, row.doubtful) == (state, "", False)
    assert (heard.at, heard.detail) == (story.at(), "Gọi đồng chí Lan (Trần Thị B ghi)")
    assert flaws == []
    assert (found.unknown, found.lost, found.sent) == ((), 0, 5 if arrived else 4)
    assert found.not_sent == ({} if arrived else {"denied": 1})


def test_ladder_goes_on_after_a_message_that_did_not_come(story: Story, unknown: OutboxRow) -> None:
    word(story, unknown, arrived=False)

    story.advance(to=date(2022, 7, 15))

    assert story.heard("x1") == [(date(2022, 7, 15), "reminder")]


@pytest.mark.parametrize("note", ["", "   "])
def test_word_without_a_source_is_refused(story: Story, unknown: OutboxRow, note: str) -> None:
    with pytest.raises(RuleBroken, match="--note"):
        word(story, unknown, arrived=True, note=note)


def test_message_is_settled_once(story: Story, unknown: OutboxRow) -> None:
    word(story, unknown, arrived=False)

    with pytest.raises(RuleBroken, match="bị từ chối, không phải chưa rõ kết quả"):
        word(story, unknown, arrived=True)


def test_what_a_transport_took_over_needs_no_word(story: Story) -> None:
    story.advance(to=PLAN.opens)

    with pytest.raises(RuleBroken, match="đã gửi, không phải chưa rõ kết quả"):
        word(story, story.messages(to="x2")[0], arrived=True)


def test_what_may_have_come_twice_is_settled_too(story: Story) -> None:
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x2")
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(doubtful=True))

    settled = word(story, row, arrived=True)

    assert (settled.state, settled.doubtful) == (MessageState.ACCEPTED, False)


@pytest.mark.parametrize("name", ["999999", "99999999999999999999", "không có", "", "²"])
def test_message_that_is_none_is_refused_with_the_way_out(story: Story, unknown: OutboxRow, name: str) -> None:
    with pytest.raises(RuleBroken, match="dondoc messages"):
        word(story, unknown, arrived=True, name=name or " ")
