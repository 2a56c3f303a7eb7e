"""A campaign of the small plan, in memory, to which mails come."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from config.intake import take_in_one
from database.models import OutboxRow, SubmissionRow
from domain.intake import Matter
from domain.mail import Arrival
from domain.tokens import answer_address, token_of
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.mails import INTAKE, word
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

if TYPE_CHECKING:
    from datetime import datetime

    from database.models import IntakeRow

ARRIVES = CALENDAR.at(date(2022, 7, 20), time(9))
NOW = CALENDAR.at(date(2022, 7, 20), time(10))
REPORT = word()


class Post:
    """A campaign with a mailbox: mails arrive, and are asked about."""

    def __init__(self) -> None:
        self.room = RehearsalRoom(Line())
        self.story = Story(self.room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
        self.campaign = self.story.campaign

    def arrives(self, raw: bytes, *, at: datetime | None = ARRIVES, now: datetime = NOW) -> IntakeRow | None:
        return take_in_one(self.room, [self.campaign], Arrival("1", raw, at), now=now)

    def to(self, unit: str) -> str:
        """The address for answers that stands in letters to the unit."""
        return answer_address(INTAKE, self.matter(unit), secret=self.room.secret.encode())

    def token(self, unit: str) -> str:
        return token_of(self.matter(unit), secret=self.room.secret.encode())

    def matter(self, unit: str) -> Matter:
        return Matter(self.campaign.id, self.story.obligation(unit).id)

    def named(self, letter: OutboxRow) -> str:
        """The letter's Message-ID as a mail server knows it; the line of the tests only keeps keys."""
        name = f"<thu-{letter.id}@hanam.example>"
        with self.room.begin() as session:
            session.get_one(OutboxRow, letter.id).message_id = name
        return name

    def submissions(self) -> list[SubmissionRow]:
        with self.room.read() as session:
            found = list(session.scalars(select(SubmissionRow).order_by(SubmissionRow.id)))
            session.expunge_all()
        return found

    def answers(self) -> list[tuple[str, str]]:
        """What was queued by way of answer, as (message, to)."""
        return [(row.message, row.recipient) for row in self.story.messages() if row.priority == 0]
