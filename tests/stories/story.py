"""One campaign in virtual time: the pipeline runs every day at 08:00, and every message that went out can be asked for."""

from __future__ import annotations

from datetime import date, time, timedelta
from itertools import count
from typing import TYPE_CHECKING

from sqlalchemy import select

from config.day import deliver, run_day, tiers_in_order
from database.models import OutboxRow
from database.queries.decisions import decided
from domain.outbox import MessageState
from services.campaigns import open_campaign
from services.decisions import decide_tier
from services.extensions import extend
from services.promises import promise
from services.proving import prove
from services.reviews import return_submission
from services.standings import obligations_at
from services.status import status
from services.submissions import Handed, submit
from tests.stories.remembered import Past

if TYPE_CHECKING:
    from datetime import datetime

    from config.day import Day
    from config.wiring import Workplace
    from database.queries.decisions import Decided
    from domain.campaigns import Campaign
    from services.campaigns import Prepared
    from services.proving import Proof
    from services.standings import Obligation
    from services.status import Status

ONE_DAY = timedelta(days=1)
OPENS_AT = time(7, 30)
RUNS_AT = time(8)
TEN = time(10)  # what people do, they do after the morning's run


class Story:
    """`day` is the last day that was lived through; what people do happens on it. People go by the codes of contacts."""

    def __init__(self, workplace: Workplace, prepared: Prepared) -> None:
        self.workplace = workplace
        self.calendar = prepared.plan.calendar
        self.day = prepared.plan.opens - ONE_DAY
        self._seen: set[str] = set()
        self._files = count(1)
        self._past = Past(workplace, prepared)
        opening = self.calendar.at(prepared.plan.opens, OPENS_AT)
        with workplace.begin() as session:
            self.campaign: Campaign = open_campaign(session, prepared, now=opening)
        self._past.begin(self.day)

    def at(self, hour: time = TEN) -> datetime:
        return self.calendar.at(self.day, hour)

    def advance(self, *, to: date) -> list[Day]:
        """Live through every day up to `to`, days off included."""
        days = self._past.relive(self.day, to=to)
        self.day += len(days) * ONE_DAY
        while self.day < to:
            self.day += ONE_DAY
            days.append(self.run())
            self._past.keep(self.day, days[-1])
        return days

    def skip(self, *, to: date) -> None:
        """The same days, and nobody starts the pipeline."""
        self.day = to

    def run(self, hour: time = RUNS_AT) -> Day:
        return run_day(self.workplace, self.campaign, now=self.at(hour))

    def decide(self, hour: time = RUNS_AT) -> None:
        """The first half of a run."""
        for tier in tiers_in_order(self.campaign):
            with self.workplace.begin() as session:
                decide_tier(session, self.campaign, tier=tier, now=self.at(hour))

    def deliver(self, hour: time = RUNS_AT) -> dict[str, int]:
        """The second half."""
        return deliver(self.workplace, self.campaign, now=self.at(hour))

    def hand_in(self, unit: str, *, hour: time = TEN, received: date | None = None, size: int = 1) -> str:
        """Returns the number of the receipt. `received` is the day on the envelope where it is an earlier one."""
        received_at = self.calendar.at(received or self.day, hour)
        sha256 = f"{next(self._files):064x}"
        handed = Handed(file_name="bao-cao.docx", size=size, sha256=sha256, document_number=f"7-BC/{unit}")
        owed = self.obligation(unit).id
        with self.workplace.begin() as session:
            row = submit(session, self.campaign, owed, handed, received_at=received_at, now=self.at(hour))
            return row.receipt_number

    def give_back(self, unit: str, *, new_day: date, hour: time = TEN) -> None:
        with self.workplace.begin() as session:
            owed = self.obligation(unit).id
            return_submission(session, self.campaign, owed, reason="Sơ sài.", new_day=new_day, now=self.at(hour))

    def extend(self, unit: str, *, day: date, hour: time = TEN) -> None:
        with self.workplace.begin() as session:
            extend(
                session,
                self.campaign,
                self.obligation(unit).id,
                day=day,
                approver="Thường trực Tỉnh ủy",
                document_number="99-CV/TU",
                now=self.at(hour),
            )

    def promise(self, unit: str, *, day: date, hour: time = TEN) -> None:
        with self.workplace.begin() as session:
            promise(session, self.campaign, self.obligation(unit).id, day=day, made_by=unit, now=self.at(hour))

    def obligation(self, unit: str, *, as_of: datetime | None = None) -> Obligation:
        with self.workplace.read() as session:
            found = obligations_at(session, self.campaign, as_of=as_of or self.at())
        return next(one for one in found if one.unit == unit)

    def status(self, *, as_of: datetime | None = None) -> Status:
        with self.workplace.read() as session:
            return status(session, self.campaign, as_of=as_of or self.at())

    def proof(self, *, as_of: datetime | None = None) -> Proof:
        """The count of the campaign from its ledger alone, at the end of the day."""
        with self.workplace.read() as session:
            return prove(session, self.campaign, as_of=as_of or self.at(time(23, 59)))

    def is_proved(self) -> bool:
        """No rung without a decision, no message without one, nothing twice."""
        found = self.proof()
        assert (found.lost_items, found.doubled_items) == ((), ())
        return found.is_sound

    def decisions(self, unit: str) -> list[Decided]:
        """Every decision about the unit, replies to it included, in the order in which they fell."""
        with self.workplace.read() as session:
            found = decided(session, self.campaign.id, units=[unit])
            session.expunge_all()
        return found

    def messages(self, *, to: str | None = None) -> list[OutboxRow]:
        """Everything that was ever to be sent, in the order of its moments."""
        with self.workplace.read() as session:
            found = session.scalars(select(OutboxRow).order_by(OutboxRow.moment, OutboxRow.id)).all()
            session.expunge_all()
        return [row for row in found if to is None or row.recipient == to]

    def sent(self, day: date) -> list[tuple[str, str]]:
        """What went out on that day, as (message, to)."""
        found = [row for row in self._gone() if self._day_of(row) == day]
        self._seen |= {row.key for row in found}
        return sorted((row.message, row.recipient) for row in found)

    def heard(self, to: str) -> list[tuple[date, str]]:
        """What one person was sent, as (day, message), in the order of time."""
        found = sorted((row for row in self._gone() if row.recipient == to), key=self._day_of)
        self._seen |= {row.key for row in found}
        return [(self._day_of(row), row.message) for row in found]

    def letter(self, to: str, *, day: date) -> OutboxRow:
        """The one message that this person was sent on that day."""
        (found,) = [row for row in self._gone() if row.recipient == to and self._day_of(row) == day]
        return found

    def unexpected(self) -> list[str]:
        """The keys of messages that went out and that neither `sent` nor `heard` was asked about."""
        return sorted({row.key for row in self._gone()} - self._seen)

    def _gone(self) -> list[OutboxRow]:
        return [row for row in self.messages() if row.state == MessageState.ACCEPTED]

    def _day_of(self, row: OutboxRow) -> date:
        assert row.sent_at is not None
        return self.campaign.local_day(row.sent_at)
