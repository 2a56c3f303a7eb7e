"""Which addresses still work, by what became of the messages to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from database.models import OutboxRow, SignalRow
from domain.address_health import Failed, Failure, Mending, bad_since
from domain.outbox import MessageState
from domain.signals import SignalKind

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

_CAME_BACK = (SignalKind.BOUNCED.value, SignalKind.DENIED.value)
_BY_A_PERSON = (SignalKind.ANSWERED.value, SignalKind.CONFIRMED.value)
_BY_A_DEVICE = (SignalKind.DELIVERED.value, SignalKind.SEEN.value)


@dataclass(frozen=True, slots=True)
class BadAddress:
    """An address that messages no longer reach. `note` says in Vietnamese what became of the last one."""

    since: datetime
    code: str
    note: str


def bad_addresses(session: Session, campaign_id: int) -> dict[str, BadAddress]:
    """The addresses of the campaign that are bad (`domain/address_health.py`), with since when and why.

    One question, which only looks at addresses that something failed at.
    """
    failures: dict[str, list[Failed]] = {}
    mendings: dict[str, Mending] = {}
    notes: dict[str, tuple[str, str]] = {}
    for address, at, kind, accepted_at, alive_at, *note in session.execute(_FAILURES, {"campaign": campaign_id}):
        failures.setdefault(address, []).append(Failed(at, Failure(kind)))
        mendings[address] = Mending(accepted_at, alive_at)
        notes[address] = (note[0], note[1])
    since = {address: bad_since(found, mendings[address]) for address, found in failures.items()}
    return {address: BadAddress(moment, *notes[address]) for address, moment in since.items() if moment is not None}


def _failures() -> Select[tuple[str, datetime, str, datetime | None, datetime | None, str, str]]:
    """What failed for good at an address, in the order of time, with what is known of the address besides."""
    kind = case(
        (~_has(OutboxRow.id, _CAME_BACK), Failure.REFUSED.value),
        (and_(OutboxRow.scope == "recipient", _has(OutboxRow.id, (SignalKind.BOUNCED.value,))), Failure.HARD.value),
        else_=Failure.SOFT.value,
    )
    # Spelled out instead of bound, or SQLite could not know that its index of failed messages is enough.
    failed: BindParameter[str] = bindparam(None, MessageState.FAILED.value, literal_execute=True)
    return (
        select(
            OutboxRow.address,
            OutboxRow.settled_at,
            kind,
            _last_taken_over(),
            _last_sign_of_life(),
            OutboxRow.code,
            OutboxRow.note,
        )
        .where(
            OutboxRow.campaign_id == bindparam("campaign"),
            OutboxRow.state == failed,
            # Always so; without it SQLite takes an index of the whole campaign for as good as the one of failures.
            OutboxRow.address >= "",
            or_(OutboxRow.scope == "recipient", _has(OutboxRow.id, _CAME_BACK)),
        )
        .order_by(OutboxRow.settled_at, OutboxRow.id)
    )


def _has(outbox_id: InstrumentedAttribute[int], kinds: tuple[str, ...]) -> ColumnElement[bool]:
    return exists().where(SignalRow.outbox_id == outbox_id, SignalRow.kind.in_(kinds))


def _last_taken_over() -> ScalarSelect[datetime | None]:
    other = aliased(OutboxRow)
    return select(func.max(other.sent_at)).where(other.address == OutboxRow.address).scalar_subquery()


def _last_sign_of_life() -> ScalarSelect[datetime | None]:
    """A person's sign counts from when it was heard; a device's only as of the message: it may be told of long after."""
    other = aliased(OutboxRow)
    moment = case((SignalRow.kind.in_(_BY_A_PERSON), SignalRow.at), else_=other.sent_at)
    return (
        select(func.max(moment))
        .join(other, SignalRow.outbox_id == other.id)
        .where(other.address == OutboxRow.address, SignalRow.kind.in_((*_BY_A_PERSON, *_BY_A_DEVICE)))
        .scalar_subquery()
    )


_FAILURES = _failures()  # asked before every tick and every list, so it is put together once
