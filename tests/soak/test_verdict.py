"""The verdict of a soak sees what is wanting: on a campaign that went well, and with one record of it falsified at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, update

from config.plan_file import find_plan, load_ladders
from database.models import DecisionRow, OutboxRow, SubmissionRow
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from soak.decisions import Course
from soak.habits import Owed
from soak.journal import Deed, Journal, Told
from soak.timetable import Timetable
from soak.verdict import Court, Verdict
from tests.small_plan import CALENDAR, CONTACTS, UNITS, plan_with
from tests.stories.lines import Line
from tests.stories.story import RUNS_AT, Story

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session

FIRST, LAST = date(2022, 7, 20), date(2022, 8, 3)
LADDERS = load_ladders(find_plan("ke-hoach-15-kh-tu") / "ladders.yaml")
PREPARED = Prepared(plan_with(opens=FIRST, ladders=LADDERS), UNITS, CONTACTS, "{}", "sha")
CONTENT = b"what X1 reports"


@dataclass
class Lived:
    """Two weeks in which X1 handed in, with everything that was noted of them."""

    story: Story
    journal: Journal
    seen: list[dict[str, Any]]
    slots: list[date]

    def judge(self) -> Verdict:
        duties = [
            Owed(one.unit, one.id, one.tier, one.duty.id, one.version.deadline.last_day, is_sent_on=False)
            for one in (self.story.obligation(unit) for unit in ("X1", "X2", "X3", "HU1", "HU2"))
        ]
        rounds = [CALENDAR.at(day, RUNS_AT) for day in self.slots]
        course = Course(PREPARED, self.story.campaign, duties, self.journal.told, rounds, refused=[], slots=rounds)
        court = Court(self.story.workplace, course, Timetable(rounds), faults=[])
        return court.judge(self.journal, self.seen, as_of=self.story.at(time(23)))

    def falsify(self, change: Callable[[Session], object]) -> None:
        with self.story.workplace.begin() as session:
            change(session)


@pytest.fixture
def lived() -> Lived:
    story = Story(RehearsalRoom(Line()), PREPARED)
    digest = story.workplace.store.put(CONTENT)
    story.advance(to=date(2022, 7, 25))
    receipt = story.hand_in("X1")
    with story.workplace.begin() as session:
        session.execute(update(SubmissionRow).values(sha256=digest))
    moment = story.at()
    story.advance(to=LAST)
    slots = [date.fromordinal(number) for number in range(FIRST.toordinal(), LAST.toordinal() + 1)]
    handed = Told("X1", Deed.HAND_IN, moment, moment, slots=(5, 5), receipt=receipt, digest=digest)
    return Lived(story, Journal(told=[handed]), _arrived(story, slots), slots)


def _arrived(story: Story, slots: list[date]) -> list[dict[str, Any]]:
    """What a mail server would have noted; the line of the tests gives its letters no names."""
    with story.workplace.begin() as session:
        session.execute(update(OutboxRow).where(OutboxRow.sent_at.is_not(None)).values(message_id=OutboxRow.key))
    gone = [row for row in story.messages() if row.sent_at]
    return [
        {"message_id": row.key, "to": row.address, "at": str(row.sent_at), "slot": slots.index(_day(story, row))}
        for row in gone
    ]


def _day(story: Story, row: OutboxRow) -> date:
    assert row.sent_at is not None
    return story.campaign.local_day(row.sent_at)


def violated(lived: Lived) -> set[str]:
    return {one.partition(":")[0] for one in lived.judge().violated}


def test_a_campaign_that_went_well_is_found_good(lived: Lived) -> None:
    assert lived.judge().violated == []


def test_a_mail_that_arrived_twice_without_a_doubt_is_found(lived: Lived) -> None:
    lived.seen.append(lived.seen[0])

    assert violated(lived) == {"arrived twice without a doubt"}


def test_a_mail_that_is_called_sent_and_never_arrived_is_found(lived: Lived) -> None:
    lived.seen.pop()

    assert violated(lived) == {"sent, and never arrived"}


def test_a_mail_that_nobody_sent_is_found(lived: Lived) -> None:
    lived.seen.append({**lived.seen[0], "message_id": "<from-nowhere@hanam.example>"})

    assert violated(lived) == {"arrived from nowhere"}


def test_a_report_that_is_gone_is_found(lived: Lived) -> None:
    (told,) = lived.journal.told
    lived.journal.told = [replace(told, receipt="0999/TN-15-KH/TU")]

    assert violated(lived) == {"receipt"}


def test_a_deed_that_was_told_and_not_done_is_found(lived: Lived) -> None:
    now = lived.story.at()
    lived.journal.told.append(Told("X2", Deed.EXTEND, now, now, slots=(14, 14), day=date(2022, 8, 20)))

    assert "status" in violated(lived)


def test_a_decision_that_is_gone_is_found(lived: Lived) -> None:
    lived.falsify(lambda session: session.execute(delete(DecisionRow).where(DecisionRow.rung == "-3wd")))

    assert violated(lived) >= {"lost", "decision"}


def test_a_reminder_after_the_receipt_is_found(lived: Lived) -> None:
    reminder = next(one for one in lived.seen if "/-1wd/" in one["message_id"] and "/X2/" in one["message_id"])
    (told,) = lived.journal.told
    lived.journal.told.append(replace(told, unit="X2", slots=(1, 1)))

    assert any(reminder["message_id"] in one for one in lived.judge().violated if one.startswith("reminded"))
