"""The list of contacts as rows, its changes, and what was ever written to each address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, exists, func, or_, select

from database.models import (
    BindingCodeRow,
    ContactChangeRow,
    ContactRow,
    DecisionRow,
    ObligationRow,
    OutboxRow,
    VersionRow,
)
from database.queries.outbox import WAITING
from domain.contact_proofs import CONTACT_TEST
from domain.outbox import MessageState, Priority

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def contact_rows(session: Session, campaign_id: int) -> list[ContactRow]:
    """All of them, in the order of the list."""
    return list(
        session.scalars(select(ContactRow).where(ContactRow.campaign_id == campaign_id).order_by(ContactRow.id))
    )


def changes_of(session: Session, campaign_id: int, *, unit: str, as_of: datetime) -> list[ContactChangeRow]:
    """What was changed in the contacts of the unit by then, in the order of time."""
    return list(
        session.scalars(
            select(ContactChangeRow)
            .where(
                ContactChangeRow.campaign_id == campaign_id,
                ContactChangeRow.unit == unit,
                ContactChangeRow.at <= as_of,
            )
            .order_by(ContactChangeRow.at, ContactChangeRow.id),
        ),
    )


@dataclass(frozen=True, slots=True)
class Written:
    """A message to a person, as far as it tells of the address."""

    id: int
    recipient: str
    channel: str
    address: str
    message: str
    state: MessageState
    moment: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    scope: str
    note: str


def written_to(session: Session, campaign_id: int, recipients: Iterable[str], *, as_of: datetime) -> list[Written]:
    """What was queued for these people by then, in the order of time."""
    found = session.execute(
        select(
            OutboxRow.id,
            OutboxRow.recipient,
            OutboxRow.channel,
            OutboxRow.address,
            OutboxRow.message,
            OutboxRow.state,
            OutboxRow.moment,
            OutboxRow.sent_at,
            OutboxRow.settled_at,
            OutboxRow.scope,
            OutboxRow.note,
        )
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.recipient.in_(set(recipients)),
            OutboxRow.moment <= as_of,
            OutboxRow.state != MessageState.SUPERSEDED,
        )
        .order_by(OutboxRow.id),
    )
    return [Written(**{**row._mapping, "state": MessageState(row.state)}) for row in found]  # noqa: SLF001 -- the way that SQLAlchemy offers


def bindings_of(session: Session, campaign_id: int, *, as_of: datetime) -> list[BindingCodeRow]:
    """The codes that were used by then: each ties an address to a person."""
    return list(
        session.scalars(
            select(BindingCodeRow)
            .where(BindingCodeRow.campaign_id == campaign_id, BindingCodeRow.used_at <= as_of)
            .order_by(BindingCodeRow.id),
        ),
    )


def owing_units(session: Session, campaign_id: int) -> list[str]:
    """The units that owe anything, in the order of the plan."""
    return list(
        session.scalars(
            select(ObligationRow.unit)
            .where(ObligationRow.campaign_id == campaign_id)
            .group_by(ObligationRow.unit)
            .order_by(func.min(ObligationRow.id)),
        ),
    )


# Asked in every run, so it is put together once.
_HAS_BEGUN = select(
    or_(
        exists().where(
            OutboxRow.campaign_id == bindparam("campaign"),
            OutboxRow.priority != Priority.REPLY,
            OutboxRow.state.not_in((*WAITING, MessageState.SENDING)),
        ),
        exists().where(
            DecisionRow.version_id == VersionRow.id,
            VersionRow.obligation_id == ObligationRow.id,
            ObligationRow.campaign_id == bindparam("campaign"),
            DecisionRow.decided_at < bindparam("morning"),
        ),
    )
)


def has_begun(session: Session, campaign_id: int, *, morning: datetime) -> bool:
    """Whether a notice of the campaign has gone, or was decided on an earlier day than the one of `morning`."""
    return bool(session.connection().execute(_HAS_BEGUN, {"campaign": campaign_id, "morning": morning}).scalar())


def tests_of(session: Session, campaign_id: int) -> list[OutboxRow]:
    """Every test message that was ever queued, the latest last."""
    return list(
        session.scalars(
            select(OutboxRow)
            .where(OutboxRow.campaign_id == campaign_id, OutboxRow.message == CONTACT_TEST)
            .order_by(OutboxRow.id),
        ),
    )
