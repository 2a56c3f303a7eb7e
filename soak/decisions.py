"""A second opinion on what had to be decided: the oracle of the tests, told what happened and when the clockwork ran."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from database.queries.decisions import decided
from domain.deadlines import Reading
from domain.decisions import NOBODY
from domain.units import ContactRole
from services.replies import REPLIES
from soak.journal import Deed
from tests.stories.oracle import OFFICE, Oracle
from tests.stories.oracle_ladder import Event, Person, Script, Task
from tests.stories.oracle_post import BOARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from services.campaigns import Prepared
    from soak.habits import Owed
    from soak.journal import Told

Key = tuple[str, int, str, str, str]  # unit, version, rung, audience, person
# The answers are of two sorts: the rung was asked and somebody was to hear of it, or there was no more point in it.
POINTLESS = frozenset({"already_submitted", "superseded"})
NAMES = {Deed.HAND_IN: "hand_in", Deed.RETURN: "return", Deed.EXTEND: "extend", Deed.PROMISE: "promise"}
NOTHING = "nothing"
A_WHILE = timedelta(days=60)


@dataclass(frozen=True)
class Course:
    """What happened to whom. `rounds` are the moments at which the clockwork decided, by its clock; `slots` the true moments."""

    prepared: Prepared
    campaign: Campaign
    duties: Sequence[Owed]
    told: Sequence[Told]
    rounds: Sequence[datetime]
    refused: Sequence[str]
    slots: Sequence[datetime]

    def local(self, moment: datetime) -> datetime:
        return self.campaign.plan.calendar.local(moment).replace(tzinfo=None)

    def script(self) -> Script:
        return Script(
            opened=self.local(self.campaign.opened_at),
            days_off=frozenset(self._days_off()),
            tasks=tuple(self._task(one) for one in self.duties),
            people=tuple(
                Person(one.code, self.alias(one.unit), one.address, is_leader=one.role is ContactRole.LEADER)
                for one in self.prepared.contacts
            ),
            events=tuple(sorted(self._events(), key=lambda event: event.at)),
            refused=frozenset(self.refused),
        )

    def alias(self, unit: str) -> str:
        """The oracle has names of its own for the two bodies that everybody knows."""
        bodies = self.campaign.plan.bodies
        return {bodies.coordinator: BOARD, bodies.office: OFFICE}.get(unit, unit)

    def _events(self) -> Iterator[Event]:
        for moment in self.rounds:
            yield Event(self.local(moment), "decide")
            yield Event(self.local(moment), "deliver")
        for one in self.told:
            if one.deed in NAMES:
                day = None if one.deed is Deed.HAND_IN else one.day
                yield Event(self.local(one.told), NAMES[one.deed], self.alias(one.unit), day)

    def _days_off(self) -> Iterator[date]:
        calendar = self.campaign.plan.calendar
        day, last = self.local(self.campaign.opened_at).date() - A_WHILE, self.local(max(self.rounds)).date() + A_WHILE
        while day <= last:
            if calendar.first <= day <= calendar.last and not calendar.is_working_day(day) and day.weekday() < 5:  # noqa: PLR2004 -- Saturdays and Sundays the oracle knows
                yield day
            day += timedelta(days=1)

    def _task(self, owed: Owed) -> Task:
        duty = next(one for one in self.campaign.plan.duties if one.id == owed.duty)
        superior = self.prepared.units[owed.unit].superior if owed.tier == "commune" else None
        is_before = duty.deadline.reading is Reading.BEFORE
        return Task(self.alias(owed.unit), duty.ladder, duty.deadline.day, is_before=is_before, superior=superior or "")


def disagreements(session: Session, course: Course) -> Iterator[str]:
    """Where the ledger has another rung than the oracle, or another sort of answer, by name.

    What somebody did at the very moment of a round may have come before it or after it: there either sort will do. So it
    will between the moment that a wrong clock gave to a deed and the one at which it was truly done, and from a deed on of
    which nobody knows whether it was done.
    """
    ours, found = _expected(course), _found(session, course.campaign)
    moments = {key[:4]: moment for key, (_, moment) in found.items()}
    for key in sorted(ours.keys() | found.keys()):
        expected, sort = ours.get(key, NOTHING), found[key][0] if key in found else NOTHING
        moment = moments.get(key[:4])  # whoever of the audience was named: what is passed over names nobody
        if expected != sort and not _is_undecided(course, key[0], moment):
            yield f"{' '.join(map(str, key))}: ledger {sort} at {moment}, oracle {expected}"


def _is_undecided(course: Course, unit: str, moment: datetime | None) -> bool:
    """`moment` is None for what the ledger does not know."""
    return any(may_be_either(one, moment, slots=course.slots) for one in course.told if one.unit == unit)


def may_be_either(told: Told, moment: datetime | None, *, slots: Sequence[datetime]) -> bool:
    """Whether nobody can say if the deed came before the decision of that moment; None is a decision that was not made."""
    if moment is None:
        return told.doubtful
    begun, ended = told.slots
    known = [told.tried, told.told, slots[begun], slots[min(ended, len(slots) - 1)]]
    return min(known) <= moment and (told.doubtful or moment <= max(known))


def _expected(course: Course) -> dict[Key, str]:
    ending = Oracle(course.script()).tell()
    back = {course.alias(unit.code): unit.code for unit in course.prepared.units}
    return {
        (back[unit], version, rung, audience, person): _sort(outcome)
        for (_, unit, version, rung, audience, person, outcome) in ending.decisions
        if not _rests(rung, outcome)
    }


def _found(session: Session, campaign: Campaign) -> dict[Key, tuple[str, datetime]]:
    """With the moment of each."""
    return {
        (one.unit, one.version, one.decision.rung, one.decision.audience, _person(one.decision.recipient)): (
            _sort(one.decision.outcome),
            one.decision.decided_at,
        )
        for one in decided(session, campaign.id)
        if one.decision.message not in REPLIES and not _rests(one.decision.rung, one.decision.outcome)
    }


def _person(recipient: str) -> str:
    return "" if recipient.startswith(f"{NOBODY}/") else recipient


def _sort(outcome: str) -> str:
    return "pointless" if outcome in POINTLESS else "asked"


def _rests(rung: str, outcome: str) -> bool:
    """Whether what repeats and came due after the report is written down is left open."""
    return "weekly" in rung and outcome == "already_submitted"
