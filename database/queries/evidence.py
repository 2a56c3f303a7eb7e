"""What proves how a unit was dealt with: the terms of its duty, and what each message went through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import undefer

from database.models import AttemptRow, OutboxRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def version_rows(session: Session, obligation_id: int, *, as_of: datetime) -> list[VersionRow]:
    """The versions that had begun by then; the first has from the opening on."""
    query = select(VersionRow).where(VersionRow.obligation_id == obligation_id, VersionRow.effective_from <= as_of)
    return list(session.scalars(query.order_by(VersionRow.number)))


def attempts_until(session: Session, outbox_ids: Iterable[int], *, as_of: datetime) -> dict[int, list[AttemptRow]]:
    """The attempts to deliver these messages that were made by then, by message, in the order of time."""
    query = select(AttemptRow).where(AttemptRow.outbox_id.in_(set(outbox_ids)), AttemptRow.at <= as_of)
    found: dict[int, list[AttemptRow]] = {}
    for row in session.scalars(query.order_by(AttemptRow.id)):
        found.setdefault(row.outbox_id, []).append(row)
    return found


def payloads_of(session: Session, outbox_ids: Iterable[int]) -> dict[int, bytes]:
    """The bytes of these messages as they went over the wire; without those of which none are kept."""
    query = select(OutboxRow).options(undefer(OutboxRow.payload)).where(OutboxRow.id.in_(set(outbox_ids)))
    return {row.id: row.payload for row in session.scalars(query) if row.payload}
