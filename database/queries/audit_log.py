"""Questions to the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from database.models import AuditEntryRow, AuditHeadRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

HEAD_ID = 1
AT_ONCE = 1_000


def head(session: Session) -> AuditHeadRow | None:
    """The end of the chain, held until the transaction ends: entries are added one after the other."""
    return session.scalar(select(AuditHeadRow).where(AuditHeadRow.id == HEAD_ID).with_for_update())


def seen_head(session: Session) -> AuditHeadRow | None:
    """The end of the chain as it is now, for who only looks."""
    return session.get(AuditHeadRow, HEAD_ID)


def entries(session: Session) -> Iterator[AuditEntryRow]:
    """All of them from the first; few are held at once."""
    found = select(AuditEntryRow).order_by(AuditEntryRow.id).execution_options(yield_per=AT_ONCE)
    with session.scalars(found) as result:  # who finds the chain broken does not ask for the rest
        yield from result


def find_entries(
    session: Session,
    *,
    words: str = "",
    action: str = "",
    who: str = "",
    before: datetime | None = None,
    limit: int,
    offset: int = 0,
) -> tuple[list[AuditEntryRow], int]:
    """The newest first, and how many there are in all."""
    chosen = _chosen(select(AuditEntryRow), words=words, action=action, who=who, before=before)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    newest = chosen.order_by(AuditEntryRow.id.desc()).limit(limit).offset(offset)
    return list(session.scalars(newest)), total


def _chosen(
    query: Select[tuple[AuditEntryRow]], *, words: str, action: str, who: str, before: datetime | None
) -> Select[tuple[AuditEntryRow]]:
    if words:
        columns = (AuditEntryRow.who, AuditEntryRow.about, AuditEntryRow.detail)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if action:
        query = query.where(AuditEntryRow.action == action)
    if who:
        query = query.where(AuditEntryRow.who == who)
    if before:
        query = query.where(AuditEntryRow.at <= before)
    return query
