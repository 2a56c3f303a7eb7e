"""The count of a campaign, and that it notices whatever is taken out of the ledger or put into it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import delete, event, select, update

from database.models import AttemptRow, DecisionRow, OutboxRow, SignalRow, VersionRow
from domain.ladder import Ladder
from domain.outbox import MessageState
from domain.signals import SignalKind
from domain.units import UnitTree
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from services.proving import prove
from services.signals import hear
from tests.small_plan import BOARD, CONTACTS, PLAN, SUPERIOR, UNITS, plan_with, rung
from tests.stories.larger_plans import province, with_ladder
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    import sqlite3
    from datetime import datetime

    from sqlalchemy.orm import Session

    from services.proving import Proof


def proof(story: Story, *, as_of: datetime | None = None, unit: str = "") -> Proof:
    with story.workplace.read() as session:
        return prove(session, story.campaign, as_of=as_of or story.at(), unit=unit)


@dataclass(frozen=True)
class Lived:
    """A story, and its database as it was left."""

    story: Story
    kept: bytes

    @property
    def database(self) -> sqlite3.Connection:
        with self.story.workplace.engine.connect() as connection:
            return cast("sqlite3.Connection", connection.connection.driver_connection)


@pytest.fixture(scope="module")
def once_lived() -> Lived:
    """Through deadlines, a report, a return, an extension and two promises."""
    story = Story(RehearsalRoom(Line()), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X2")
    story.extend("X3", day=date(2022, 8, 12))
    story.advance(to=date(2022, 8, 2))
    story.give_back("X2", new_day=date(2022, 8, 8))
    story.promise("X1", day=date(2022, 8, 5))
    story.promise("X1", day=date(2022, 8, 9), hour=time(11))
    story.advance(to=date(2022, 8, 26))
    lived = Lived(story, b"")
    return Lived(story, lived.database.serialize())


@pytest.fixture
def lived(once_lived: Lived) -> Story:
    once_lived.database.deserialize(once_lived.kept)
    return once_lived.story


def decision_of(story: Story, unit: str, rung: str, audience: str = "unit") -> DecisionRow:
    found = [one.decision for one in story.decisions(unit)]
    return next(one for one in found if (one.rung, one.audience) == (rung, audience))


def test_sound_campaign_has_nothing_lost_and_nothing_doubled(lived: Story) -> None:
    found = proof(lived)

    assert (found.lost_items, found.doubled_items, found.unknown, found.undecided) == ((), (), (), 0)
    assert found.is_sound
    assert found.rungs > 60


def test_every_decision_and_every_message_is_counted_once(lived: Story) -> None:
    found = proof(lived)

    with lived.workplace.read() as session:
        to_send = session.scalars(select(DecisionRow).where(DecisionRow.outcome == "send")).all()
        messages = session.scalars(select(OutboxRow)).all()
        sent = [row for row in messages if row.state == MessageState.ACCEPTED]
    assert found.decisions == len(to_send) + sum(found.not_sent.values())
    assert found.messages == len(messages) == found.sent + found.held + found.waiting + found.superseded
    assert found.sent == len(sent)


def test_count_of_an_earlier_day_is_what_was_counted_then(story: Story, line: Line) -> None:
    line.refused.add("x2@hanam.example")
    counted = {}
    for day in (date(2022, 6, 24), date(2022, 7, 29), date(2022, 8, 1), date(2022, 8, 12)):
        story.advance(to=day)
        counted[story.at()] = proof(story)

    again = {as_of: proof(story, as_of=as_of) for as_of in counted}

    assert again == counted
    assert len({found.sent for found in counted.values()}) == len(counted)


def test_rungs_that_wait_for_a_late_run_are_not_lost(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    story.skip(to=date(2022, 8, 2))

    found = proof(story)
    story.run(time(11))

    # Of each commune four reminders, its urging and the list to its superior; of each district one reminder.
    assert (found.lost, found.undecided) == (0, 3 * 6 + 2)
    assert (proof(story, as_of=story.at(time(12))).undecided, proof(story).undecided) == (0, 3 * 6 + 2)


@pytest.mark.parametrize(
    ("unit", "rung", "audience"),
    [
        ("X1", "opening", "unit"),
        ("X1", "-1wd", "unit"),
        ("X1", "+1wd", "superior"),
        ("X1", "+3wd", "board"),
        ("X1", "weekly#1", "unit"),
        ("X1", "promise+1wd@2022-08-09", "unit"),
        ("X2", "returned-1wd", "unit"),
        ("X2", "+1wd", "unit"),
        ("X3", "-7d", "unit"),
        ("HU1", "+3wd", "office"),
    ],
)
def test_deleted_decision_is_a_lost_rung(lived: Story, unit: str, rung: str, audience: str) -> None:
    row = decision_of(lived, unit, rung, audience)
    before = proof(lived)
    with lived.workplace.begin() as session:
        session.execute(delete(DecisionRow).where(DecisionRow.id == row.id))

    found = proof(lived)

    assert [(one.unit, one.rung, one.audience, one.why) for one in found.lost_items][:1] == [
        (unit, rung, audience, "no_decision")
    ]
    assert found.lost_items[0].due == row.moment
    assert (found.rungs, found.decisions) == (before.rungs, before.decisions - 1)


def test_rung_that_was_never_decided_and_is_never_asked_again_is_lost(story: Story) -> None:
    story.advance(to=date(2022, 7, 14))
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        session.execute(update(VersionRow).where(VersionRow.obligation_id == owed).values(next_step_at=None))

    story.advance(to=date(2022, 7, 29))

    assert [(one.unit, one.rung) for one in proof(story).lost_items] == [
        ("X1", "-14d"),
        ("X1", "-7d"),
        ("X1", "-3wd"),
        ("X1", "-1wd"),
    ]


def test_decision_whose_message_is_gone_is_named(lived: Story, once_lived: Lived) -> None:
    row = decision_of(lived, "X1", "-7d")
    once_lived.database.execute("PRAGMA foreign_keys = OFF")
    once_lived.database.execute("DELETE FROM outbox WHERE key = ?", (row.message_key,))
    once_lived.database.execute("PRAGMA foreign_keys = ON")

    (found,) = proof(lived).lost_items

    assert (found.unit, found.rung, found.why, found.key) == ("X1", "-7d", "no_message", row.message_key)


def test_message_without_a_decision_is_named(lived: Story) -> None:
    copy = {**values_of(lived.messages(to="x1")[0]), "id": None, "key": "từ đâu đến"}
    with lived.workplace.begin() as session:
        session.add(OutboxRow(**copy))

    found = proof(lived)

    assert [(one.unit, one.why, one.key) for one in found.lost_items] == [("X1", "without_decision", "từ đâu đến")]
    assert [one.unit for one in proof(lived, unit="X1").lost_items] == ["X1"]
    assert proof(lived, unit="X2").lost == 0


def test_message_recorded_as_sent_without_evidence_is_no_message_sent(story: Story, line: Line) -> None:
    line.is_down = True
    story.advance(to=PLAN.opens)
    with story.workplace.begin() as session:
        values = {"state": MessageState.ACCEPTED, "sent_at": story.at(), "settled_at": story.at()}
        session.execute(update(OutboxRow).where(OutboxRow.recipient == "x1").values(values))

    found = proof(story)

    assert [(one.unit, one.why) for one in found.lost_items] == [("X1", "no_evidence")]
    assert (found.sent, found.waiting) == (0, 4)


def test_word_of_a_person_is_evidence(story: Story) -> None:
    story.advance(to=PLAN.opens)
    row = story.messages(to="x1")[0]
    with story.workplace.begin() as session:
        session.execute(delete(AttemptRow).where(AttemptRow.outbox_id == row.id))
        hear(session, session.get_one(OutboxRow, row.id), SignalKind.CONFIRMED, at=story.at(), event_key="hỏi")

    assert proof(story).is_sound


def test_unknown_message_is_listed_by_name(lived: Story) -> None:
    row = lived.messages(to="x1")[1]
    before = proof(lived)
    with lived.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == row.id).values(state=MessageState.UNKNOWN))

    found = proof(lived)

    assert [(one.unit, one.name, one.message, one.channel, one.key) for one in found.unknown] == [
        ("X1", "Đảng ủy xã Hợp Lý", "reminder", "email", row.key)
    ]
    assert found.unknown[0].since == row.sent_at
    assert (found.sent, found.lost, found.doubled) == (before.sent - 1, 0, 0)


@pytest.mark.parametrize(
    ("between", "doubled", "possible"), [((), 1, 0), (("ambiguous",), 0, 1), (("deferred",), 1, 0)]
)
def test_message_taken_over_twice_is_doubled_unless_its_first_result_was_unknown(
    story: Story, between: tuple[str, ...], doubled: int, possible: int
) -> None:
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x1")
    with story.workplace.begin() as session:
        for outcome in (*between, "accepted"):
            session.add(
                AttemptRow(outbox_id=row.id, at=story.at(), outcome=outcome, scope="", code="", detail=""),
            )

    found = proof(story)

    assert (found.doubled, len(found.possible_doubles)) == (doubled, possible)
    assert {one.key for one in (*found.doubled_items, *found.possible_doubles)} == {row.key}


@pytest.mark.parametrize(
    ("first_ends", "follows", "heard", "doubled", "possible"),
    [
        (MessageState.ACCEPTED, False, None, 1, 0),
        (MessageState.ACCEPTED, True, None, 0, 1),  # the receipt of the first was missing
        (MessageState.ACCEPTED, True, SignalKind.SEEN, 1, 0),
        (MessageState.FAILED, True, None, 0, 0),
        (MessageState.UNKNOWN, True, None, 0, 0),
    ],
)
def test_second_channel_doubles_only_what_had_no_reason(
    story: Story, *, first_ends: str, follows: bool, heard: SignalKind | None, doubled: int, possible: int
) -> None:
    story.advance(to=PLAN.opens)
    first = story.messages(to="x1")[0]
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.id == first.id).values(state=first_ends))
        if heard:
            session.add(SignalRow(outbox_id=first.id, at=story.at(time(8, 30)), kind=heard, event_key="x"))
        send_over_zalo(session, first, follows=follows, at=story.at(time(9)))

    found = proof(story)

    assert (found.doubled, len(found.possible_doubles), found.lost) == (doubled, possible, 0)


def send_over_zalo(session: Session, first: OutboxRow, *, follows: bool, at: datetime) -> None:
    """The same rung for the same person over a second channel, decided and taken over."""
    changes = {"id": None, "key": f"{first.key}-2", "channel": "zbs", "replaces_id": first.id if follows else None}
    second = OutboxRow(**{**values_of(first), **changes})
    session.add(second)
    session.flush()
    session.add(AttemptRow(outbox_id=second.id, at=at, outcome="accepted", scope="", code="", detail=""))
    decision = session.scalars(select(DecisionRow).where(DecisionRow.message_key == first.key)).one()
    again = {"id": None, "channel": "zbs", "decided_at": at, "message_key": second.key}
    session.add(DecisionRow(**{**values_of(decision), **again}))


def values_of(row: OutboxRow | DecisionRow) -> dict[str, object]:
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}


def test_refused_and_bounced_messages_are_not_sent(story: Story, line: Line) -> None:
    line.refused.add("x1@hanam.example")
    story.advance(to=PLAN.opens)
    (row,) = story.messages(to="x2")
    sent_before = story.at(time(9))
    with story.workplace.begin() as session:
        hear(
            session,
            session.get_one(OutboxRow, row.id),
            SignalKind.BOUNCED,
            at=story.at(),
            event_key="dsn",
            code="5.1.1",
        )

    assert proof(story).not_sent == {"bounced": 1, "refused": 1}
    assert (proof(story).sent, proof(story, as_of=sent_before).sent) == (3, 4)


def test_unit_is_counted_by_itself(lived: Story) -> None:
    units = [proof(lived, unit=unit) for unit in ("X1", "X2", "X3", "HU1", "HU2")]

    assert sum(one.rungs for one in units) == proof(lived).rungs
    assert all(one.is_sound and one.sent for one in units)


def test_person_of_two_audiences_who_hears_once_loses_nothing() -> None:
    """The board is the superior of the districts here: of the two lists of a rung it gets the first."""
    under_the_board = [replace(unit, superior="BTG") if unit.tier == "district" else unit for unit in UNITS]
    both = Ladder("district", (rung("+1wd", (SUPERIOR, "district_digest"), (BOARD, "board_digest")),))
    plan = with_ladder(plan_with(duties=PLAN.duties[1:]), both)
    story = Story(RehearsalRoom(Line()), Prepared(plan, UnitTree(under_the_board), CONTACTS, "{}", "sha"))

    story.advance(to=date(2022, 8, 24))

    assert [one.decision.audience for one in story.decisions("HU1")] == ["superior"]
    assert (proof(story).lost_items, proof(story).rungs) == ((), 2)


def test_questions_to_the_database_are_as_many_for_a_hundred_units_as_for_five(
    lived: Story,
) -> None:
    asked: list[int] = []
    larger = Story(RehearsalRoom(Line()), province(8, 100))
    larger.skip(to=date(2022, 7, 15))
    larger.decide()
    for one in (lived, larger):
        questions: list[str] = []

        def note(_: object, __: object, statement: str, *___: object, into: list[str] = questions) -> None:
            into.append(statement)

        event.listen(one.workplace.engine, "before_cursor_execute", note)
        proof(one)
        event.remove(one.workplace.engine, "before_cursor_execute", note)
        asked.append(len(questions))

    assert asked == [asked[0]] * 2


def test_moment_before_the_opening_counts_nothing(story: Story) -> None:
    found = proof(story, as_of=story.campaign.opened_at - timedelta(days=1))

    assert (found.rungs, found.decisions, found.messages, found.is_sound) == (0, 0, 0, True)
