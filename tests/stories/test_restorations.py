"""F30: a campaign is lived, backed up at some moment, lived on, lost, and restored: nothing goes out twice, nothing is lost."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from database.models import OutboxRow, SubmissionRow
from domain.errors import RuleBroken
from domain.outbox import MessageState
from domain.restorations import FOUND_IN_JOURNAL, MAY_HAVE_GONE, Gap
from notifications.outcome import Accepted
from rehearsal.rehearsing import RehearsalRoom
from services.audit import audit
from services.audit_log import Doer, verify
from services.campaigns import Prepared
from services.message_settling import settle
from services.restorations import GoneOn, go_on
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    import sqlite3

    from domain.flaws import Flaw

OPERATOR = Doer("quan.tri", "machine")
BEGINS = date(2022, 7, 26)  # the days before have nothing that these do not have
TEN, NINE, AFTERNOON = time(10), time(9), time(14)


class JournalledLine(Line):
    """With `keeps_journal`, the copies of what it carried in life can be asked for."""

    def __init__(self, *, keeps_journal: bool = False) -> None:
        super().__init__()
        self.keeps_journal = keeps_journal

    def look_for(self, message_id: str) -> Accepted | None:
        kept = self.keeps_journal and any(one.message_id == message_id for one in self.carried)
        return Accepted(f"journal:{message_id}") if kept else None


class Life:
    """A campaign that can be backed up, lost and restored."""

    def __init__(self, *, keeps_journal: bool = False) -> None:
        self.line = JournalledLine(keeps_journal=keeps_journal)
        self.story = Story(RehearsalRoom(self.line), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
        self.story.skip(to=BEGINS)
        self.story.run()
        self._copy = b""
        self.taken_at: datetime = self.story.at()
        self.in_life: dict[str, str] = {}

    def back_up(self, hour: time) -> None:
        self.taken_at, self._copy = self.story.at(hour), self._driver().serialize()

    def lose_and_restore(
        self, *, hour: time = TEN, stopped: time | None = None, last_given: int | None = None
    ) -> GoneOn:
        """On the story's last day: `stopped` is when the old service went out, where somebody knows."""
        self.in_life = {one.key: one.address for one in self.line.carried}
        self._driver().deserialize(self._copy)
        gap = Gap(self.taken_at, self.story.at(stopped or hour))
        given = {} if last_given is None else {PLAN.identity.id: last_given}
        with self.story.workplace.begin() as session:
            return go_on(session, [self.story.campaign], gap, by=OPERATOR, now=self.story.at(hour), last_given=given)

    def _driver(self) -> sqlite3.Connection:
        with self.story.workplace.engine.connect() as connection:
            return cast("sqlite3.Connection", connection.connection.driver_connection)

    def again(self) -> list[str]:
        """The keys of what was carried a second time."""
        keys = [one.key for one in self.line.carried]
        return sorted({key for key in keys if keys.count(key) > 1})

    def in_doubt(self) -> set[str]:
        return {row.key for row in self.story.messages() if row.state == MessageState.UNKNOWN}

    def settle(self, key: str, *, arrived: bool) -> OutboxRow:
        with self.story.workplace.begin() as session:
            return settle(
                session,
                self.story.campaign,
                key,
                arrived=arrived,
                note="Gọi đồng chí Lan.",
                by="ban.tg",
                now=self.story.at(AFTERNOON),
            )


DAYS = st.dates(BEGINS, date(2022, 8, 24))


class Fate(NamedTuple):
    """When the backup is taken, how many days life goes on and the service is down, and when X1 hands in."""

    taken: date
    at: time
    days: int
    down: int
    keeps_journal: bool
    handed_in: date


FATES = st.builds(
    Fate,
    taken=DAYS,
    at=st.sampled_from([time(0, 30), time(8, 1), time(16)]),
    days=st.integers(0, 6),
    down=st.integers(0, 4),
    keeps_journal=st.booleans(),
    handed_in=st.dates(BEGINS, date(2022, 8, 10)),
)


@settings(max_examples=2)
@given(fate=FATES)
@example(Fate(date(2022, 7, 28), time(0, 30), 5, 0, keeps_journal=True, handed_in=date(2022, 7, 29)))
@example(Fate(date(2022, 8, 16), time(16), 6, 3, keeps_journal=False, handed_in=date(2022, 7, 29)))
def test_f30_nothing_that_went_goes_again_and_all_of_it_is_found_or_listed(fate: Fate) -> None:
    keeps_journal = fate.keeps_journal
    life = Life(keeps_journal=keeps_journal)
    story = life.story
    story.skip(to=min(fate.taken, fate.handed_in))
    story.run()
    if fate.handed_in <= fate.taken:
        story.hand_in("X1", hour=NINE)
    story.skip(to=fate.taken)
    story.run(fate.at)
    life.back_up(fate.at)
    story.advance(to=fate.taken + timedelta(days=fate.days))
    story.skip(to=story.day + timedelta(days=fate.down))

    life.lose_and_restore()
    story.run(AFTERNOON)
    story.advance(to=story.day + timedelta(days=4))

    known = {row.key: row.state for row in story.messages()}
    gone = {key for key in life.in_life if known.get(key) == MessageState.ACCEPTED}
    assert life.again() == []
    assert life.in_life.keys() <= gone | life.in_doubt()
    assert keeps_journal <= (life.in_life.keys() == gone)
    assert story.is_proved()
    assert life.in_doubt() == {one.key for one in story.proof().unknown}


