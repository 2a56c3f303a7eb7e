"""F29, F30: what was lost on its way shows as a gap, and a database restored from a copy sends nothing a second time."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import delete, select

from database.models import EventRow, OutboxRow, SubmissionRow
from domain.outbox import MessageState
from rehearsal.rehearsing import RehearsalRoom
from services.audit import audit
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    import sqlite3

    from notifications.envelope import Envelope
    from notifications.outcome import Outcome


class CopyingLine(Line):
    """A copy of the database is made just as the third letter leaves."""

    def __init__(self) -> None:
        super().__init__()
        self.story: Story | None = None
        self.copy = b""

    def deliver(self, envelope: Envelope) -> Outcome:
        if len(self.carried) == 2 and self.story and not self.copy:
            self.copy = driver_of(self.story).serialize()
        return super().deliver(envelope)


def driver_of(story: Story) -> sqlite3.Connection:
    with story.workplace.engine.connect() as connection:
        return cast("sqlite3.Connection", connection.connection.driver_connection)


@pytest.fixture
def copying() -> CopyingLine:
    return CopyingLine()


@pytest.fixture
def restored(copying: CopyingLine) -> Story:
    """A story whose database is, some days later, the copy of the opening morning again."""
    copying.story = story = Story(RehearsalRoom(copying), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    story.advance(to=date(2022, 6, 27))
    driver_of(story).deserialize(copying.copy)
    copying.carried.clear()
    return story


def test_f30_what_has_a_receipt_in_the_copy_is_not_sent_again(restored: Story, copying: CopyingLine) -> None:
    receipts = {row.key for row in restored.messages() if row.provider_id}

    restored.advance(to=date(2022, 6, 29))

    assert len(receipts) == 2
    assert receipts & {envelope.key for envelope in copying.carried} == set()
    assert {row.state for row in restored.messages()} == {MessageState.ACCEPTED}


def test_f30_what_the_copy_cannot_know_is_listed_for_people(restored: Story) -> None:
    on_its_way = next(row.key for row in restored.messages() if row.state == MessageState.SENDING)

    days = restored.advance(to=date(2022, 6, 28))

    proof = restored.proof()
    assert (proof.lost_items, proof.doubled_items, proof.undecided) == ((), (), 0)
    assert on_its_way in {one.key for one in proof.possible_doubles}
    assert on_its_way in {flaw.subject for flaw in days[-1].flaws if flaw.code == "unknown"}


def test_f30_who_handed_in_before_the_copy_is_not_reminded_after_it(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    story.advance(to=date(2022, 7, 22))
    copy = driver_of(story).serialize()
    story.advance(to=date(2022, 7, 29))

    driver_of(story).deserialize(copy)
    story.run(time(9))

    last = [(day, kind) for day, kind in story.heard("x1") if day > date(2022, 7, 22)]
    assert last == []
    assert Counter(kind for _, kind in story.heard("x2"))["last_reminder"] == 1


def test_f29_a_receipt_that_is_missing_from_the_sequence_is_listed(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    for unit in ("X1", "X2", "X3"):
        story.hand_in(unit)
    assert gaps(story) == []

    with story.workplace.begin() as session:
        lost = session.scalars(select(SubmissionRow).where(SubmissionRow.receipt_number.startswith("0002/"))).one()
        session.execute(delete(EventRow).where(EventRow.submission_id == lost.id))
        for row in session.scalars(select(OutboxRow).where(OutboxRow.submission_id == lost.id)):
            row.submission_id = None
        session.delete(lost)

    assert gaps(story) == ["0002/TN-15-KH/TU"]


def gaps(story: Story) -> list[str]:
    with story.workplace.read() as session:
        return [flaw.subject for flaw in audit(session, story.campaign, now=story.at()) if flaw.code == "receipt_gap"]
