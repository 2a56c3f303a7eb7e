"""What a unit's link opens: which duties are its own, how often links were taken back, when a fresh one was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import ObligationRow, OutboxRow, UnitLinkRevocationRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

FRESH_LINK = "fresh_link"


def series_of(session: Session, campaign_id: int, units: Iterable[str]) -> dict[str, int]:
    """The series of the links that are good now, by unit; one that is not named has the first, 0."""
    found = session.execute(
        select(UnitLinkRevocationRow.unit, func.count())
        .where(UnitLinkRevocationRow.campaign_id == campaign_id, UnitLinkRevocationRow.unit.in_(set(units)))
        .group_by(UnitLinkRevocationRow.unit),
    )
    return {unit: number for unit, number in found}  # noqa: C416 -- dict() of rows does not type


def duties_of(session: Session, campaign_id: int, unit: str) -> list[int]:
    """The obligations of the unit, in the order of the plan."""
    found = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit == unit)
    return list(session.scalars(found.order_by(ObligationRow.id)))


def has_below(session: Session, campaign_id: int, unit: str) -> bool:
    """Whether any unit reports to this one."""
    found = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign_id, ObligationRow.superior == unit)
    return session.scalar(found.limit(1)) is not None


def duties_below(session: Session, campaign_id: int, unit: str) -> list[int]:
    """The obligations of its direct subordinates."""
    found = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign_id, ObligationRow.superior == unit)
    return list(session.scalars(found.order_by(ObligationRow.id)))


def fresh_links_since(session: Session, campaign_id: int, unit: str, *, since: datetime) -> int:
    """How many letters with a fresh link were queued for this unit after that moment."""
    found = select(func.count()).where(
        OutboxRow.campaign_id == campaign_id,
        OutboxRow.unit == unit,
        OutboxRow.message == FRESH_LINK,
        OutboxRow.moment > since,
    )
    return session.scalar(found) or 0
