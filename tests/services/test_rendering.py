from __future__ import annotations

import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import OutboxRow
from services.rendering import Batch
from tests.stories.power_cuts import Fuse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.stories.story import Story


def test_batch_asks_the_same_number_of_questions_for_few_letters_and_for_many(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()

    with story.workplace.begin() as session:
        rows = list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))
        asked = [_questions(session, story, some) for some in (rows[:1], rows)]

    assert len(rows) == 5
    assert asked[0] == asked[1] > 0


def _questions(session: Session, story: Story, rows: list[OutboxRow]) -> int:
    counter = Fuse(0)
    with counter.on(story.workplace.engine):
        batch = Batch(session, story.campaign, rows, now=story.at())
        assert all(batch.context(row) and not batch.withdrawn(row) for row in rows)
    return counter.events


def test_batch_knows_the_contact_as_it_is_today(story: Story) -> None:
    story.skip(to=date(2022, 6, 24))
    story.decide()

    with story.workplace.begin() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.recipient == "x1")).one()
        contact = Batch(session, story.campaign, [row], now=story.at()).contact(row)

    assert contact is not None
    assert (contact.code, contact.address) == ("x1", "x1@hanam.example")


def test_batch_renders_nothing_that_has_lost_its_point(story: Story) -> None:
    story.skip(to=date(2022, 8, 1))
    story.decide()
    for unit in ("X1", "X2", "X3"):
        story.hand_in(unit)

    with story.workplace.begin() as session:
        row = session.scalars(
            select(OutboxRow).where(OutboxRow.recipient == "hu1", OutboxRow.message == "district_digest")
        ).one()
        batch = Batch(session, story.campaign, [row], now=story.at())
        assert batch.withdrawn(row) == "Không còn đơn vị nào quá hạn để nêu tên."
        with pytest.raises(LookupError):
            batch.rendered(row)


def test_every_message_of_a_campaign_is_in_composed_letters(story: Story) -> None:
    story.advance(to=date(2022, 8, 31))

    for row in story.messages():
        assert unicodedata.is_normalized("NFC", row.subject + row.text)
