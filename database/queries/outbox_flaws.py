"""Messages that stand where none should, for the auditor. States are spelled out: only then do the partial indexes serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from database.models import AttemptRow, ContactRow, DecisionRow, OutboxRow
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import BindParameter
    from sqlalchemy.orm import Session


class Open(NamedTuple):
    """A message that is still to go out; `decided_at` is when it was decided, of what nobody decides when it is due."""

    id: int
    key: str
    unit: str
    message: str
    channel: str
    priority: int
    state: str
    next_at: datetime
    lease_until: datetime | None
    moment: datetime
    decided_at: datetime | None

    @property
    def since(self) -> datetime:
        return self.decided_at or self.moment


class Unclear(NamedTuple):
    key: str
    unit: str
    message: str
    since: datetime | None
    code: str


class Failed(NamedTuple):
    """A message that was refused, and another way to the same person."""

    id: int
    key: str
    unit: str
    message: str
    next_channel: str
    next_address: str


def _spelled(state: MessageState) -> BindParameter[str]:
    return bindparam(None, str(state.value), literal_execute=True)


# Without a number added, SQLite would take the index of the whole campaign for as good as the one of what is rare.
_CAMPAIGN = OutboxRow.campaign_id.op("+")(0)
_OPEN_STATES = (MessageState.QUEUED, MessageState.HELD, MessageState.SENDING)
_SUCCESSOR, _NEWER = aliased(OutboxRow), aliased(OutboxRow)
# Each is asked in every round, so all are put together once.
_DECIDED_AT = select(func.max(DecisionRow.decided_at)).where(DecisionRow.message_key == OutboxRow.key)
_OPEN = (
    select(
        OutboxRow.id,
        OutboxRow.key,
        OutboxRow.unit,
        OutboxRow.message,
        OutboxRow.channel,
        OutboxRow.priority,
        OutboxRow.state,
        OutboxRow.next_at,
        OutboxRow.lease_until,
        OutboxRow.moment,
        _DECIDED_AT.scalar_subquery(),
    )
    .where(
        bindparam("campaign") == _CAMPAIGN,
        OutboxRow.state.in_([_spelled(state) for state in _OPEN_STATES]),
        or_(
            OutboxRow.next_at < bindparam("asked"),
            OutboxRow.state == _spelled(MessageState.SENDING),
            OutboxRow.moment < bindparam("decided"),
        ),
    )
    .order_by(OutboxRow.next_at, OutboxRow.id)  # as the index has them: any other order would read the whole table
)
_ABOUT = (OutboxRow.id, OutboxRow.key, OutboxRow.unit, OutboxRow.message, OutboxRow.settled_at)
_UNCLEAR = union_all(
    select(*_ABOUT, OutboxRow.code).where(
        bindparam("campaign") == _CAMPAIGN, OutboxRow.state == _spelled(MessageState.UNKNOWN)
    ),
    select(*_ABOUT, OutboxRow.code).where(bindparam("campaign") == _CAMPAIGN, OutboxRow.doubtful),
)
_REFUSED = (
    select(OutboxRow.id, OutboxRow.key, OutboxRow.unit, OutboxRow.message, ContactRow.channel, ContactRow.address)
    .join(
        ContactRow,
        and_(
            ContactRow.campaign_id == OutboxRow.campaign_id,
            ContactRow.unit == OutboxRow.unit,
            ContactRow.code == OutboxRow.recipient,
            ContactRow.channel != OutboxRow.channel,
        ),
    )
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.state == _spelled(MessageState.FAILED),
        OutboxRow.address >= "",  # as in database/queries/addresses.py: leads SQLite to the index of failures
        OutboxRow.scope != "payload",
        OutboxRow.settled_at < bindparam("before"),
        or_(OutboxRow.expires_at.is_(None), OutboxRow.expires_at > bindparam("now")),
        exists().where(DecisionRow.message_key == OutboxRow.key),
        ~exists().where(_SUCCESSOR.replaces_id == OutboxRow.id),
        ~exists().where(
            _NEWER.campaign_id == OutboxRow.campaign_id,
            _NEWER.unit == OutboxRow.unit,
            _NEWER.recipient == OutboxRow.recipient,
            _NEWER.thread == OutboxRow.thread,
            _NEWER.moment > OutboxRow.moment,
        ),
    )
    .order_by(OutboxRow.id, ContactRow.id)
)


def open_before(session: Session, campaign_id: int, *, asked: datetime, decided: datetime) -> list[Open]:
    """What nobody asked for since the one moment, or was decided before the other, and what is being sent."""
    moments = {"campaign": campaign_id, "asked": asked, "decided": decided}
    return [Open._make(row) for row in session.connection().execute(_OPEN, moments)]


def unclear(session: Session, campaign_id: int) -> list[Unclear]:
    """What nobody knows the end of, or did not know for a while."""
    found = session.connection().execute(_UNCLEAR, {"campaign": campaign_id})
    by_id = {row.id: Unclear(row.key, row.unit, row.message, row.settled_at, row.code) for row in found}
    return [by_id[one] for one in sorted(by_id)]


def refused_with_another_way(session: Session, campaign_id: int, *, now: datetime, before: datetime) -> list[Failed]:
    """What was refused before that moment, still holds, and was given to none of the person's other channels."""
    asked = {"campaign": campaign_id, "now": now, "before": before}
    return [Failed._make(row) for row in session.connection().execute(_REFUSED, asked)]


def has_worked(session: Session, channel: str) -> bool:
    """Whether anything was ever taken over on the channel."""
    accepted = exists().where(
        AttemptRow.outbox_id == OutboxRow.id, AttemptRow.outcome == "accepted", OutboxRow.channel == channel
    )
    return session.scalar(select(literal(1)).where(accepted)) is not None
