"""The log of attempts: what transports said, one line for each try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from database.models import AttemptRow, OutboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def attempts_of(session: Session, outbox_id: int) -> list[AttemptRow]:
    return list(session.scalars(select(AttemptRow).where(AttemptRow.outbox_id == outbox_id).order_by(AttemptRow.id)))


def first_unclear(session: Session, outbox_id: int) -> datetime | None:
    """When the message may first have gone without our knowing."""
    return session.scalar(
        select(AttemptRow.at)
        .where(AttemptRow.outbox_id == outbox_id, AttemptRow.outcome == "ambiguous")
        .order_by(AttemptRow.id)
        .limit(1)
    )


def last_accepted(session: Session, campaign_id: int) -> AttemptRow | None:
    """The last attempt that ended with a message taken over."""
    of_campaign = exists().where(OutboxRow.id == AttemptRow.outbox_id, OutboxRow.campaign_id == campaign_id)
    return session.scalars(  # asked from the end backwards: joined, SQLite would begin with all messages
        select(AttemptRow).where(AttemptRow.outcome == "accepted", of_campaign).order_by(AttemptRow.id.desc()).limit(1),
    ).first()


def last_attempts(
    session: Session, channel: str, *, number: int, since: datetime | None = None
) -> list[tuple[datetime, str, str, str, str]]:
    """Moment, outcome, scope, code and words of the last so many attempts on the channel, the latest first."""
    found = session.execute(
        select(AttemptRow.at, AttemptRow.outcome, AttemptRow.scope, AttemptRow.code, AttemptRow.detail)
        .join(OutboxRow, AttemptRow.outbox_id == OutboxRow.id)
        .where(OutboxRow.channel == channel, *([AttemptRow.at >= since] if since is not None else []))
        .order_by(AttemptRow.id.desc())
        .limit(number),
    )
    return [(at, outcome, scope, code, detail) for at, outcome, scope, code, detail in found]
