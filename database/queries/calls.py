"""The ledger of calls, and what the phone list asks of the messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from database.models import CallRow, ContactRow, ObligationRow, OutboxRow, VersionRow
from domain.calls import Call, CallResult, wrong_numbers
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

SPOKEN = tuple(result.value for result in CallResult if result.is_spoken)


@dataclass(frozen=True, slots=True)
class Refusal:
    """How often an address was refused for good, since when, and with which words the last time."""

    times: int
    first_at: datetime
    code: str
    detail: str


def call_rows(session: Session, campaign_id: int, *, unit: str = "") -> list[CallRow]:
    """In the order of time; those written down later about an earlier hour stand at that hour."""
    query = select(CallRow).where(CallRow.campaign_id == campaign_id).order_by(CallRow.at, CallRow.id)
    return list(session.scalars(query.where(CallRow.unit == unit) if unit else query))


def call_value(row: CallRow) -> Call:
    return Call(
        at=row.at,
        who=row.who,
        result=CallResult(row.result),
        contact=row.contact,
        number=row.number,
        until=row.until,
        day=row.day,
        note=row.note,
    )


def calls_of(session: Session, campaign_id: int, *, as_of: datetime, unit: str = "") -> dict[str, list[Call]]:
    """What was done by then, by unit, in the order of time."""
    found: dict[str, list[Call]] = {}
    for row in call_rows(session, campaign_id, unit=unit):
        if row.at <= as_of:
            found.setdefault(row.unit, []).append(call_value(row))
    return found


def struck_numbers(session: Session, campaign_id: int, *, as_of: datetime) -> frozenset[tuple[str, str]]:
    """The numbers at which somebody else answered, as (contact, number), for every list that shows contacts."""
    rows = call_rows(session, campaign_id)
    return wrong_numbers(call_value(row) for row in rows if row.at <= as_of)


def last_talks(session: Session, campaign_id: int, *, as_of: datetime) -> dict[str, Call]:
    """The last time that each unit was spoken to, by unit. Most campaigns have few."""
    rows = session.scalars(
        select(CallRow)
        .where(CallRow.campaign_id == campaign_id, CallRow.result.in_(SPOKEN), CallRow.at <= as_of)
        .order_by(CallRow.at, CallRow.id),
    )
    return {row.unit: call_value(row) for row in rows}


def spoken_units_due(session: Session, campaign_id: int, *, tier: str, now: datetime) -> set[str]:
    """Of the units that are due, those that somebody spoke to on the telephone."""
    return set(
        session.scalars(
            select(CallRow.unit)
            .where(
                CallRow.unit == ObligationRow.unit,
                CallRow.campaign_id == campaign_id,
                CallRow.result.in_(SPOKEN),
                CallRow.at <= now,
                VersionRow.tier == tier,
                VersionRow.next_step_at <= now,
                VersionRow.obligation_id == ObligationRow.id,
                ObligationRow.campaign_id == campaign_id,
            )
            .distinct(),
        ),
    )


# Asked by the auditor in every run, so they are put together once.
_WRITTEN = (
    select(OutboxRow.id)
    .where(
        OutboxRow.campaign_id == bindparam("campaign"),
        OutboxRow.unit == ObligationRow.unit,
        OutboxRow.thread == ObligationRow.unit + "/" + ObligationRow.duty,
        OutboxRow.state == MessageState.ACCEPTED,
    )
    .exists()
)
_WANTED = select(CallRow.unit).where(
    CallRow.campaign_id == bindparam("campaign"), CallRow.result == CallResult.WANTED.value
)
_UNWRITTEN = select(ObligationRow.id).where(ObligationRow.campaign_id == bindparam("campaign"), ~_WRITTEN)


def wanted_or_refused(session: Session, campaign_id: int, *, refused: Collection[str]) -> list[int]:
    """The obligations of the units that staff ever put on the list, or one of whose addresses is among the refused."""
    units = set(session.connection().execute(_WANTED, {"campaign": campaign_id}).scalars())
    if refused:
        cut_off = select(ContactRow.unit).where(ContactRow.campaign_id == campaign_id, ContactRow.address.in_(refused))
        units |= set(session.scalars(cut_off))
    if not units:
        return []
    found = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit.in_(units))
    return list(session.scalars(found))


def refusals(session: Session, campaign_id: int, *, as_of: datetime) -> dict[str, Refusal]:
    """By address: what was refused for good by then."""
    found: dict[str, Refusal] = {}
    rows = session.execute(
        select(OutboxRow.address, OutboxRow.settled_at, OutboxRow.code, OutboxRow.note)
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.state == bindparam(None, MessageState.FAILED.value, literal_execute=True),
            OutboxRow.address >= "",  # as in database/queries/addresses.py: leads SQLite to the index of failures
            OutboxRow.scope == "recipient",
            OutboxRow.settled_at <= as_of,
        )
        .order_by(OutboxRow.settled_at, OutboxRow.id),
    )
    for address, at, code, detail in rows:
        before = found.get(address)
        found[address] = Refusal(before.times + 1 if before else 1, before.first_at if before else at, code, detail)
    return found


def unwritten(session: Session, campaign_id: int) -> list[int]:
    """The obligations about which no transport ever took over a message."""
    return list(session.connection().execute(_UNWRITTEN, {"campaign": campaign_id}).scalars())


def is_recorded(session: Session, row: CallRow) -> bool:
    """Whether the ledger holds this very entry, whoever typed it in."""
    return (
        session.scalar(
            select(CallRow.id)
            .where(
                CallRow.campaign_id == row.campaign_id,
                CallRow.unit == row.unit,
                CallRow.number == row.number,
                CallRow.at == row.at,
                CallRow.result == row.result,
                CallRow.day == row.day if row.day else CallRow.day.is_(None),
                CallRow.note == row.note,
            )
            .limit(1),
        )
        is not None
    )
