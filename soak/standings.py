"""A second opinion on where each duty stands, worked out from what people were told alone, without the engine's rules."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from services.standings import obligations_at
from soak.journal import Deed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from soak.habits import Owed
    from soak.journal import Journal, Told


class Stand(NamedTuple):
    """As staff would say it."""

    state: str
    last_day: date
    is_overdue: bool = False
    is_accepted: bool = False


@dataclass
class _Sheet:
    """What a clerk with a pencil knows of one duty."""

    last_day: date
    is_in: bool = False
    is_late: bool = False
    is_accepted: bool = False
    was_returned: bool = False

    def take(self, told: Told, day: date) -> None:
        """`day` is that of the deed itself."""
        match told.deed:
            case Deed.HAND_IN:
                self.is_late = self.is_late or (not self.is_in and day > self.last_day)
                self.is_in, self.is_accepted = True, False
            case Deed.ACCEPT:
                self.is_accepted = True
            case Deed.RETURN:
                self.is_in, self.is_accepted, self.was_returned = False, False, True
                self.last_day = told.day or self.last_day
            case Deed.EXTEND:
                self.last_day = told.day or self.last_day

    def stand(self, today: date) -> Stand:
        if self.is_in:
            return Stand("late" if self.is_late else "on_time", self.last_day, is_accepted=self.is_accepted)
        is_overdue = today > self.last_day
        state = "returned" if self.was_returned else "overdue" if is_overdue else "expected"
        return Stand(state, self.last_day, is_overdue=is_overdue)


def admissible(
    owed: Owed, told: Sequence[Told], *, as_of: datetime, local: Callable[[datetime], datetime]
) -> set[Stand]:
    """How it may stand: more than one way only where an answer was lost, or midnight came while one was waited for."""
    today = local(as_of).date()
    found = set()
    # What was tried several times may have been done at the first try or at the last, so before or after something else.
    for row in (told, sorted(told, key=lambda one: one.tried)):
        for chosen in product(*(_ways(one, as_of, local) for one in row)):
            sheet = _Sheet(owed.last_day)
            for one, day in zip(row, chosen, strict=True):
                if day is not None:
                    sheet.take(one, day)
            found.add(sheet.stand(today))
    return found


def _ways(told: Told, as_of: datetime, local: Callable[[datetime], datetime]) -> list[date | None]:
    """On which day it happened; None for not, or not yet."""
    first, last = sorted((told.tried, told.told))
    days: set[date | None] = {local(one).date() for one in (first, last) if one <= as_of}
    if told.doubtful or last > as_of or not days:
        days.add(None)
    return list(days)


def disagreements(
    session: Session, campaign: Campaign, duties: Sequence[Owed], journal: Journal, *, as_of: datetime
) -> Iterator[str]:
    """Where the engine says something else than the clerk, by name."""
    local = campaign.plan.calendar.local
    known = {one.obligation: one for one in duties}
    for found in obligations_at(session, campaign, as_of=as_of):
        owed, standing = known[found.id], found.standing
        ours = admissible(owed, journal.of(owed.unit), as_of=as_of, local=local)
        theirs = Stand(
            standing.state.value,
            found.version.deadline.last_day,
            is_overdue=standing.is_overdue,
            is_accepted=standing.is_accepted,
        )
        if theirs not in ours:
            said = "; ".join(str(tuple(map(str, one))) for one in ours)
            yield f"{owed.unit} at {local(as_of):%d/%m %H:%M}: {tuple(map(str, theirs))}, clerk: {said}"
