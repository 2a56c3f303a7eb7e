"""What came by mail, and whom it may be from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from database.models import ContactRow, IntakeFileRow, IntakeMoveRow, IntakeRow, ObligationRow, OutboxRow
from domain.contact_proofs import CONTACT_TEST
from domain.intake import IntakeState, Why
from domain.outbox import Priority

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session


def known_intake(session: Session, *, message_id: str, raw_sha256: str) -> IntakeRow | None:
    """The mail as it was taken in before, should it still lie in the box."""
    return session.scalar(
        select(IntakeRow).where(IntakeRow.message_id == message_id, IntakeRow.raw_sha256 == raw_sha256)
    )


def earlier_copies(session: Session, row: IntakeRow) -> list[IntakeRow]:
    """Other deliveries of the same mail: one name, sender and subject, other bytes, because each took its own way."""
    if not row.message_id:
        return []
    return list(
        session.scalars(
            select(IntakeRow)
            .where(
                IntakeRow.message_id == row.message_id,
                IntakeRow.sender == row.sender,
                IntakeRow.subject == row.subject,
                IntakeRow.id != row.id,
            )
            .order_by(IntakeRow.id)
        )
    )


def intakes_in(session: Session, states: Iterable[IntakeState]) -> list[IntakeRow]:
    """The mails in these states, the oldest first."""
    return list(
        session.scalars(
            select(IntakeRow).where(IntakeRow.state.in_(list(states))).order_by(IntakeRow.arrived_at, IntakeRow.id)
        )
    )


def count_in(session: Session, state: IntakeState) -> int:
    return session.scalar(select(func.count()).where(IntakeRow.state == state)) or 0


def bounces(session: Session, *, since: datetime) -> list[IntakeRow]:
    """The letters of ours that came back since then."""
    return list(
        session.scalars(
            select(IntakeRow)
            .where(IntakeRow.why == Why.BOUNCE, IntakeRow.arrived_at >= since)
            .order_by(IntakeRow.arrived_at, IntakeRow.id)
        )
    )


def files_of(session: Session, intakes: Iterable[int]) -> dict[int, list[IntakeFileRow]]:
    """The files of these mails, by mail, in the order in which they lay in it."""
    found: dict[int, list[IntakeFileRow]] = {}
    wanted = sorted(set(intakes))
    rows = select(IntakeFileRow).where(IntakeFileRow.intake_id.in_(wanted)).order_by(IntakeFileRow.number)
    for row in session.scalars(rows):
        found.setdefault(row.intake_id, []).append(row)
    return found


def moves_of(session: Session, intake_id: int) -> list[IntakeMoveRow]:
    return list(
        session.scalars(select(IntakeMoveRow).where(IntakeMoveRow.intake_id == intake_id).order_by(IntakeMoveRow.id))
    )


def letters_named(session: Session, message_ids: Sequence[str]) -> list[OutboxRow]:
    """Our letters with these Message-IDs, in the order asked for."""
    wanted = [one for one in message_ids if one]
    # The index leaves out messages without one; SQLite takes it only where the question leaves them out, too.
    is_named = and_(OutboxRow.message_id != "", OutboxRow.message_id.in_(wanted))
    found = session.scalars(select(OutboxRow).where(is_named))
    by_name = {row.message_id: row for row in found}
    return [by_name[name] for name in dict.fromkeys(message_ids) if name in by_name]


def tests_sent_to(session: Session, campaign_id: int, address: str) -> list[OutboxRow]:
    """The letters that tested this address, the latest first."""
    return list(
        session.scalars(
            select(OutboxRow)
            .where(
                OutboxRow.campaign_id == campaign_id,
                OutboxRow.message == CONTACT_TEST,
                OutboxRow.sent_at.is_not(None),
                func.lower(OutboxRow.address) == address.lower(),
            )
            .order_by(OutboxRow.id.desc()),
        ),
    )


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty, by its ids and its unit."""

    id: int
    campaign_id: int
    unit: str
    duty: str


def owed(session: Session, obligation_id: int) -> Owed | None:
    row = session.get(ObligationRow, obligation_id)
    return None if row is None else Owed(row.id, row.campaign_id, row.unit, row.duty)


def owed_by(session: Session, campaign_id: int, unit: str) -> list[int]:
    """The obligations of a unit."""
    return list(
        session.scalars(
            select(ObligationRow.id)
            .where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit == unit)
            .order_by(ObligationRow.id)
        )
    )


def units_at(session: Session, address: str, *, campaigns: Iterable[int]) -> list[tuple[int, str]]:
    """Whose contact has this address, as (campaign, unit)."""
    found = session.execute(
        select(ContactRow.campaign_id, ContactRow.unit)
        .where(func.lower(ContactRow.address) == address.lower(), ContactRow.campaign_id.in_(list(campaigns)))
        .distinct()
        .order_by(ContactRow.campaign_id, ContactRow.unit)
    )
    return [(campaign_id, unit) for campaign_id, unit in found]


def answers_since(session: Session, campaign_id: int, unit: str, *, since: datetime) -> int:
    """How many answers one person of the unit has been written since then, sent or still waiting: the most of any."""
    per_person = (
        select(func.count().label("number"))
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.unit == unit,
            OutboxRow.priority == Priority.REPLY,
            OutboxRow.moment >= since,
        )
        .group_by(OutboxRow.address)
        .subquery()
    )
    return session.scalar(select(func.max(per_person.c.number))) or 0
