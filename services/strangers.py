"""Strangers: who wrote to us and is bound to no contact. Staff see it, because somebody may only have missed the code."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries.hooks import hooks_noted
from domain.hooks import HookSource, Wrote
from services.hooks import READERS, STRANGER

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

SHOWN_FOR = timedelta(days=30)
Writing = tuple["datetime", Wrote]


def strangers(session: Session, *, as_of: datetime) -> list[Writing]:
    """When and what, of the last 30 days."""
    rows = hooks_noted(session, STRANGER, since=as_of - SHOWN_FOR, until=as_of)
    told = [(row.received_at, event) for row in rows for event in READERS[HookSource(row.source)](row.body).events]
    return [(at, event) for at, event in told if isinstance(event, Wrote)]
