"""Acting out a scenario: on each working day the units do what their behaviour says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import OutboxRow
from database.queries.consolidations import last_done
from documents.package import UnreadableReport
from domain.obligations import State
from domain.outbox import MessageState
from rehearsal.board import Board, Happening, return_once
from rehearsal.events import Events
from rehearsal.scenarios import Conduct
from services.letters import URGINGS
from services.promises import promise
from services.standings import obligations_at
from services.submissions import Handed, submit
from services.transmittals import transmit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from rehearsal.board import Review
    from rehearsal.scenarios import Behaviour, Scenario
    from services.standings import Obligation

    # Writes the report of an obligation and keeps it: (session, obligation, number of the version, day) -> what it is.
    # Raises UnreadableReport for a file that is no report; the unit tries again on the next working day.
    Report = Callable[[Session, Obligation, int, date], Handed]

HANDS_IN_AT = time(7, 45)


class Actors:
    """All units of a campaign, and those above them. They know what they were sent, and nothing else of the engine."""

    def __init__(
        self,
        campaign: Campaign,
        scenario: Scenario,
        report: Report,
        review: Review = return_once,
        *,
        since: datetime | None = None,
    ) -> None:
        self._since = since or campaign.opened_at
        self._campaign, self._scenario, self._report = campaign, scenario, report
        self._calendar = campaign.plan.calendar
        self._board = Board(campaign, scenario, review)

    def act(self, session: Session, day: date) -> Events:
        """What happens early on that day."""
        now = self._calendar.at(day, HANDS_IN_AT)
        if self._scenario.is_idle() or not self._calendar.is_working_day(day) or now < self._since:
            return Events()
        found: dict[Happening | None, list[str]] = {}
        for one in obligations_at(session, self._campaign, as_of=now):
            happening = self._board.act(session, one, day, now) or self._act(session, one, day, now)
            found.setdefault(happening, []).append(one.unit)
        return _events(found)

    def _act(self, session: Session, one: Obligation, day: date, now: datetime) -> Happening | None:
        """What the unit does now; None for nothing."""
        behaviour = self._scenario.of(one.unit)
        if behaviour.conduct is Conduct.PROMISING and self._is_to_promise(session, one, day):
            promised = self._calendar.shift(day, max(1, behaviour.days))
            promise(session, self._campaign, one.id, day=promised, made_by=one.unit, now=now)
            return Happening.PROMISED
        if not one.standing.state.is_owed or not self._hands_in(session, one, behaviour, day):
            return None
        number = len(one.history.submissions) + 1
        try:
            handed = self._report(session, one, number, day)
        except UnreadableReport:
            return Happening.REFUSED
        if self._campaign.plan.is_transmitted(one.unit, one.duty):
            run_id = last_done(session, self._campaign.id, one.unit)
            transmit(session, self._campaign, one.id, handed, sent_at=now, now=now, run_id=run_id)
        else:
            submit(session, self._campaign, one.id, handed, received_at=now, now=now)
        return Happening.RECEIVED

    def _is_to_promise(self, session: Session, one: Obligation, day: date) -> bool:
        if one.history.promises or not one.standing.state.is_owed:
            return False
        return self._was_urged(session, one, 1, before=self._calendar.at(day, time.min))

    def _hands_in(self, session: Session, one: Obligation, behaviour: Behaviour, day: date) -> bool:
        last_day = one.standing.deadline.last_day
        if one.standing.state is State.RETURNED:  # whoever was late once does not care to be so again
            return day >= self._before(last_day, 1)
        match behaviour.conduct:
            case Conduct.PUNCTUAL | Conduct.RETURNED_ONCE:
                first = self._campaign.local_day(self._campaign.opened_at) + timedelta(days=1)
                return day >= max(self._before(last_day, behaviour.days), first)
            case Conduct.LATE:
                return day >= self._calendar.shift(last_day, max(1, behaviour.days))
            case Conduct.AFTER_URGINGS:
                return self._was_urged(session, one, behaviour.urgings, before=self._calendar.at(day, time.min))
            case Conduct.PROMISING:
                return self._was_urged(session, one, 2, before=self._calendar.at(day, time.min))
            case Conduct.SILENT | Conduct.UNREACHABLE:
                return False

    def _before(self, last_day: date, days: int) -> date:
        """The last working day that is in time, or `days` working days before that."""
        last = self._calendar.on_or_before(last_day)
        return self._calendar.shift(last, -days)

    def _was_urged(self, session: Session, one: Obligation, times: int, *, before: datetime) -> bool:
        found = session.scalar(
            select(func.count()).where(
                OutboxRow.campaign_id == self._campaign.id,
                OutboxRow.unit == one.unit,
                OutboxRow.message.in_(URGINGS),
                OutboxRow.state == MessageState.ACCEPTED,
                OutboxRow.sent_at < before,
            ),
        )
        return (found or 0) >= times


def _events(found: Mapping[Happening | None, Sequence[str]]) -> Events:
    def units(happening: Happening) -> tuple[str, ...]:
        return tuple(found.get(happening, ()))

    return Events(
        received=len(units(Happening.RECEIVED)),
        returned=len(units(Happening.RETURNED)),
        promised=len(units(Happening.PROMISED)),
        accepted=len(units(Happening.ACCEPTED)),
        refused=units(Happening.REFUSED),
        extended=units(Happening.EXTENDED),
        exempted=units(Happening.EXEMPTED),
    )
