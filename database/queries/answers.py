"""What people wrote back or tapped, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import AnswerRow, ContactRow, OutboxRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def is_written(session: Session, event_key: str) -> bool:
    return session.scalar(select(AnswerRow.id).where(AnswerRow.event_key == event_key)) is not None


def open_answers(session: Session, campaign_id: int, *, as_of: datetime) -> list[AnswerRow]:
    """What waited for staff at that moment, the oldest first."""
    return list(
        session.scalars(
            select(AnswerRow)
            .where(
                AnswerRow.campaign_id == campaign_id,
                AnswerRow.at <= as_of,
                AnswerRow.settled_at.is_(None) | (AnswerRow.settled_at > as_of),
            )
            .order_by(AnswerRow.at, AnswerRow.id)
        )
    )


def answers_of(session: Session, campaign_id: int, unit: str, *, as_of: datetime) -> list[AnswerRow]:
    """What the unit had said by then, the oldest first."""
    of_unit = (AnswerRow.campaign_id == campaign_id, AnswerRow.unit == unit, AnswerRow.at <= as_of)
    return list(session.scalars(select(AnswerRow).where(*of_unit).order_by(AnswerRow.at, AnswerRow.id)))


def last_message_to(session: Session, *, channel: str, address: str) -> OutboxRow | None:
    """The last message that went to this address: what a person writes back is about it."""
    return session.scalars(
        select(OutboxRow)
        .where(OutboxRow.channel == channel, OutboxRow.address == address, OutboxRow.sent_at.is_not(None))
        .order_by(OutboxRow.sent_at.desc(), OutboxRow.id.desc())
        .limit(1)
    ).first()


def contacts_at(session: Session, *, channel: str, address: str) -> list[ContactRow]:
    """Who has this address, those of the latest campaign first."""
    return list(
        session.scalars(
            select(ContactRow)
            .where(ContactRow.channel == channel, ContactRow.address == address)
            .order_by(ContactRow.campaign_id.desc(), ContactRow.id)
        )
    )
