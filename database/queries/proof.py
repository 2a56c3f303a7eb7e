"""The ledger as a whole, for the count of a campaign: each table in one question, whatever the size."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from database.models import AttemptRow, DecisionRow, EventRow, ObligationRow, OutboxRow, SignalRow, VersionRow
from domain.due_rungs import Moved
from domain.lifecycle import Stage

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class DecidedRow(NamedTuple):
    """A decision; `tier` is that of its obligation."""

    version_id: int
    rung: str
    audience: str
    message: str
    recipient: str
    channel: str
    outcome: str
    decided_at: datetime
    message_key: str | None
    obligation_id: int
    unit: str
    tier: str


class MessageRow(NamedTuple):
    """A message without its text."""

    id: int
    key: str
    unit: str
    message: str
    recipient: str
    channel: str
    moment: datetime
    state: str
    held_since: datetime | None
    sent_at: datetime | None
    settled_at: datetime | None
    replaces_id: int | None


class AttemptedRow(NamedTuple):
    outbox_id: int
    at: datetime
    outcome: str
    scope: str


class HeardRow(NamedTuple):
    outbox_id: int
    at: datetime
    kind: str


def decision_rows(session: Session, campaign_id: int) -> list[DecidedRow]:
    found = session.connection().execute(
        select(
            DecisionRow.version_id,
            DecisionRow.rung,
            DecisionRow.audience,
            DecisionRow.message,
            DecisionRow.recipient,
            DecisionRow.channel,
            DecisionRow.outcome,
            DecisionRow.decided_at,
            DecisionRow.message_key,
            ObligationRow.id,
            ObligationRow.unit,
            ObligationRow.tier,
        )
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id)
        .order_by(DecisionRow.id),
    )
    return [DecidedRow._make(row) for row in found.all()]


def message_rows(session: Session, campaign_id: int) -> list[MessageRow]:
    found = session.connection().execute(
        select(
            OutboxRow.id,
            OutboxRow.key,
            OutboxRow.unit,
            OutboxRow.message,
            OutboxRow.recipient,
            OutboxRow.channel,
            OutboxRow.moment,
            OutboxRow.state,
            OutboxRow.held_since,
            OutboxRow.sent_at,
            OutboxRow.settled_at,
            OutboxRow.replaces_id,
        )
        .where(OutboxRow.campaign_id == campaign_id)
        .order_by(OutboxRow.id),
    )
    return [MessageRow._make(row) for row in found.all()]


def attempt_rows(session: Session, campaign_id: int) -> dict[int, list[AttemptedRow]]:
    """By message, in the order in which they were written down."""
    found = session.connection().execute(
        select(AttemptRow.outbox_id, AttemptRow.at, AttemptRow.outcome, AttemptRow.scope)
        .join(OutboxRow, AttemptRow.outbox_id == OutboxRow.id)
        .where(OutboxRow.campaign_id == campaign_id)
        .order_by(AttemptRow.id),
    )
    attempts: dict[int, list[AttemptedRow]] = {}
    for row in found.all():
        attempts.setdefault(row.outbox_id, []).append(AttemptedRow._make(row))
    return attempts


def signal_rows(session: Session, campaign_id: int) -> dict[int, list[HeardRow]]:
    """The same of what was heard."""
    found = session.connection().execute(
        select(SignalRow.outbox_id, SignalRow.at, SignalRow.kind)
        .join(OutboxRow, SignalRow.outbox_id == OutboxRow.id)
        .where(OutboxRow.campaign_id == campaign_id)
        .order_by(SignalRow.id),
    )
    heard: dict[int, list[HeardRow]] = {}
    for row in found.all():
        heard.setdefault(row.outbox_id, []).append(HeardRow._make(row))
    return heard


def moves_by_obligation(session: Session, campaign_id: int) -> dict[int, list[Moved]]:
    """Every move of every obligation, in the order in which they happened."""
    found = session.connection().execute(
        select(EventRow.obligation_id, EventRow.at, EventRow.to_stage)
        .join(ObligationRow, EventRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id)
        .order_by(EventRow.at, EventRow.id),
    )
    moves: dict[int, list[Moved]] = {}
    for obligation_id, at, to_stage in found:
        moves.setdefault(obligation_id, []).append(Moved(at, Stage(to_stage)))
    return moves


def next_steps(session: Session, campaign_id: int) -> dict[int, datetime]:
    """When each ladder asks next, by version; without those that ask nothing any more."""
    found = session.connection().execute(
        select(VersionRow.id, VersionRow.next_step_at)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, VersionRow.next_step_at.is_not(None)),
    )
    return {version_id: next_at for version_id, next_at in found}  # noqa: C416 -- dict() of rows does not type
