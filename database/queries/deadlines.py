"""The deadlines that stand, counted: how many obligations go by each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from database.models import ObligationRow, VersionRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session


class StandingDate(NamedTuple):
    """So many obligations of a duty have this deadline, for this cause (domain.obligations.Cause)."""

    duty: str
    cause: str
    day: date
    reading: str
    units: int


def standing_dates(session: Session, campaign_id: int, *, as_of: datetime) -> list[StandingDate]:
    """The latest version of each obligation by then, counted by duty, cause and date."""
    last = (
        select(VersionRow.obligation_id, func.max(VersionRow.number).label("number"))
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, VersionRow.effective_from <= as_of)
        .group_by(VersionRow.obligation_id)
        .subquery()
    )
    terms = (ObligationRow.duty, VersionRow.cause, VersionRow.deadline_day, VersionRow.reading)
    found = session.execute(
        select(*terms, func.count())
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .join(last, (last.c.obligation_id == VersionRow.obligation_id) & (last.c.number == VersionRow.number))
        .group_by(*terms)
        .order_by(VersionRow.deadline_day, VersionRow.cause),
    )
    return [StandingDate._make(row) for row in found]
