"""What was done in the life of obligations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from database.models import EventRow
from domain.lifecycle import Move

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session

_ENDS_EXEMPTION = (Move.REINSTATE.value, Move.RETURN.value)


def events_of(session: Session, obligation_id: int) -> list[EventRow]:
    """In the order in which they happened: those written from the past came into the table kind by kind."""
    return list(
        session.scalars(
            select(EventRow).where(EventRow.obligation_id == obligation_id).order_by(EventRow.at, EventRow.id),
        ),
    )


def last_event(session: Session, obligation_id: int) -> int:
    """The number of the latest event; 0 where nothing happened yet. It grows with every move."""
    return session.scalar(select(func.max(EventRow.id)).where(EventRow.obligation_id == obligation_id)) or 0


def events_after(session: Session, obligation_id: int, *, seen: int) -> list[EventRow]:
    """What was done since the event of this number, in the order in which it was written down."""
    return list(
        session.scalars(
            select(EventRow).where(EventRow.obligation_id == obligation_id, EventRow.id > seen).order_by(EventRow.id)
        )
    )


def is_exempt(obligation_id: InstrumentedAttribute[int] | ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the obligation is exempt, as far as is known."""
    exemption, end = aliased(EventRow), aliased(EventRow)
    return exists().where(
        and_(
            exemption.obligation_id == obligation_id,
            exemption.move == Move.EXEMPT.value,
            ~exists().where(
                end.obligation_id == exemption.obligation_id,
                end.move.in_(_ENDS_EXEMPTION),
                end.id > exemption.id,
            ),
        ),
    )
