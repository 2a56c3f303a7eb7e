"""What was decided, for whom, and what became of the message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from database.models import DecisionRow, ObligationRow, OutboxRow, VersionRow
from database.queries.outbox import WAITING
from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the message it led to, if any."""

    unit: str
    duty: str
    obligation_id: int
    version: int
    decision: DecisionRow
    message: OutboxRow | None


def decided(
    session: Session,
    campaign_id: int,
    *,
    units: Iterable[str] | None = None,
    as_of: datetime | None = None,
) -> list[Decided]:
    """The decisions for these units (for all without `units`) up to `as_of`, in the order in which they fell."""
    query = (
        select(ObligationRow.unit, ObligationRow.duty, ObligationRow.id, VersionRow.number, DecisionRow, OutboxRow)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .outerjoin(OutboxRow, DecisionRow.message_key == OutboxRow.key)
        .where(ObligationRow.campaign_id == campaign_id)
        .order_by(DecisionRow.decided_at, DecisionRow.id)
    )
    if units is not None:
        query = query.where(ObligationRow.unit.in_(set(units)))
    if as_of is not None:
        query = query.where(DecisionRow.decided_at <= as_of)
    return [Decided(*row) for row in session.execute(query)]


def decided_ahead(session: Session, campaign_id: int, *, tier: str, now: datetime) -> set[tuple[int, str, str]]:
    """Of what is due, the rungs (version, rung, audience) that have their decision already.

    There are some only where a clock ran ahead: it decided early, was set right, and then something set the ladder anew.
    """
    query = (
        select(DecisionRow.version_id, DecisionRow.rung, DecisionRow.audience)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(
            ObligationRow.campaign_id == campaign_id,
            VersionRow.tier == tier,
            VersionRow.next_step_at <= now,
            DecisionRow.moment >= VersionRow.next_step_at,
        )
    )
    return {(version, rung, audience) for version, rung, audience in session.execute(query)}


# Asked for every batch, so it is put together once.
_BEHIND = (
    select(ObligationRow.unit, ObligationRow.duty, ObligationRow.id, VersionRow.number, DecisionRow)
    .join(VersionRow, DecisionRow.version_id == VersionRow.id)
    .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
    .where(DecisionRow.message_key.in_(bindparam("keys", expanding=True)))
    .order_by(DecisionRow.id)
)


def behind_messages(session: Session, keys: Iterable[str]) -> dict[str, list[Decided]]:
    """The decisions behind these messages, by message key: one for a letter, many for a digest."""
    behind: dict[str, list[Decided]] = {}
    for unit, duty, obligation_id, version, decision in session.execute(_BEHIND, {"keys": sorted(set(keys))}):
        found = Decided(unit, duty, obligation_id, version, decision, None)
        behind.setdefault(decision.message_key, []).append(found)
    return behind


def last_decided(session: Session, campaign_id: int) -> datetime | None:
    """The moment of the latest decision that was written down."""
    return session.scalar(
        select(DecisionRow.decided_at)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id)
        .order_by(DecisionRow.id.desc())
        .limit(1),
    )


def never_sent(row: OutboxRow) -> Select[tuple[str]]:
    """The keys of other messages of this thread to the same person that were replaced, or are about to be."""
    return select(OutboxRow.key).where(
        OutboxRow.campaign_id == row.campaign_id,
        OutboxRow.thread == row.thread,
        OutboxRow.recipient == row.recipient,
        OutboxRow.channel == row.channel,
        OutboxRow.id != row.id,
        OutboxRow.state.in_((*WAITING, MessageState.SUPERSEDED)),
    )
