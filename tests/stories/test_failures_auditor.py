"""F14, F15, F16, F31 and their kin: each fault is planted behind the program's back, and the auditor names it and no other."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, func, select, update

from database.models import (
    AuditEntryRow,
    ConsolidationRow,
    ContactRow,
    DecisionRow,
    HandInRow,
    OutboxRow,
    PromiseRow,
    SubmissionRow,
    UploadRow,
    VersionRow,
)
from domain.audit_log import Action
from domain.outbox import MessageState
from rehearsal.rehearsing import RehearsalRoom
from services.audit import audit
from services.audit_log import Doer, write_entry
from services.campaigns import Prepared
from services.wording_of_flaws import FLAWS
from tests.database.queries.steps import questions_of, steps_of
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


@pytest.fixture(scope="module")
def lived() -> Story:
    """A sound campaign on the morning of 5/8, with a report, a return, and a promise for 3/8 that the unit did not keep."""
    story = Story(RehearsalRoom(Line()), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    story.advance(to=date(2022, 8, 1))
    story.hand_in("X2", hour=time(9))
    story.give_back("X2", new_day=date(2022, 8, 12))
    story.hand_in("X3", hour=time(9))
    story.promise("X1", day=date(2022, 8, 3))
    story.advance(to=date(2022, 8, 5))
    return story


MOST_QUESTIONS = 45
Found = list[tuple[str, str]]


@pytest.fixture
def planted(lived: Story) -> Callable[..., Found]:
    """What the auditor says of a fault; afterwards it is as if it had never been."""

    def look(plant: Callable[[Session], object]) -> Found:
        with lived.workplace.read() as session:
            plant(session)
            session.flush()
            found = audit(session, lived.campaign, now=lived.at())
            session.rollback()
        assert {flaw.code for flaw in found} <= set(FLAWS)
        return [(flaw.code, flaw.unit) for flaw in found]

    return look


def owed(lived: Story, unit: str) -> int:
    return lived.obligation(unit).id


def test_a_sound_campaign_has_no_findings(planted: Callable[..., Found]) -> None:
    assert planted(lambda _: None) == []


def test_f14_a_duty_that_nobody_measures_is_named(lived: Story, planted: Callable[..., Found]) -> None:
    def plant(session: Session) -> None:
        session.execute(
            update(VersionRow).where(VersionRow.obligation_id == owed(lived, "X1")).values(next_step_at=None)
        )

    assert planted(plant) == [("no_next_step", "X1")]


def test_f14_a_rung_is_undecided_after_a_working_day_and_two_hours(lived: Story, planted: Callable[..., Found]) -> None:
    def due(moment: timedelta) -> Callable[[Session], None]:
        def plant(session: Session) -> None:
            version = select(func.max(VersionRow.id)).where(VersionRow.obligation_id == owed(lived, "X1"))
            values = {"next_step_at": lived.at(time(8)) - moment}
            session.execute(update(VersionRow).where(VersionRow.id == version.scalar_subquery()).values(values))

        return plant

    assert planted(due(timedelta(days=1))) == []
    assert planted(due(timedelta(days=2))) == [("undecided", "")]


def test_f16_a_returned_report_without_a_clock_is_named(lived: Story, planted: Callable[..., Found]) -> None:
    def plant(session: Session) -> None:
        last = select(func.max(VersionRow.id)).where(VersionRow.obligation_id == owed(lived, "X2")).scalar_subquery()
        session.execute(delete(DecisionRow).where(DecisionRow.version_id == last, DecisionRow.message_key.is_(None)))
        session.execute(
            update(VersionRow).where(VersionRow.id == last).values(effective_from=lived.at() - timedelta(9))
        )

    assert planted(plant) == [("returned_no_clock", "X2")]


def test_f31_a_promise_that_does_not_fall_back_into_the_ladder_is_named(
    planted: Callable[..., Found],
) -> None:
    def plant(session: Session) -> None:
        session.execute(update(PromiseRow).values(day=date(2022, 8, 2)))  # of that day no rung was ever asked

    assert planted(plant) == [("promise_forgotten", "X1")]


def test_what_waits_without_a_reason_is_named(lived: Story, planted: Callable[..., Found]) -> None:
    def plant(state: MessageState, **values: object) -> Callable[[Session], object]:
        return lambda session: session.execute(
            update(OutboxRow).where(OutboxRow.id == first(session)).values(state=state, sent_at=None, **values)
        )

    def first(session: Session) -> int:
        return session.scalars(select(OutboxRow.id).where(OutboxRow.unit == "X1").order_by(OutboxRow.id)).first() or 0

    long_ago = lived.at() - timedelta(days=3)
    assert planted(plant(MessageState.QUEUED, next_at=long_ago)) == [("stuck", "X1")]
    assert planted(plant(MessageState.SENDING, lease_until=long_ago)) == [("claim_left", "X1")]
    assert planted(plant(MessageState.UNKNOWN, settled_at=lived.at())) == [("unknown", "X1")]
    assert planted(plant(MessageState.UNKNOWN, settled_at=lived.at() - timedelta(days=8))) == [("unknown_long", "X1")]


def test_a_refused_message_that_no_other_channel_took_over_is_named(
    lived: Story, planted: Callable[..., Found]
) -> None:
    def plant(session: Session) -> None:
        last = session.scalars(
            select(OutboxRow).where(OutboxRow.unit == "X1").order_by(OutboxRow.moment.desc())
        ).first()
        assert last is not None
        last.state, last.scope, last.settled_at = MessageState.FAILED, "message", lived.at() - timedelta(days=3)
        last.sent_at, last.moment, last.expires_at = None, lived.at(), None
        copy = session.scalars(select(ContactRow).where(ContactRow.unit == "X1")).one()
        way = {"code": copy.code, "unit": "X1", "name": copy.name, "role": copy.role, "channel": "zalo", "phone": ""}
        session.add(ContactRow(campaign_id=copy.campaign_id, address="zalo-x1", **way))
        other = session.scalars(select(OutboxRow).where(OutboxRow.unit == "HU1").limit(1)).one()
        other.channel = "zalo"

    assert planted(plant) == [("no_fallback", "X1")]


def test_halves_that_lack_the_other_half_are_named(planted: Callable[..., Found]) -> None:
    def keyless(session: Session) -> None:
        (last,) = session.scalars(select(DecisionRow).where(DecisionRow.outcome == "send").limit(1))
        twins = select(DecisionRow.id).where(DecisionRow.message_key == last.message_key)
        assert len(session.scalars(twins).all()) == 1
        last.message_key = None

    (no_message, no_decision) = planted(keyless)
    assert (no_message[0], no_decision[0]) == ("no_message", "no_decision")
    assert no_message[1] == no_decision[1] != ""


def test_an_office_that_nobody_could_write_to_is_told_of(lived: Story, planted: Callable[..., Found]) -> None:
    def plant(session: Session) -> None:
        version = select(func.max(VersionRow.id)).where(VersionRow.obligation_id == owed(lived, "HU1"))
        values = {
            "version_id": session.scalar(version),
            "rung": "+3wd",
            "audience": "office",
            "message": "escalation_list",
        }
        rest = {"recipient": "-/office", "channel": "-", "outcome": "no_channel", "reason": ""}
        session.add(DecisionRow(**values, **rest, moment=lived.at(), decided_at=lived.at(), message_key=None))

    assert planted(plant) == [("office_not_told", "HU1")]


def test_a_missing_receipt_a_broken_chain_and_a_clock_put_back_are_named(
    lived: Story, planted: Callable[..., Found]
) -> None:
    def lose(session: Session) -> None:
        session.execute(
            update(SubmissionRow).where(SubmissionRow.receipt_number.like("0001/%")).values(receipt_number="0003/x")
        )

    def tamper(session: Session) -> None:
        for number in range(3):
            write_entry(session, Doer("Mai", "board"), Action.SIGNED_IN, about=f"user:{number}", now=lived.at())
        session.flush()
        session.execute(update(AuditEntryRow).where(AuditEntryRow.id == 2).values(who="Lan"))

    def put_back(session: Session) -> None:
        last = select(func.max(DecisionRow.id)).scalar_subquery()
        session.execute(update(DecisionRow).where(DecisionRow.id == last).values(decided_at=lived.at() + timedelta(1)))

    assert planted(lose) == [("receipt_gap", "")]
    assert planted(tamper) == [("chain", "")]
    assert planted(put_back) == [("clock", "")]


def test_work_that_somebody_believes_under_way_is_named(lived: Story, planted: Callable[..., Found]) -> None:
    def still(session: Session) -> None:
        values = {"campaign_id": lived.campaign.id, "unit": "HU1", "state": "running", "as_of": lived.at()}
        moments = {"requested_at": lived.at() - timedelta(2), "progressed_at": lived.at() - timedelta(1)}
        session.add(ConsolidationRow(**values, **moments, key=None))

    def half(session: Session) -> None:
        begun = {"begun_at": lived.at() - timedelta(days=3)}
        row = HandInRow(key="k", campaign_id=lived.campaign.id, unit="X1", obligation_id=owed(lived, "X1"), **begun)
        session.add(row)
        session.flush()
        file = {"file_name": "bao-cao.docx", "size": 1, "received": 1, "sha256": "a"}
        session.add(UploadRow(hand_in_id=row.id, number=1, touched_at=lived.at(), **begun, **file))

    assert planted(still) == [("run", "HU1")]
    assert planted(half) == [("hand_in", "X1")]


def test_f15_the_auditor_asks_few_questions_and_reads_neither_ledger_nor_outbox_through(lived: Story) -> None:
    with lived.workplace.read() as session:
        asked = questions_of(session, lambda: audit(session, lived.campaign, now=lived.at()))
        # Those with a limit go from the end backwards and stop.
        steps = steps_of(session, [one for one in asked if "LIMIT" not in one[0]])

    assert len(asked) <= MOST_QUESTIONS
    assert [step for step in steps if step.startswith(("SCAN outbox", "SCAN decisions")) and "INDEX" not in step] == []
