"""Which units can be written to at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import ContactRow
from database.queries.outbox import refused_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def units_without_channel(session: Session, campaign_id: int, units: Iterable[str]) -> set[str]:
    """Of these units, those that have no address left that takes anything, as far as is known."""
    wanted, bad = set(units), refused_addresses(session, campaign_id)
    people = session.execute(
        select(ContactRow.unit, ContactRow.address).where(
            ContactRow.campaign_id == campaign_id, ContactRow.unit.in_(wanted), ContactRow.address != ""
        )
    )
    return wanted - {unit for unit, address in people if address not in bad}
