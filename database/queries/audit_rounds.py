"""The auditor's rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from database.models import AuditRoundRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

AT_ONCE = 20  # before a campaign opens, a round may name every unit


# Asked in every round, so it is put together once.
_LAST = (
    select(AuditRoundRow)
    .where(AuditRoundRow.campaign_id == bindparam("campaign"), AuditRoundRow.at <= bindparam("as_of"))
    .order_by(AuditRoundRow.at.desc(), AuditRoundRow.id.desc())
    .limit(1)
)


def last_round(session: Session, campaign_id: int, *, as_of: datetime) -> AuditRoundRow | None:
    return session.scalars(_LAST, {"campaign": campaign_id, "as_of": as_of}).first()


def rounds(session: Session, campaign_id: int, *, as_of: datetime) -> Iterator[AuditRoundRow]:
    """All by then, the oldest first; few are held at once."""
    found = (
        select(AuditRoundRow)
        .where(AuditRoundRow.campaign_id == campaign_id, AuditRoundRow.at <= as_of)
        .order_by(AuditRoundRow.at, AuditRoundRow.id)
        .execution_options(yield_per=AT_ONCE)
    )
    yield from session.scalars(found)
