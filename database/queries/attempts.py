"""The log of attempts: what transports said, one line for each try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, insert, select, update

from database.models import AttemptRow, OutboxRow
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


# Done after every single letter, so they are put together once.
_TAKEN_OVER = (
    update(OutboxRow)
    .where(
        OutboxRow.id == bindparam("this"),
        OutboxRow.state == MessageState.SENDING,
        OutboxRow.lease_owner == bindparam("owner"),
    )
    .values(
        state=MessageState.ACCEPTED,
        attempts=OutboxRow.attempts + 1,
        provider_id=bindparam("provider"),
        sent_at=bindparam("now"),
        settled_at=bindparam("now"),
        lease_owner=None,
        lease_until=None,
        note="",
        code="",
        scope="",
    )
)
_ACCEPTED = insert(AttemptRow).values(outcome="accepted", scope="")


def note_taken_over(
    session: Session, outbox_id: int, provider_id: str, *, code: str, detail: str, owner: str, now: datetime
) -> bool:
    """Write down that the transport took the message over, and settle it. False, and nothing done, where it is not this owner's."""
    connection = session.connection()
    taken = {"this": outbox_id, "owner": owner, "provider": provider_id, "now": now}
    if connection.execute(_TAKEN_OVER, taken).rowcount != 1:
        return False
    connection.execute(_ACCEPTED, {"outbox_id": outbox_id, "at": now, "code": code, "detail": detail})
    return True


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


# Asked in every run, so they are put together once. The first is asked from the end backwards: joined, SQLite would begin
# with all messages.
_LAST_ACCEPTED = (
    select(AttemptRow)
    .where(
        AttemptRow.outcome == "accepted",
        exists().where(OutboxRow.id == AttemptRow.outbox_id, OutboxRow.campaign_id == bindparam("campaign")),
    )
    .order_by(AttemptRow.id.desc())
    .limit(1)
)
_LAST = (
    select(AttemptRow.at, AttemptRow.outcome, AttemptRow.scope, AttemptRow.code, AttemptRow.detail)
    .join(OutboxRow, AttemptRow.outbox_id == OutboxRow.id)
    .where(OutboxRow.channel == bindparam("channel"))
    .order_by(AttemptRow.id.desc())
    .limit(bindparam("number"))
)
_LAST_SINCE = _LAST.where(AttemptRow.at >= bindparam("since"))


def last_accepted(session: Session, campaign_id: int) -> AttemptRow | None:
    """The last attempt that ended with a message taken over."""
    return session.scalars(_LAST_ACCEPTED, {"campaign": campaign_id}).first()


def last_attempts(
    session: Session, channel: str, *, number: int, since: datetime | None = None
) -> list[tuple[datetime, str, str, str, str]]:
    """Moment, outcome, scope, code and words of the last so many attempts on the channel, the latest first."""
    asked = {"channel": channel, "number": number, "since": since}
    found = session.connection().execute(_LAST if since is None else _LAST_SINCE, asked)
    return [(at, outcome, scope, code, detail) for at, outcome, scope, code, detail in found]
