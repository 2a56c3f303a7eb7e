"""Messages one by one, with all that is on record of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from database.models import AttemptRow, DecisionRow, OutboxRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


def messages_of(session: Session, campaign_id: int, *, unit: str = "", channel: str = "") -> list[OutboxRow]:
    """In the order in which they were made: all, or those to one unit, or over one channel."""
    query = select(OutboxRow).where(OutboxRow.campaign_id == campaign_id)
    if unit:
        query = query.where(OutboxRow.unit == unit)
    if channel:
        query = query.where(OutboxRow.channel == channel)
    return list(session.scalars(query.order_by(OutboxRow.id)))


def message_called(session: Session, campaign_id: int, name: str) -> OutboxRow | None:
    """The message with this key, or with this number."""
    number = int(name) if name.isdecimal() and len(name) <= len(str(2**31)) else 0
    is_meant = or_(OutboxRow.key == name, OutboxRow.id == number)
    return session.scalars(select(OutboxRow).where(OutboxRow.campaign_id == campaign_id, is_meant)).first()


def attempts_by_message(session: Session, outbox_ids: Iterable[int]) -> dict[int, list[AttemptRow]]:
    found: dict[int, list[AttemptRow]] = {}
    query = select(AttemptRow).where(AttemptRow.outbox_id.in_(set(outbox_ids))).order_by(AttemptRow.id)
    for row in session.scalars(query):
        found.setdefault(row.outbox_id, []).append(row)
    return found


def first_decisions(session: Session, keys: Iterable[str]) -> dict[str, DecisionRow]:
    """Of each message the decision that it was made for; a list may stand on many, of which it is the first."""
    query = select(DecisionRow).where(DecisionRow.message_key.in_(set(keys))).order_by(DecisionRow.id.desc())
    return {row.message_key: row for row in session.scalars(query) if row.message_key}


def related(session: Session, rows: Iterable[OutboxRow]) -> list[OutboxRow]:
    """The messages whose place these took, and those that took theirs."""
    known = list(rows)
    before = {row.replaces_id for row in known if row.replaces_id is not None}
    ids = {row.id for row in known}
    query = select(OutboxRow).where(or_(OutboxRow.id.in_(before), OutboxRow.replaces_id.in_(ids)))
    return list(session.scalars(query.order_by(OutboxRow.id)))


def texts_of(session: Session, outbox_ids: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The subject and the text of each message."""
    found = session.execute(
        select(OutboxRow.id, OutboxRow.subject, OutboxRow.text).where(OutboxRow.id.in_(set(outbox_ids)))
    )
    return {one: (subject, text) for one, subject, text in found}
