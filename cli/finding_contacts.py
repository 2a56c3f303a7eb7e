"""Finding a contact of a unit by whatever a person typed: code, name, or part of a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import ContactRow
from domain.errors import RuleBroken
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.units import Unit


def find_contact(session: Session, campaign: Campaign, unit: Unit, name: str) -> ContactRow:
    """The one person of the unit that is meant, by the first of their entries."""
    rows = session.scalars(
        select(ContactRow)
        .where(ContactRow.campaign_id == campaign.id, ContactRow.unit == unit.code)
        .order_by(ContactRow.id)
    )
    people: dict[str, ContactRow] = {}
    for row in rows:
        people.setdefault(row.code, row)
    key = fold(name)
    exact = [one for one in people.values() if key in (fold(one.code), fold(one.name))]
    found = exact or [one for one in people.values() if key and key in fold(one.name)]
    if len(found) == 1:
        return found[0]
    if not people:
        raise RuleBroken(f"{unit.name} chưa có đầu mối nào; hãy nhập trước bằng: dondoc contacts import TỆP")
    why = "có thể là nhiều người" if found else "không có trong đầu mối của đơn vị"
    raise RuleBroken(f"“{name}” {why}. Các đầu mối của {unit.name}:\n{_listed(found or list(people.values()))}")


def _listed(people: Sequence[ContactRow]) -> str:
    return "\n".join(f"  {one.code:<12} {one.name}" for one in people)
