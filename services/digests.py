"""What a list to those above says: who is overdue, by name, with days, contact and last contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.ladder import Audience
from domain.outbox import MessageState
from domain.vietnamese_dates import day_text
from notifications.contexts import BoardDigest, DistrictDigest, EscalationList, Line, TierFigures
from notifications.messages import MESSAGE_NAMES
from services.letters import plan_facts
from services.standings import count_tier

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from database.queries.outbox import Settled
    from domain.campaigns import Campaign
    from domain.units import Contact, Unit
    from services.standings import Obligation


# Lists about other units: they say nothing of whether a unit was spoken to about its own duty.
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
    ) -> None:
        self._campaign, self.obligations, self._units = campaign, obligations, units
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
        return DistrictDigest(
            plan=self._plan,
            recipient=self._names[superior],
            as_of=self.now,
            figures=self._figures(below, below[0].tier, name=self._campaign.plan.tier(below[0].tier).name),
            on_time=tuple(self._names[one.unit] for one in below if one.standing.state.value == "on_time"),
            overdue=self._lines(overdue),
        )

    def board_digest(self, *, for_leaders: bool) -> BoardDigest | None:
        """For the board or its leaders, on every tier but its own duty."""
        own = self._campaign.plan.bodies.coordinator
        overdue = [one for one in self.obligations if one.standing.is_overdue and one.unit != own]
        if not overdue:
            return None
        return BoardDigest(
            plan=self._plan,
            as_of=self.now,
            for_leaders=for_leaders,
            tiers=tuple(self._tier_figures()),
            overdue=self._lines([one for one in overdue if self.is_reached(one)]),
            unreached=self._lines([one for one in overdue if not self.is_reached(one)]),
        )

    def escalation(self, escalated: Sequence[Obligation], recipient: str) -> EscalationList | None:
        """For the Party Office: the units escalated to it that are still missing."""
        overdue = [one for one in escalated if one.standing.is_overdue]
        if not overdue:
            return None
        tier = overdue[0].tier
        same_tier = [one for one in self.obligations if one.tier == tier]
        unreached = [one for one in same_tier if one.standing.is_overdue and not self.is_reached(one)]
        return EscalationList(
            plan=self._plan,
            recipient=self._names[recipient],
            as_of=self.now,
            figures=self._figures(same_tier, tier, name=self._campaign.plan.tier(tier).name),
            overdue=self._lines([one for one in overdue if self.is_reached(one)]),
            unreached=self._lines(unreached),
        )

    def _is_listed_above(self, obligation: Obligation) -> bool:
        """Whether its ladder tells the superior at all."""
        rungs = self._campaign.plan.ladders[obligation.duty.ladder].rungs
        return any(notice.audience is Audience.SUPERIOR for rung in rungs for notice in rung.notices)

    def unit(self, code: str) -> Unit:
        return self._units[code]

    def name(self, code: str) -> str:
        return self._names[code]

    def settled(self, unit: str) -> Sequence[Settled]:
        """What was written to the unit and is settled, in the order of time."""
        return self._settled.get(unit, ())

    def is_reached(self, obligation: Obligation) -> bool:
        """Whether the unit can be written to, and something to it was taken over by a transport."""
        can = any(contact.address not in self._refused for contact in self._contacts.get(obligation.unit, ()))
        return can and any(row.state == MessageState.ACCEPTED for row in self._settled.get(obligation.unit, ()))

    def last_contact(self, unit: str) -> str:
        sent = [row for row in self.settled(unit) if row.state == MessageState.ACCEPTED and row.message not in DIGESTS]
        if not sent:
            return "chưa liên lạc được"
        day = self._campaign.local_day(sent[-1].settled_at)
        return f"{MESSAGE_NAMES[sent[-1].message]}, {day_text(day)}"

    def contact(self, unit: str) -> str:
        people = self._contacts.get(unit, ())
        if not people:
            return "chưa có đầu mối"
        return ", ".join(part for part in (people[0].name, people[0].phone) if part)

    def _tier_figures(self) -> list[TierFigures]:
        tiers = sorted(self._campaign.plan.tiers, key=lambda tier: tier.rank)
        return [
            self._figures([one for one in self.obligations if one.tier == tier.id], tier.id, name=tier.name)
            for tier in tiers
            if any(one.tier == tier.id for one in self.obligations)
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
        )

    def _lines(self, obligations: Sequence[Obligation]) -> tuple[Line, ...]:
        return tuple(self._line(one) for one in obligations)

    def _line(self, one: Obligation) -> Line:
        return Line(
            unit=self._names[one.unit],
            last_day=one.standing.deadline.last_day,
            days_late=one.standing.days_late,
            contact=self.contact(one.unit),
            last_contact=self.last_contact(one.unit),
            promised=one.promise.day if one.promise else None,
            is_returned=one.standing.state.value == "returned",
        )
