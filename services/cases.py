"""Cases: all that the decisions of one tick need to know, asked of the database in a few questions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypedDict

from database.queries import obligations as ask
from database.queries.calls import spoken_units_due
from database.queries.outbox import refused_addresses
from database.queries.units import contacts_of
from domain.decisions import Case, decide
from domain.ladder import Audience
from domain.obligations import promise_in_force, standing
from domain.schedule import Scheduler
from domain.units import ContactRole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import DueVersion, History, Terms
    from domain.campaigns import Campaign
    from domain.decisions import Decision
    from domain.ladder import Step
    from domain.obligations import Promise, Standing, Version
    from domain.units import Contact


class Frame(TypedDict):
    """What narrows every question of one tick to what is due in it."""

    tier: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """Where a due version stands: which steps are to be decided, and when its ladder asks next."""

    version: Version
    standing: Standing
    promise: Promise | None
    steps: tuple[Step, ...]
    next_moment: datetime | None


class Cases:
    """What the decisions of one tick need to know, each thing asked of the database once, and only if needed."""

    def __init__(
        self,
        session: Session,
        campaign: Campaign,
        *,
        tier: str,
        now: datetime,
        due: Sequence[DueVersion],
    ) -> None:
        self._session, self._campaign, self._now = session, campaign, now
        self._today = campaign.local_day(now)
        self._scheduler = Scheduler(campaign)
        self._frame = Frame(tier=tier, now=now)
        self._promises = ask.promises_due(session, campaign.id, **self._frame)
        with_history = ask.obligations_with_history(session, campaign.id, **self._frame)
        self._histories = ask.histories(session, campaign, obligations=with_history) if with_history else {}
        self._alike: dict[Terms, Course] = {}
        self._audiences: set[Audience] = set()
        self._courses = {one.version_id: self._course(one) for one in due}
        self.contacts: dict[tuple[str, str], Contact] = {}

    def decide(self, due: DueVersion) -> tuple[Decision, ...]:
        course = self._courses[due.version_id]
        case = Case(
            version=course.version,
            standing=course.standing,
            recipients=self._recipients(due),
            broken=self._broken,
            was_reached=self._was_reached(due),
            promise=course.promise,
        )
        return decide(case, course.steps, now=self._now, today=self._today)

    def next_moment(self, due: DueVersion) -> datetime | None:
        return self._courses[due.version_id].next_moment

    def _course(self, due: DueVersion) -> Course:
        """Without a promise and without a report the terms say all, so one course serves every unit under them."""
        promise, history = self._promises.get(due.obligation_id), self._histories.get(due.obligation_id)
        if promise is not None or history is not None:
            return self._work_out(due.terms, promise=promise, history=history)
        if due.terms not in self._alike:
            self._alike[due.terms] = self._work_out(due.terms, promise=None, history=None)
        return self._alike[due.terms]

    def _work_out(self, terms: Terms, *, promise: Promise | None, history: History | None) -> Course:
        version = ask.version_value(terms, terms.duty, self._campaign)
        versions, submissions = (history.versions, history.submissions) if history else ((version,), ())
        exemptions = history.exemptions if history else ()
        found = standing(versions, submissions, exemptions, as_of=self._now)
        promise = promise_in_force(promise, found=found)
        schedule = self._scheduler.schedule(version, promise=promise)
        steps = schedule.due(since=terms.next_step_at, now=self._now)
        self._audiences |= {notice.audience for step in steps for notice in step.rung.notices}
        coming = schedule.next_moment(after=self._now, received=not found.state.is_owed)
        return Course(version, found, promise, steps, coming)

    def _recipients(self, due: DueVersion) -> dict[Audience, Sequence[Contact]]:
        """Whom each audience means for this unit. Nobody but its own people, those above it, and the named bodies."""
        found = dict(self._fixed)
        if Audience.UNIT in self._audiences:
            found[Audience.UNIT] = self._own.get(due.unit, ())
        if Audience.SUPERIOR in self._audiences and due.superior is not None:
            found[Audience.SUPERIOR] = self._above.get(due.superior, ())
        return found

    @cached_property
    def _own(self) -> dict[str, list[Contact]]:
        return self._people(Audience.UNIT)

    @cached_property
    def _above(self) -> dict[str, list[Contact]]:
        return self._people(Audience.SUPERIOR)

    def _people(self, audience: Audience) -> dict[str, list[Contact]]:
        by_unit: dict[str, list[Contact]] = {}
        for contact in ask.contacts_due(self._session, self._campaign.id, audience=audience, **self._frame):
            if contact.role is not ContactRole.LEADER:
                by_unit.setdefault(contact.unit, []).append(contact)
                self.contacts[contact.code, contact.channel] = contact
        return by_unit

    @cached_property
    def _fixed(self) -> dict[Audience, Sequence[Contact]]:
        bodies = self._campaign.plan.bodies
        people = contacts_of(self._session, self._campaign.id, (bodies.coordinator, bodies.office))
        board, office = people.get(bodies.coordinator, []), people.get(bodies.office, [])
        self.contacts |= {(contact.code, contact.channel): contact for contact in (*board, *office)}
        return {
            Audience.BOARD: [contact for contact in board if contact.role is not ContactRole.LEADER],
            Audience.LEADERS: [contact for contact in board if contact.role is ContactRole.LEADER],
            Audience.OFFICE: office,
        }

    @cached_property
    def _broken(self) -> frozenset[str]:
        return refused_addresses(self._session, self._campaign.id)

    def _was_reached(self, due: DueVersion) -> bool:
        if Audience.OFFICE not in self._audiences:
            return True
        own = self._own.get(due.unit, ())
        if due.unit in self._spoken_to:
            return True
        return due.unit in self._reached and any(contact.address not in self._broken for contact in own)

    @cached_property
    def _reached(self) -> set[str]:
        return ask.reached_units_due(self._session, self._campaign.id, **self._frame)

    @cached_property
    def _spoken_to(self) -> set[str]:
        return spoken_units_due(self._session, self._campaign.id, **self._frame)
