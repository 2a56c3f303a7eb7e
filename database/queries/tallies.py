"""How many obligations stand how, tier by tier, and on which day what counts came in."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import case, func, select

from database.queries.eventful_standings import Terms
from database.queries.standings import asked, standings_under
from domain.obligations import State

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

STATES = tuple(State)


class Tally(NamedTuple):
    """So many of one tier stand alike; `received_day` is empty for what has not come or does not stand."""

    tier: str
    state: State
    is_overdue: bool
    is_accepted: bool
    received_day: date | None
    number: int


def tallies(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Tally]:
    """One look at all obligations."""
    tiers = tuple(tier.id for tier in campaign.plan.tiers)
    found = session.connection().execute(_counted(Terms.of(campaign), tiers), asked(campaign, as_of=as_of))
    return [_tally(tiers, *row) for row in found]


@lru_cache(maxsize=16)
def _counted(terms: Terms, tiers: tuple[str, ...]) -> Select[Any]:
    """Put together once for each plan. Who stands alike has one number: the database sorts that sooner than four columns."""
    row = standings_under(terms).c
    tier = case({one: number for number, one in enumerate(tiers)}, value=row.tier)
    state = case({one.value: number for number, one in enumerate(STATES)}, value=row.state)
    flags = case((row.is_overdue, 2), else_=0) + case((row.is_accepted, 1), else_=0)
    kinds = select(row.received_day, ((tier * len(STATES) + state) * 4 + flags).label("kind")).subquery()
    alike = (kinds.c.kind, kinds.c.received_day)
    return select(*alike, func.count()).group_by(*alike)


def _tally(tiers: tuple[str, ...], kind: int, day: date | None, number: int) -> Tally:
    rest, flags = divmod(kind, 4)
    tier, state = divmod(rest, len(STATES))
    return Tally(tiers[tier], STATES[state], bool(flags & 2), bool(flags & 1), day, number)
