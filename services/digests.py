"""What a list to those above says: who is overdue, by name, with days, contact and last contact."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from domain.ladder import Audience
from domain.outbox import MessageState
from domain.vietnamese_dates import day_text
from notifications.contexts import BoardDigest, DistrictDigest, EscalationList, Line, TierFigures
from notifications.messages import MESSAGE_NAMES
from services.letters import letter_name, plan_facts, written
from services.phone_wording import talk_text
from services.posting import thread_of
from services.standings import count_tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date, datetime

    from database.queries.outbox import Settled
    from domain.calls import Call
    from domain.campaigns import Campaign
    from domain.units import Contact, Unit
    from services.standings import Obligation


# Lists about other units: they say nothing of whether a unit was spoken to about its own duty.
NO_TALKS: Mapping[str, Call] = MappingProxyType({})
DIGESTS = ("district_digest", "board_digest", "escalation_list")


class Lists:
    """The lists of one moment, over all obligations of the campaign."""

    def __init__(
        self,
        campaign: Campaign,
        obligations: Sequence[Obligation],
        *,
        units: Mapping[str, Unit],
        contacts: Mapping[str, Sequence[Contact]],
        settled: Mapping[str, Sequence[Settled]],
        refused: frozenset[str],
        now: datetime,
        talks: Mapping[str, Call] = NO_TALKS,
    ) -> None:
        """`talks` are the last calls in which somebody of a unit was spoken to, by unit."""
        self._campaign, self.obligations, self._units, self._talks = campaign, obligations, units, talks
        self._names = {code: unit.name for code, unit in units.items()}
        self._contacts, self._settled, self._refused = contacts, settled, refused
        self.now = campaign.plan.calendar.local(now)
        self._plan = plan_facts(campaign, self._names)

    def district_digest(self, superior: str) -> DistrictDigest | None:
        """For a superior on its direct subordinates; None when none of them is overdue any more."""
        below = [one for one in self.obligations if one.superior == superior and self._is_listed_above(one)]
        overdue = [one for one in below if one.standing.is_overdue]
        if not overdue:
            return None
        reached, unreached = self._by_reach(overdue)
        return DistrictDigest(
            plan=self._plan,
            recipient=self._names[superior],
            as_of=self.now,
            figures=self._figures(below, below[0].tier, name=self._campaign.plan.tier(below[0].tier).name),
            on_time=tuple(self._names[one.unit] for one in below if one.standing.state.value == "on_time"),
            overdue=self._lines(reached),
            unreached=self._lines(unreached),
            previous=self._last_sent(superior, "district_digest"),
        )

    def board_digest(self, *, for_leaders: bool) -> BoardDigest | None:
        """For the board or its leaders, on every tier; None when nobody but the board itself is overdue."""
        own = self._campaign.plan.bodies.coordinator
        overdue = [one for one in self.obligations if one.standing.is_overdue]
        if all(one.unit == own for one in overdue):
            return None
        reached, unreached = self._by_reach(self._in_order_of_superiors(overdue))
        return BoardDigest(
            plan=self._plan,
            as_of=self.now,
            for_leaders=for_leaders,
            tiers=tuple(self._tier_figures(only={one.tier for one in self.obligations})),
            overdue=self._lines(reached, under_superiors=True),
            unreached=self._lines(unreached, under_superiors=True),
        )

    def escalation(self, escalated: Sequence[Obligation], recipient: str) -> EscalationList | None:
        """For the Party Office: the units escalated to it that are still missing."""
        overdue = [one for one in escalated if one.standing.is_overdue]
        if not overdue:
            return None
        tiers = {one.tier for one in overdue}
        alike = [one for one in self.obligations if one.tier in tiers and one.standing.is_overdue]
        reached, unreached = self._by_reach(alike)
        named = [one for one in overdue if self.is_reached(one)]
        return EscalationList(
            plan=self._plan,
            recipient=self._names[recipient],
            as_of=self.now,
            tiers=tuple(self._tier_figures(only=tiers)),
            overdue=self._lines(named),
            unreached=self._lines(unreached),
            others=len({one.id for one in reached} - {one.id for one in named}),
            previous=self._last_sent(recipient, "escalation_list"),
        )

    def _is_listed_above(self, obligation: Obligation) -> bool:
        """Whether its ladder tells the superior at all."""
        rungs = self._campaign.plan.ladders[obligation.duty.ladder].rungs
        return any(notice.audience is Audience.SUPERIOR for rung in rungs for notice in rung.notices)

    def unreached(self) -> list[Obligation]:
        """Overdue, but nobody could write to the unit: to be telephoned, and not to be blamed."""
        return self._by_reach([one for one in self.obligations if one.standing.is_overdue])[1]

    def unit(self, code: str) -> Unit:
        return self._units[code]

    def name(self, code: str) -> str:
        return self._names[code]

    def settled(self, unit: str) -> Sequence[Settled]:
        """What was written to the unit and is settled, in the order of time."""
        return self._settled.get(unit, ())

    def is_reached(self, obligation: Obligation) -> bool:
        """Whether the unit was spoken to, or can be written to and something to it was taken over by a transport."""
        if obligation.unit in self._talks:
            return True
        can = any(contact.address not in self._refused for contact in self._contacts.get(obligation.unit, ()))
        return can and any(row.state == MessageState.ACCEPTED for row in self._settled.get(obligation.unit, ()))

    def last_contact(self, one: Obligation) -> str:
        """The last thing that reached the unit: a call, a letter about this duty, a reply, or a letter about another one."""
        sent = [
            row for row in self.settled(one.unit) if row.state == MessageState.ACCEPTED and row.message not in DIGESTS
        ]
        talk = self._talks.get(one.unit)
        if talk is not None and (not sent or talk.at > sent[-1].settled_at):
            return talk_text(talk, self._campaign.plan.calendar)
        if not sent:
            return "chưa liên lạc được"
        day = self._campaign.local_day(sent[-1].settled_at)
        letters = written(sent, one, self._campaign) if sent[-1].thread == thread_of(one.unit, one.duty.id) else []
        name = letter_name(letters[-1]) if letters else MESSAGE_NAMES[sent[-1].message]
        return f"{name}, {day_text(day)}"

    def contact(self, unit: str) -> str:
        people = self._contacts.get(unit, ())
        if not people:
            return "chưa có đầu mối"
        return ", ".join(part for part in (people[0].name, people[0].phone) if part)

    def _by_reach(self, obligations: Sequence[Obligation]) -> tuple[list[Obligation], list[Obligation]]:
        reached = [one for one in obligations if self.is_reached(one)]
        return reached, [one for one in obligations if not self.is_reached(one)]

    def _last_sent(self, unit: str, message: str) -> date | None:
        """The day on which such a list last went to this unit, before today."""
        today = self.now.date()
        sent = (row for row in self.settled(unit) if (row.message, row.state) == (message, MessageState.ACCEPTED))
        return max((day for row in sent if (day := self._campaign.local_day(row.settled_at)) < today), default=None)

    def _in_order_of_superiors(self, obligations: Sequence[Obligation]) -> list[Obligation]:
        """As the list of units has them; those that report to a superior stand together, superior by superior."""
        places = {unit.name: place for place, unit in enumerate(self._units.values())}
        return sorted(obligations, key=lambda one: places.get(self._superior(one), -1))

    def _superior(self, one: Obligation) -> str:
        """The name of the superior that the unit reports to, if it is one."""
        return self._names[one.superior] if one.superior and one.duty.addressee == "superior" else ""

    def _tier_figures(self, *, only: AbstractSet[str]) -> list[TierFigures]:
        """Those tiers, the one that reports first at the head."""
        tiers = sorted(self._campaign.plan.tiers, key=lambda tier: tier.rank)
        return [
            self._figures([one for one in self.obligations if one.tier == tier.id], tier.id, name=tier.name)
            for tier in tiers
            if tier.id in only
        ]

    def _figures(self, obligations: Sequence[Obligation], tier: str, *, name: str) -> TierFigures:
        counted = count_tier(obligations, tier)
        return TierFigures(
            name=name,
            last_day=obligations[0].duty.deadline.last_day,
            expected=counted.expected,
            received=counted.received,
            on_time=counted.on_time,
            late=counted.late,
            overdue=counted.overdue,
            returned=counted.returned,
            unreached=sum(one.standing.is_overdue and not self.is_reached(one) for one in obligations),
        )

    def _lines(self, obligations: Sequence[Obligation], *, under_superiors: bool = False) -> tuple[Line, ...]:
        return tuple(self._line(one, superior=self._superior(one) if under_superiors else "") for one in obligations)

    def _line(self, one: Obligation, *, superior: str) -> Line:
        return Line(
            unit=self._names[one.unit],
            last_day=one.standing.deadline.last_day,
            days_late=one.standing.days_late,
            contact=self.contact(one.unit),
            last_contact=self.last_contact(one),
            promised=one.promise.day if one.promise else None,
            is_returned=one.standing.state.value == "returned",
            superior=superior,
        )
