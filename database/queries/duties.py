"""Whose report it may be: the duties of a campaign, found by whatever a person types of the unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from database.models import ObligationRow, UnitRow
from domain.spelling import fold

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class NamedDuty:
    """`superior` is the name of the unit above, which tells two communes of one name apart."""

    obligation_id: int
    duty: str
    unit: str
    name: str
    superior: str


def duties_named(session: Session, campaign_id: int, text: str, *, limit: int = 20) -> list[NamedDuty]:
    """Those whose unit bears this code, or has these words in its name, with or without marks; none for no words."""
    folded = fold(text)
    if not folded:
        return []
    above = aliased(UnitRow)
    is_meant = or_(func.lower(UnitRow.code) == text.strip().lower(), UnitRow.folded.contains(folded, autoescape=True))
    found = session.execute(
        select(ObligationRow.id, ObligationRow.duty, UnitRow.code, UnitRow.name, above.name)
        .join(UnitRow, and_(UnitRow.campaign_id == ObligationRow.campaign_id, UnitRow.code == ObligationRow.unit))
        .outerjoin(above, and_(above.campaign_id == UnitRow.campaign_id, above.code == UnitRow.superior))
        .where(ObligationRow.campaign_id == campaign_id, is_meant)
        .order_by(func.length(UnitRow.name), UnitRow.id, ObligationRow.id)
        .limit(limit)
    )
    return [NamedDuty(number, duty, code, name, superior or "") for number, duty, code, name, superior in found]
