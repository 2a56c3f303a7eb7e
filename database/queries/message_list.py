"""The list of messages, page by page: narrowed in the database, so that it asks the same few questions at any size."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from database.models import OutboxRow, UnitRow
from database.queries.outbox import WAITING
from domain.holds import order_over
from domain.outbox import MessageState, Priority
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from domain.holds import HoldOrder


class MessageGroup(StrEnum):
    """How far messages have come, in the five ways in which people look for them."""

    SENT = "sent"
    WAITING = "waiting"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SUPERSEDED = "superseded"


_ENDS = {
    MessageGroup.REFUSED: MessageState.FAILED,
    MessageGroup.UNKNOWN: MessageState.UNKNOWN,
    MessageGroup.SUPERSEDED: MessageState.SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class WantedMessages:
    """`units` are the codes that the message goes to, None for all; `since` and `until` bound when it last moved."""

    group: MessageGroup | None = None
    units: tuple[str, ...] | None = None
    channel: str = ""
    message: str = ""
    since: datetime | None = None
    until: datetime | None = None
    notice_id: int = 0


_MOVED = func.coalesce(OutboxRow.sent_at, OutboxRow.settled_at, OutboxRow.moment)


def listed_messages(
    session: Session, campaign_id: int, wanted: WantedMessages, *, as_of: datetime, limit: int, offset: int = 0
) -> list[OutboxRow]:
    """What last moved first."""
    query = select(OutboxRow).where(*_conditions(campaign_id, wanted, as_of))
    return list(session.scalars(query.order_by(_MOVED.desc(), OutboxRow.id.desc()).limit(limit).offset(offset)))


def count_messages(session: Session, campaign_id: int, wanted: WantedMessages, *, as_of: datetime) -> int:
    query = select(func.count()).select_from(OutboxRow).where(*_conditions(campaign_id, wanted, as_of))
    return session.scalar(query) or 0


def waiting_messages(session: Session, campaign_id: int, *, as_of: datetime, limit: int) -> list[OutboxRow]:
    """What has not gone by then, the one that is to go first at the head."""
    wanted = WantedMessages(MessageGroup.WAITING)
    query = select(OutboxRow).where(*_conditions(campaign_id, wanted, as_of))
    return list(session.scalars(query.order_by(OutboxRow.next_at, OutboxRow.id).limit(limit)))


def waiting_under(
    session: Session, campaign_id: int, orders: Sequence[HoldOrder], *, as_of: datetime
) -> dict[int, int]:
    """How many messages wait because of each order, by its number; each message counts for the first that is about it."""
    query = select(OutboxRow.id, OutboxRow.replaces_id, OutboxRow.unit, OutboxRow.priority).where(
        *_conditions(campaign_id, WantedMessages(MessageGroup.WAITING), as_of)
    )
    found = (
        order_over(orders, unit, {row_id, before or 0}, is_reply=priority == Priority.REPLY)
        for row_id, before, unit, priority in session.execute(query)
    )
    return Counter(one.id for one in found if one is not None)


def units_alike(session: Session, campaign_id: int, text: str) -> tuple[str, ...]:
    """The codes of the units that have this in their code or their name, with or without marks."""
    is_meant = or_(func.lower(UnitRow.code) == text.lower(), UnitRow.folded.contains(fold(text), autoescape=True))
    return tuple(session.scalars(select(UnitRow.code).where(UnitRow.campaign_id == campaign_id, is_meant)))


def _conditions(campaign_id: int, wanted: WantedMessages, as_of: datetime) -> Sequence[ColumnElement[bool]]:
    found = [OutboxRow.campaign_id == campaign_id, OutboxRow.moment <= as_of]
    if wanted.group is not None:
        found.append(_in_group(wanted.group, as_of))
    if wanted.units is not None:
        found.append(OutboxRow.unit.in_(wanted.units))
    for column, value in (
        (OutboxRow.channel, wanted.channel),
        (OutboxRow.message, wanted.message),
        (OutboxRow.notice_id, wanted.notice_id),
    ):
        if value:
            found.append(column == value)
    if wanted.since is not None:
        found.append(wanted.since <= _MOVED)
    if wanted.until is not None:
        found.append(wanted.until > _MOVED)
    return found


def _in_group(group: MessageGroup, as_of: datetime) -> ColumnElement[bool]:
    """By then: what was settled later was still waiting."""
    if group is MessageGroup.SENT:
        return and_(OutboxRow.state == MessageState.ACCEPTED, OutboxRow.sent_at <= as_of)
    if group is MessageGroup.WAITING:
        is_open = OutboxRow.state.in_((*WAITING, MessageState.SENDING))
        return or_(is_open, and_(func.coalesce(OutboxRow.sent_at, OutboxRow.settled_at) > as_of))
    return and_(OutboxRow.state == _ENDS[group], OutboxRow.settled_at <= as_of)
