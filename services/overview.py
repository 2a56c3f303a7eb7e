"""The campaign at a glance: what each tier owes and has handed in, and how hand-ins go against the deadline."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.tallies import tallies
from domain.hand_in_pace import cumulated, projected
from domain.obligations import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.tallies import Tally
    from domain.campaigns import Campaign

Points = tuple[tuple["date", int], ...]
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class TierOverview:
    """One tier. `days_left` are calendar days up to the deadline and with it, negative once it is over.

    `waiting` are received and neither accepted nor
    returned. `hand_ins` says how many reports that stand had come by the end of each day, `projection` how many will have come.
    """

    id: str
    name: str
    first: date
    deadline: date
    today: date
    days_left: int
    working_days_left: int
    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    returned: int
    waiting: int
    exempt: int
    hand_ins: Points
    projection: Points

    @property
    def received_percent(self) -> float:
        return _percent(self.received, self.expected)

    @property
    def on_time_percent(self) -> float:
        return _percent(self.on_time, self.expected)

    @property
    def steps(self) -> list[tuple[date, int]]:
        """The first day, the last, and each on which the sum changed: the curve as a table."""
        pairs = zip((None, *self.hand_ins), self.hand_ins, strict=False)
        changed = [now for before, now in pairs if before is None or before[1] != now[1]]
        return changed if not changed or changed[-1] == self.hand_ins[-1] else [*changed, self.hand_ins[-1]]

    @property
    def projected(self) -> int | None:
        """How many will have come by the deadline, if people go on so; None once it is over."""
        return self.projection[-1][1] if self.projection else None


def _percent(part: int, whole: int) -> float:
    """Cut off, never rounded up: 100 % says that nobody is missing."""
    return part * HUNDRED * 10 // whole / 10 if whole else 0.0


def overview(session: Session, campaign: Campaign, *, as_of: datetime) -> list[TierOverview]:
    """The tiers that owe anything, those that report first before the others; from one look at the database."""
    found = tallies(session, campaign, as_of=as_of)
    owing = {duty.tier for duty in campaign.plan.duties}
    return [
        _tier(tier.id, tier.name, [one for one in found if one.tier == tier.id], campaign, as_of=as_of)
        for tier in sorted(campaign.plan.tiers, key=lambda tier: tier.rank)
        if tier.id in owing
    ]


def _tier(tier: str, name: str, found: Sequence[Tally], campaign: Campaign, *, as_of: datetime) -> TierOverview:
    calendar, today = campaign.plan.calendar, campaign.local_day(as_of)
    deadline = max(duty.deadline.last_day for duty in campaign.plan.duties if duty.tier == tier)
    first, exempt = min(campaign.local_day(campaign.opened_at), deadline), _number(found, State.EXEMPT)
    on_time, late = _number(found, State.ON_TIME), _number(found, State.LATE)
    expected = sum(one.number for one in found) - exempt
    by_day: Counter[date] = Counter()
    for one in found:
        if one.received_day is not None:
            by_day[one.received_day] += one.number
    days_left = (deadline - today).days
    return TierOverview(
        id=tier,
        name=name,
        first=first,
        deadline=deadline,
        today=today,
        days_left=days_left,
        working_days_left=calendar.working_days(after=today, until=deadline) if days_left > 0 else 0,
        expected=expected,
        received=on_time + late,
        on_time=on_time,
        late=late,
        overdue=sum(one.number for one in found if one.is_overdue),
        returned=_number(found, State.RETURNED),
        waiting=sum(one.number for one in found if one.state.is_received and not one.is_accepted),
        exempt=exempt,
        hand_ins=tuple(cumulated(by_day, first=first, until=min(today, campaign.plan.calendar.last))),
        projection=tuple(projected(by_day, today=today, last_day=deadline, expected=expected, calendar=calendar)),
    )


def _number(found: Iterable[Tally], state: State) -> int:
    return sum(one.number for one in found if one.state is state)
