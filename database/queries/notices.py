"""What staff wrote to units in their own words, and whom it can reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from database.models import NoticeRow, ObligationRow, OutboxRow
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def notice_of_form(session: Session, key: str) -> NoticeRow | None:
    """The notice that was written with this form, if it was sent before."""
    return session.scalars(select(NoticeRow).where(NoticeRow.key == key)).first()


def notices_called(session: Session, ids: Iterable[int]) -> dict[int, NoticeRow]:
    found = session.scalars(select(NoticeRow).where(NoticeRow.id.in_(set(ids))))
    return {row.id: row for row in found}


def notices(session: Session, campaign_id: int, *, as_of: datetime) -> list[NoticeRow]:
    """The latest first."""
    query = select(NoticeRow).where(NoticeRow.campaign_id == campaign_id, NoticeRow.at <= as_of)
    return list(session.scalars(query.order_by(NoticeRow.id.desc())))


@dataclass(frozen=True, slots=True)
class NoticeSent:
    """One message that brought a notice, or may have: the words, and when and over which channel they went."""

    notice_id: int
    subject: str
    text: str
    sent_at: datetime
    channel: str


def notices_sent_to(session: Session, campaign_id: int, unit: str, *, as_of: datetime) -> list[NoticeSent]:
    """What has gone to this unit by then, in the order of time. Where nobody knows the result, it may have been read."""
    query = (
        select(NoticeRow.id, NoticeRow.subject, NoticeRow.text, OutboxRow.settled_at, OutboxRow.channel)
        .join(NoticeRow, NoticeRow.id == OutboxRow.notice_id)
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.unit == unit,
            OutboxRow.settled_at <= as_of,
            OutboxRow.state.in_((MessageState.ACCEPTED, MessageState.UNKNOWN)),
        )
        .order_by(OutboxRow.settled_at, OutboxRow.id)
    )
    return [
        NoticeSent(number, subject, text, sent_at, channel)
        for number, subject, text, sent_at, channel in session.execute(query)
        if sent_at is not None
    ]


def messages_by_notice(session: Session, campaign_id: int) -> dict[int, int]:
    """How many messages each notice became; a second channel for one person is no second message."""
    query = (
        select(OutboxRow.notice_id, func.count())
        .where(OutboxRow.campaign_id == campaign_id, OutboxRow.notice_id.is_not(None), OutboxRow.replaces_id.is_(None))
        .group_by(OutboxRow.notice_id)
    )
    return {notice_id: number for notice_id, number in session.execute(query) if notice_id is not None}


def obligations_of(session: Session, campaign_id: int, units: Iterable[str]) -> set[int]:
    """All that these units owe or owed."""
    query = select(ObligationRow.id).where(
        ObligationRow.campaign_id == campaign_id, ObligationRow.unit.in_(sorted(set(units)))
    )
    return set(session.scalars(query))


def units_owing(session: Session, obligation_ids: Iterable[int]) -> list[str]:
    """Whose obligations these are, each unit once."""
    query = select(ObligationRow.unit).where(ObligationRow.id.in_(list(obligation_ids)))
    return list(dict.fromkeys(session.scalars(query.order_by(ObligationRow.id))))
