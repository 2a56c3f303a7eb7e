"""What staff keep from going out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select, update

from database.models import HoldRow, OutboxRow
from domain.holds import HoldOrder
from domain.outbox import MessageState, Priority

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def orders(session: Session, campaign_id: int) -> list[HoldOrder]:
    """Every order that was ever given, in the order of time."""
    found = session.scalars(select(HoldRow).where(HoldRow.campaign_id == campaign_id).order_by(HoldRow.id))
    return [order_value(row) for row in found]


def orders_in_force(session: Session, campaign_id: int, *, now: datetime, today: date) -> list[HoldOrder]:
    """The first given first: of several about one message that one is named."""
    found = session.scalars(
        select(HoldRow)
        .where(
            HoldRow.campaign_id == campaign_id,
            HoldRow.at <= now,
            or_(HoldRow.released_at.is_(None), HoldRow.released_at > now),
            or_(HoldRow.until.is_(None), HoldRow.until >= today),
        )
        .order_by(HoldRow.id),
    )
    return [order_value(row) for row in found]


def order_value(row: HoldRow) -> HoldOrder:
    return HoldOrder(
        id=row.id,
        unit=row.unit,
        outbox_id=row.outbox_id,
        at=row.at,
        by=row.by,
        reason=row.reason,
        until=row.until,
        released_at=row.released_at,
        released_by=row.released_by,
    )


def hold_row(session: Session, campaign_id: int, hold_id: int) -> HoldRow | None:
    return session.scalars(select(HoldRow).where(HoldRow.campaign_id == campaign_id, HoldRow.id == hold_id)).first()


def wake(session: Session, campaign_id: int, order: HoldOrder, *, now: datetime) -> int:
    """Let the next delivery run ask again about what is held under the order. Returns how many messages those are."""
    query = update(OutboxRow).where(_is_held(campaign_id), _is_meant(order)).values(next_at=now)
    return len(session.scalars(query.returning(OutboxRow.id)).all())


def being_sent(session: Session, campaign_id: int, order: HoldOrder) -> int:
    """How many messages were claimed before the order was given: those it comes too late for."""
    query = select(func.count()).where(
        OutboxRow.campaign_id == campaign_id, OutboxRow.state == MessageState.SENDING, _is_meant(order)
    )
    return session.scalar(query) or 0


def _is_held(campaign_id: int) -> ColumnElement[bool]:
    return and_(OutboxRow.campaign_id == campaign_id, OutboxRow.state == MessageState.HELD)


def _is_meant(order: HoldOrder) -> ColumnElement[bool]:
    if order.outbox_id is not None:
        return or_(OutboxRow.id == order.outbox_id, OutboxRow.replaces_id == order.outbox_id)
    is_no_reply = OutboxRow.priority != Priority.REPLY
    return and_(is_no_reply, OutboxRow.unit == order.unit) if order.unit else is_no_reply