@pytest.fixture
def life() -> Life:
    """Backed up in the night before the last reminder of the communes; three days later the disk is lost."""
    life = Life()
    life.story.advance(to=date(2022, 7, 28))
    life.story.hand_in("X1")
    life.back_up(time(23, 30))
    life.story.advance(to=date(2022, 7, 30))
    return life


def test_f30_what_may_have_gone_is_listed_with_the_reason(life: Life) -> None:
    went = {row.key for row in life.story.messages()}

    done = life.lose_and_restore()

    flaws = audit_of(life)
    assert done.in_doubt == {PLAN.identity.id: len(life.in_doubt())}
    assert life.in_doubt()
    assert life.in_doubt() <= went
    assert {(flaw.subject, flaw.text) for flaw in flaws if flaw.code == "unknown"} == {
        (key, MAY_HAVE_GONE) for key in life.in_doubt()
    }


def test_f30_what_the_person_did_not_get_goes_out_after_all(life: Life) -> None:
    life.lose_and_restore(hour=NINE)
    key = next(row.key for row in life.story.messages(to="x2") if row.state == MessageState.UNKNOWN)
    del life.line.carried[:]

    settled = life.settle(key, arrived=False)
    life.story.advance(to=date(2022, 8, 1))

    assert settled.state == MessageState.QUEUED
    row = next(row for row in life.story.messages() if row.key == key)
    newer = [one.key for one in life.line.carried if one.address == row.address]
    assert key in newer or row.state == MessageState.SUPERSEDED


def test_f30_what_the_person_got_is_sent_by_the_word_of_staff(life: Life) -> None:
    life.lose_and_restore()
    key = next(iter(sorted(life.in_doubt())))

    life.settle(key, arrived=True)
    life.story.advance(to=date(2022, 8, 3))

    row = next(row for row in life.story.messages() if row.key == key)
    assert (row.state, life.again()) == (MessageState.ACCEPTED, [])


def test_f30_a_copy_in_the_journal_is_the_receipt(life: Life) -> None:
    life.lose_and_restore()
    before = life.in_doubt()
    life.line.keeps_journal = True

    life.story.run(AFTERNOON)

    assert before
    assert life.in_doubt() == before - life.in_life.keys()
    assert {row.note for row in life.story.messages() if row.key in before & life.in_life.keys()} == {FOUND_IN_JOURNAL}


def test_f30_what_came_due_after_the_service_had_stopped_goes_out_by_itself() -> None:
    life = Life()
    life.story.advance(to=date(2022, 7, 28))
    life.back_up(TEN)
    life.story.skip(to=date(2022, 7, 29))

    life.lose_and_restore(hour=TEN, stopped=time(7, 0))
    life.story.run(AFTERNOON)

    assert life.in_doubt() == set()
    assert ("last_reminder", "x1") in life.story.sent(date(2022, 7, 29))


def test_f30_a_report_that_came_in_the_gap_gets_a_new_number_and_no_second_receipt(life: Life) -> None:
    first = life.story.hand_in("X2", hour=NINE)
    life.lose_and_restore()

    again = life.story.hand_in("X2", hour=NINE.replace(minute=30))

    receipt = next(row for row in life.story.messages(to="x2") if row.message == "receipt")
    assert (first.partition("/")[0], again.partition("/")[0]) == ("0002", "0101")
    assert (receipt.state, receipt.note) == (MessageState.UNKNOWN, MAY_HAVE_GONE)
    assert [flaw.subject for flaw in audit_of(life) if flaw.code.startswith("receipt")] == ["0002–0100"]


def test_f30_the_operator_may_name_the_last_receipt(life: Life) -> None:
    life.lose_and_restore(last_given=4)
    life.story.skip(to=date(2022, 7, 31))

    assert life.story.hand_in("X2").startswith("0005/")
    assert life.story.hand_in("X3").startswith("0006/")
    with life.story.workplace.read() as session:
        numbers = session.scalars(select(SubmissionRow.receipt_number).order_by(SubmissionRow.id)).all()
    assert len(numbers) == len(set(numbers)) == 3
    with pytest.raises(RuleBroken, match="đã có phiếu tiếp nhận số 0001"):
        life.lose_and_restore(last_given=0)


def test_a_restoration_is_an_entry_of_the_audit_log(life: Life) -> None:
    life.lose_and_restore()

    with life.story.workplace.read() as session:
        assert verify(session) == (1, None)


def audit_of(life: Life) -> list[Flaw]:
    with life.story.workplace.read() as session:
        return audit(session, life.story.campaign, now=life.story.at())
