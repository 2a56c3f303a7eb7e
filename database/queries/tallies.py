"""How many obligations stand how, tier by tier, and on which day what counts came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from database.queries.standings import asked, standings
from domain.obligations import State

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


class Tally(NamedTuple):
    """So many of one tier stand alike; `received_day` is empty for what has not come or does not stand."""

    tier: str
    state: State
    is_overdue: bool
    received_day: date | None
    number: int


def tallies(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Tally]:
    """One look at all obligations."""
    row = standings(campaign).c
    alike = (row.tier, row.state, row.is_overdue, row.received_day)
    found = session.connection().execute(select(*alike, func.count()).group_by(*alike), asked(campaign, as_of=as_of))
    return [Tally(tier, State(state), bool(overdue), day, number) for tier, state, overdue, day, number in found]
