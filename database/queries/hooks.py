"""What other servers told us by themselves, and what of it is still to be worked off."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select, update

from database.models import HookRow, HookVariantRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def is_kept(session: Session, event_key: str) -> bool:
    return session.scalar(select(HookRow.id).where(HookRow.event_key == event_key)) is not None


# Asked in every run, so they are put together once.
_OPEN = select(HookRow.id).where(HookRow.processed_at.is_(None)).order_by(HookRow.id).limit(bindparam("most"))
_BETWEEN = (
    select(HookRow)
    .where(HookRow.event_key >= bindparam("first"), HookRow.event_key < bindparam("after"))
    .order_by(HookRow.id)
)


def open_hooks(session: Session, *, limit: int) -> Sequence[int]:
    """Those that nobody has worked off, in the order in which they came."""
    return session.connection().execute(_OPEN, {"most": limit}).scalars().all()


def claim_hook(session: Session, hook_id: int, *, now: datetime) -> HookRow | None:
    """The hook, ours until the transaction ends; None when another worker was quicker."""
    claimed = session.scalars(
        update(HookRow)
        .where(HookRow.id == hook_id, HookRow.processed_at.is_(None))
        .values(processed_at=now)
        .returning(HookRow.id)
        .execution_options(synchronize_session=False),
    ).first()
    return None if claimed is None else session.get_one(HookRow, claimed, populate_existing=True)


def variant_of(session: Session, source: str) -> HookVariantRow | None:
    return session.get(HookVariantRow, source)


def hooks_about(session: Session, prefix: str) -> list[HookRow]:
    """Those whose key begins with `prefix`, in the order in which they came; asked as a range, which the index serves."""
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    return list(session.scalars(_BETWEEN, {"first": prefix, "after": after}))


def notes_since(session: Session, note: str, *, since: datetime | None = None) -> int:
    """How many calls, since then or ever, came to an end that begins so."""
    found = _noted(note)
    return session.scalar(found if since is None else found.where(HookRow.received_at >= since)) or 0


@cache  # there are few such words, and one of them is asked for in every round
def _noted(note: str) -> Select[tuple[int]]:
    return select(func.count()).where(HookRow.note.startswith(note, autoescape=True))


def hooks_noted(session: Session, note: str, *, since: datetime, until: datetime) -> list[HookRow]:
    """Those of that time that came to an end which begins so, in the order in which they came."""
    return list(
        session.scalars(
            select(HookRow)
            .where(
                HookRow.note.startswith(note, autoescape=True),
                HookRow.received_at >= since,
                HookRow.received_at <= until,
            )
            .order_by(HookRow.id)
        )
    )
