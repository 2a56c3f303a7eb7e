"""What those above do in a played campaign: staff read what came in, and some units are granted something."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from domain.obligations import Cause
from rehearsal.scenarios import Conduct
from services.exemptions import exempt
from services.extensions import extend
from services.reviews import DAYS_TO_MEND, accept, return_submission

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from rehearsal.scenarios import Behaviour, Scenario
    from services.standings import Obligation

    # Reads the version that stands: (session, obligation, behaviour of the unit) -> what staff say, None for nothing.
    Review = Callable[[Session, Obligation, Behaviour], "Verdict | None"]

READ_IN_WORKING_DAYS = 2
REASON = "Báo cáo còn sơ sài, chưa đánh giá rõ hạn chế và nguyên nhân; đề nghị bổ sung theo đề cương."


class Happening(StrEnum):
    """What may happen to an obligation early on a day, done by the unit or by those above."""

    RECEIVED = "received"
    REFUSED = "refused"
    PROMISED = "promised"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    EXTENDED = "extended"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What staff say of a report. `sections` are those to be mended, each with its reason; none for the whole."""

    is_accepted: bool
    reason: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)


def return_once(_session: Session, one: Obligation, behaviour: Behaviour) -> Verdict | None:
    """Where only letters matter: what is accepted makes none, so staff speak only of what goes back."""
    is_first = one.standing.submission is not None and one.standing.submission.number == 1
    return Verdict(is_accepted=False, reason=REASON) if is_first and goes_back(behaviour) else None


def goes_back(behaviour: Behaviour) -> bool:
    """Whether staff find the first report of such a unit wanting as a whole."""
    return behaviour.conduct is Conduct.RETURNED_ONCE


class Board:
    """Those who decide about reports, each on the working day on which it is their turn."""

    def __init__(self, campaign: Campaign, scenario: Scenario, review: Review) -> None:
        self._campaign, self._scenario, self._review = campaign, scenario, review
        self._read_on: dict[date, date] = {}

    def act(self, session: Session, one: Obligation, day: date, now: datetime) -> Happening | None:
        if one.standing.state.is_owed:
            return self._grant(session, one, day, now)
        if one.standing.is_accepted or not self._is_read(one, day):
            return None
        verdict = self._review(session, one, self._scenario.of(one.unit))
        return self._settle(session, one, verdict, day=day, now=now) if verdict else None

    def _grant(self, session: Session, one: Obligation, day: date, now: datetime) -> Happening | None:
        """Each grant is made once; from then on the unit has its new deadline, or owes nothing."""
        extension = self._scenario.extensions.get(one.unit)
        if extension and day >= extension.on and not _was_extended(one):
            extend(
                session,
                self._campaign,
                one.id,
                day=extension.to,
                approver=extension.approver,
                document_number=extension.document_number,
                reason=extension.reason,
                now=now,
            )
            return Happening.EXTENDED
        exemption = self._scenario.exemptions.get(one.unit)
        if exemption and day >= exemption.on and not one.history.exemptions:
            exempt(
                session,
                self._campaign,
                one.id,
                reason=exemption.reason,
                by=exemption.by,
                document_number=exemption.document_number,
                now=now,
            )
            return Happening.EXEMPTED
        return None

    def _is_read(self, one: Obligation, day: date) -> bool:
        """Staff take a few days. On how many fall weekends and holidays is worked out once for each day of receipt."""
        submission = one.standing.submission
        if submission is None:
            return False
        received = self._campaign.local_day(submission.received_at)
        if received not in self._read_on:
            self._read_on[received] = self._campaign.plan.calendar.shift(received, READ_IN_WORKING_DAYS)
        return day >= self._read_on[received]

    def _settle(self, session: Session, one: Obligation, verdict: Verdict, *, day: date, now: datetime) -> Happening:
        staff = self._campaign.plan.bodies.coordinator
        if verdict.is_accepted:
            accept(session, self._campaign, one.id, by=staff, reason=verdict.reason, now=now)
            return Happening.ACCEPTED
        return_submission(
            session,
            self._campaign,
            one.id,
            reason=verdict.reason,
            sections=verdict.sections,
            new_day=self._campaign.plan.calendar.shift(day, DAYS_TO_MEND),
            by=staff,
            now=now,
        )
        return Happening.RETURNED


def _was_extended(one: Obligation) -> bool:
    return any(version.cause is Cause.EXTENDED for version in one.history.versions)
