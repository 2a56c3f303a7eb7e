"""Acting out a scenario: on each working day the units do what their behaviour says."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from database.models import OutboxRow
from database.queries.submissions import last_submission, return_of
from domain.obligations import State
from domain.outbox import MessageState
from rehearsal.scenarios import Conduct
from services.letters import URGINGS
from services.promises import promise
from services.reviews import return_submission
from services.standings import obligations_at
from services.submissions import Handed, submit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from rehearsal.scenarios import Behaviour, Scenario
    from services.standings import Obligation

    # Writes the report of an obligation and keeps it: (session, obligation, number of the version, day) -> what it is.
    Report = Callable[[Session, Obligation, int, date], Handed]

RECEIVED, RETURNED, PROMISED = "received", "returned", "promised"
HANDS_IN_AT = time(7, 45)
READ_IN_WORKING_DAYS = 2
NEW_DAY_IN_WORKING_DAYS = 5
REASON = "Báo cáo còn sơ sài, chưa đánh giá rõ hạn chế và nguyên nhân; đề nghị bổ sung theo đề cương."


class Events(NamedTuple):
    """What came in, went back, and was promised on one day."""

    received: int = 0
    returned: int = 0
    promised: int = 0


class Actors:
    """All units of a campaign. They know what they were sent, and nothing else of the engine."""

    def __init__(self, campaign: Campaign, scenario: Scenario, report: Report) -> None:
        self._campaign, self._scenario, self._report = campaign, scenario, report
        self._calendar = campaign.plan.calendar

    def act(self, session: Session, day: date) -> Events:
        """What happens early on that day."""
        now = self._calendar.at(day, HANDS_IN_AT)
        if self._scenario.is_idle() or not self._calendar.is_working_day(day) or now < self._campaign.opened_at:
            return Events()
        found = [self._act(session, one, day, now) for one in obligations_at(session, self._campaign, as_of=now)]
        return Events(*(found.count(kind) for kind in (RECEIVED, RETURNED, PROMISED)))

    def _act(self, session: Session, one: Obligation, day: date, now: datetime) -> str:
        """What the unit, or the board with its report, does now; empty for nothing."""
        behaviour = self._scenario.of(one.unit)
        if self._is_to_be_returned(session, one, behaviour, day):
            new_day = self._calendar.shift(day, NEW_DAY_IN_WORKING_DAYS)
            return_submission(session, self._campaign, one.id, reason=REASON, new_day=new_day, now=now)
            return RETURNED
        if behaviour.conduct is Conduct.PROMISING and self._is_to_promise(session, one, day):
            promised = self._calendar.shift(day, max(1, behaviour.days))
            promise(session, self._campaign, one.id, day=promised, made_by=one.unit, now=now)
            return PROMISED
        if not one.standing.state.is_owed or not self._hands_in(session, one, behaviour, day):
            return ""
        number = len(one.history.submissions) + 1
        handed = self._report(session, one, number, day)
        submit(session, self._campaign, one.id, handed, received_at=now, now=now)
        return RECEIVED

    def _is_to_be_returned(self, session: Session, one: Obligation, behaviour: Behaviour, day: date) -> bool:
        if behaviour.conduct is not Conduct.RETURNED_ONCE or not one.standing.state.is_received:
            return False
        submission = last_submission(session, one.id)
        if submission is None or submission.number > 1 or return_of(session, submission.id) is not None:
            return False
        return day >= self._calendar.shift(self._day(submission.received_at), READ_IN_WORKING_DAYS)

    def _is_to_promise(self, session: Session, one: Obligation, day: date) -> bool:
        if one.history.promises or not one.standing.state.is_owed:
            return False
        return self._was_urged(session, one, 1, before=self._calendar.at(day, time.min))

    def _hands_in(self, session: Session, one: Obligation, behaviour: Behaviour, day: date) -> bool:
        last_day = one.standing.deadline.last_day
        match behaviour.conduct:
            case Conduct.PUNCTUAL | Conduct.RETURNED_ONCE:
                days = 1 if one.standing.state is State.RETURNED else behaviour.days
                return day >= max(self._before(last_day, days), self._day(self._campaign.opened_at) + timedelta(days=1))
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

    def _day(self, moment: datetime) -> date:
        return self._campaign.local_day(moment)
