"""What proves how a unit was dealt with: the terms of its duty, and what each message went through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from database.models import OutboxRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def version_rows(session: Session, obligation_id: int, *, as_of: datetime) -> list[VersionRow]:
    """The versions that had begun by then; the first has from the opening on."""
    query = select(VersionRow).where(VersionRow.obligation_id == obligation_id, VersionRow.effective_from <= as_of)
    return list(session.scalars(query.order_by(VersionRow.number)))


def payloads_of(session: Session, outbox_ids: Iterable[int]) -> dict[int, bytes]:
    """The bytes of these messages as they went over the wire; without those of which none are kept."""
    query = select(OutboxRow).options(undefer(OutboxRow.payload)).where(OutboxRow.id.in_(set(outbox_ids)))
    return {row.id: row.payload for row in session.scalars(query) if row.payload}
