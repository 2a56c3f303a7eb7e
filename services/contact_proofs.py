"""The proofs of the contacts: for each person and channel, whether somebody ever answered there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries import contacts as ask
from database.queries.signals import signals_of
from database.queries.units import all_contacts, contacts_of, units_of
from domain.contact_proofs import BINDING, Heard, Proof, Standing, standing
from domain.outbox import MessageState
from domain.signals import SignalKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import BindingCodeRow, SignalRow
    from database.queries.contacts import Written
    from domain.campaigns import Campaign
    from domain.units import Contact, Unit

Address = tuple[str, str, str]  # person, channel, address


@dataclass(frozen=True, slots=True)
class Proven:
    """One row of the list of contacts and how it stands. `order` counts the channels of one person from 1."""

    contact: Contact
    order: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class UnitProofs:
    """The people of a unit, channel by channel; `owes` whether the unit owes a report."""

    unit: Unit
    owes: bool
    rows: tuple[Proven, ...]

    @property
    def is_proven(self) -> bool:
        """Whether anybody of the unit is proven on any channel."""
        return any(row.standing.is_proven for row in self.rows)


def contact_proofs(session: Session, campaign: Campaign, *, as_of: datetime) -> list[UnitProofs]:
    """Every unit that owes anything or has contacts, in the order of the plan."""
    people = all_contacts(session, campaign.id)
    heard = _heard(session, campaign, [one.code for found in people.values() for one in found], as_of=as_of)
    owing = set(ask.owing_units(session, campaign.id))
    return [
        UnitProofs(unit, unit.code in owing, tuple(_proven(people.get(unit.code, ()), heard, as_of=as_of)))
        for unit in units_of(session, campaign.id)
        if unit.code in owing or unit.code in people
    ]


def proofs_of_unit(session: Session, campaign: Campaign, unit: str, *, as_of: datetime) -> list[Proven]:
    """The people of one unit, channel by channel."""
    people = contacts_of(session, campaign.id, [unit]).get(unit, [])
    return _proven(people, _heard(session, campaign, [one.code for one in people], as_of=as_of), as_of=as_of)


def unproven_units(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Unit]:
    """The units that owe a report and have nobody who ever answered, on any channel."""
    return [one.unit for one in contact_proofs(session, campaign, as_of=as_of) if one.owes and not one.is_proven]


def unproven_before_opening(session: Session, campaign: Campaign, *, now: datetime) -> list[Unit]:
    """The same, for as long as it can still be mended in time: none once the first notice has gone."""
    morning = campaign.plan.calendar.at(campaign.local_day(now), now.min.time())
    if ask.has_begun(session, campaign.id, morning=morning):
        return []
    return unproven_units(session, campaign, as_of=now)


def counts(found: Iterable[UnitProofs]) -> dict[Proof, int]:
    """How many rows of the list stand how; every standing is named."""
    rows = [row.standing.proof for one in found for row in one.rows]
    return {proof: rows.count(proof) for proof in Proof}


def _proven(people: Sequence[Contact], heard: Mapping[Address, list[Heard]], *, as_of: datetime) -> list[Proven]:
    orders: dict[str, int] = {}
    rows = []
    for one in people:
        orders[one.code] = orders.get(one.code, 0) + 1
        messages = heard.get((one.code, one.channel, one.address), ())
        rows.append(Proven(one, orders[one.code], standing(messages, as_of=as_of)))
    return rows


def _heard(
    session: Session, campaign: Campaign, recipients: Sequence[str], *, as_of: datetime
) -> dict[Address, list[Heard]]:
    written = ask.written_to(session, campaign.id, recipients, as_of=as_of)
    signals = signals_of(session, [one.id for one in written])
    found: dict[Address, list[Heard]] = {}
    for one in written:
        found.setdefault((one.recipient, one.channel, one.address), []).append(_message(one, signals.get(one.id, ())))
    for tied in ask.bindings_of(session, campaign.id, as_of=as_of):
        found.setdefault((tied.contact, tied.channel, tied.address), []).append(_binding(tied))
    return found


def _binding(one: BindingCodeRow) -> Heard:
    signals = ((SignalKind.ANSWERED, one.used_at),) if one.used_at is not None else ()
    return Heard(BINDING, MessageState.ACCEPTED, None, None, signals=signals)


def _message(one: Written, signals: Sequence[SignalRow]) -> Heard:
    return Heard(
        message=one.message,
        state=one.state,
        sent_at=one.sent_at,
        settled_at=one.settled_at,
        scope=one.scope,
        note=one.note,
        signals=tuple((SignalKind(signal.kind), signal.at) for signal in signals),
    )
