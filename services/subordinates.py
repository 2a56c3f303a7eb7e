"""The direct subordinates of a unit as their superior sees them: who has reported, who is late, and when each was written to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.outbox import last_sent
from database.queries.unit_links import duties_below
from database.queries.units import unit_names
from services.posting import thread_of
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.obligations import State
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class Below:
    """One duty of one subordinate. Moments are local."""

    unit: str
    name: str
    state: State
    is_overdue: bool
    days_late: int
    deadline: date
    received_at: datetime | None
    promised: date | None
    last_contact: datetime | None


def subordinates(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[Below]:
    """Who is overdue comes first, the longest overdue at the top; then the others by name."""
    found = obligations_at(session, campaign, as_of=as_of, only=duties_below(session, campaign.id, unit))
    units = {one.unit for one in found}
    names = unit_names(session, campaign.id, units)
    sent = last_sent(session, campaign.id, as_of=as_of, units=units)
    rows = [_below(one, campaign, names, sent) for one in found]
    return sorted(rows, key=lambda one: (not one.is_overdue, -one.days_late if one.is_overdue else 0, one.name))


def _below(
    one: Obligation, campaign: Campaign, names: Mapping[str, str], sent: Mapping[str, tuple[datetime, int]]
) -> Below:
    local, standing = campaign.plan.calendar.local, one.standing
    last, _ = sent.get(thread_of(one.unit, one.duty.id), (None, 0))
    return Below(
        unit=one.unit,
        name=names[one.unit],
        state=standing.state,
        is_overdue=standing.is_overdue,
        days_late=standing.days_late,
        deadline=standing.deadline.last_day,
        received_at=local(standing.submission.received_at) if standing.submission else None,
        promised=one.promise.day if one.promise else None,
        last_contact=local(last) if last else None,
    )
