"""Writing the audit log and holding it against its own chain. Entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from database.models import AuditEntryRow, AuditHeadRow
from database.queries.audit_log import HEAD_ID, entries, head, seen_head
from domain.audit_log import BEGINNING, Break, Entry, detail_text, entry_hash, first_break

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.audit_log import Action


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does something, and in which role; of units without an account the role is "link"."""

    name: str
    role: str


def write_entry(
    session: Session,
    doer: Doer,
    action: Action,
    *,
    about: str,
    now: datetime,
    campaign_id: int | None = None,
    detail: Mapping[str, object] | None = None,
) -> Entry:
    """One deed, in the same transaction as the deed itself."""
    end = head(session)
    if end is None:
        end = AuditHeadRow(id=HEAD_ID, entry_id=0, hash=BEGINNING)
        session.add(end)
    entry = Entry(
        id=end.entry_id + 1,
        at=now,
        who=doer.name.replace("\0", ""),  # no database but SQLite keeps it, and the hash is to hold everywhere
        role=doer.role,
        campaign_id=campaign_id,
        action=action,
        about=about.replace("\0", ""),
        detail=detail_text(detail or {}),
        previous_hash=end.hash,
        hash="",
    )
    entry = replace(entry, hash=entry_hash(entry))
    session.add(_row(entry))
    end.entry_id, end.hash = entry.id, entry.hash
    session.flush()
    return entry


def verify(session: Session) -> tuple[int, Break | None]:
    """How many entries there should be, and the first place where the chain is broken."""
    end = seen_head(session)
    last = (end.entry_id, end.hash) if end else (0, BEGINNING)
    return last[0], first_break(map(entry_value, entries(session)), head=last)


def _row(entry: Entry) -> AuditEntryRow:
    return AuditEntryRow(
        id=entry.id,
        at=entry.at,
        who=entry.who,
        role=entry.role,
        campaign_id=entry.campaign_id,
        action=entry.action,
        about=entry.about,
        detail=entry.detail,
        previous_hash=entry.previous_hash,
        hash=entry.hash,
    )


def entry_value(row: AuditEntryRow) -> Entry:
    return Entry(
        row.id,
        row.at,
        row.who,
        row.role,
        row.campaign_id,
        row.action,
        row.about,
        row.detail,
        row.previous_hash,
        row.hash,
    )
