"""What the record of a campaign tells besides its count, each in one question."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, case, func, select

from database.models import (
    AuditEntryRow,
    AuditRoundRow,
    CampaignRow,
    DecisionRow,
    EventRow,
    ObligationRow,
    OutboxRow,
    PlanChangeRow,
    RestorationRow,
    SubmissionRow,
    VersionRow,
)
from domain.lifecycle import Move
from domain.outbox import MessageState

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

TOLD = (Move.EXTEND, Move.EXEMPT, Move.REINSTATE, Move.RETURN, Move.PROMISE, Move.WITHDRAW)


class Reason(NamedTuple):
    outcome: str
    reason: str
    number: int


class Evidence(NamedTuple):
    message: str
    channel: str
    kind: str
    number: int


class Deed(NamedTuple):
    """What a person did to a duty. `day` and `approver` are those of the version that it led to, if any."""

    move: str
    at: datetime
    unit: str
    by: str
    reason: str
    document_number: str
    approver: str | None
    day: date | None


class Received(NamedTuple):
    receipt: str
    unit: str
    number: int
    received_at: datetime
    document_number: str
    sha256: str


def plan_sha256(session: Session, campaign_id: int) -> str:
    return session.scalars(select(CampaignRow.sha256).where(CampaignRow.id == campaign_id)).one()


def plan_changes(session: Session, campaign_id: int, *, as_of: datetime) -> list[PlanChangeRow]:
    changes = select(PlanChangeRow).where(PlanChangeRow.campaign_id == campaign_id, PlanChangeRow.at <= as_of)
    return list(session.scalars(changes.order_by(PlanChangeRow.id)))


def reasons(session: Session, campaign_id: int, *, as_of: datetime) -> list[Reason]:
    """How often something was decided with which words, the most frequent first."""
    number = func.count()
    found = session.execute(
        select(DecisionRow.outcome, DecisionRow.reason, number)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, DecisionRow.decided_at <= as_of)
        .group_by(DecisionRow.outcome, DecisionRow.reason)
    )
    rows = [Reason._make(row) for row in found]
    return sorted(rows, key=lambda row: (row.outcome, -row.number, row.reason))


def evidence(session: Session, campaign_id: int, *, as_of: datetime) -> list[Evidence]:
    """What says that messages were sent: an id of the transport, the copy in the journal, or a person's word."""
    kind = case(
        (OutboxRow.provider_id.startswith("journal:"), "journal"),
        (OutboxRow.provider_id != "", "transport"),
        else_="person",
    )
    found = session.execute(
        select(OutboxRow.message, OutboxRow.channel, kind, func.count())
        .where(
            OutboxRow.campaign_id == campaign_id,
            OutboxRow.state == MessageState.ACCEPTED,
            OutboxRow.sent_at <= as_of,
        )
        .group_by(OutboxRow.message, OutboxRow.channel, kind)
    )
    return sorted(Evidence._make(row) for row in found)


def deeds(session: Session, campaign_id: int, *, as_of: datetime) -> list[Deed]:
    """Extensions, exemptions, returns, promises and withdrawals, in the order of time."""
    led_to = and_(VersionRow.obligation_id == EventRow.obligation_id, VersionRow.effective_from == EventRow.at)
    found = session.execute(
        select(
            EventRow.move,
            EventRow.at,
            ObligationRow.unit,
            EventRow.by,
            EventRow.reason,
            EventRow.document_number,
            VersionRow.approver,
            VersionRow.deadline_day,
        )
        .join(ObligationRow, EventRow.obligation_id == ObligationRow.id)
        .outerjoin(VersionRow, led_to)
        .where(
            ObligationRow.campaign_id == campaign_id,
            EventRow.at <= as_of,
            EventRow.move.in_([move.value for move in TOLD]),
        )
        .order_by(EventRow.at, EventRow.id)
    )
    return [Deed._make(row) for row in found]


def received(session: Session, campaign_id: int, *, as_of: datetime) -> list[Received]:
    """Every version that came in, by the number of its receipt."""
    found = session.execute(
        select(
            SubmissionRow.receipt_number,
            ObligationRow.unit,
            SubmissionRow.number,
            SubmissionRow.received_at,
            SubmissionRow.document_number,
            SubmissionRow.sha256,
        )
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .where(SubmissionRow.campaign_id == campaign_id, SubmissionRow.registered_at <= as_of)
        .order_by(SubmissionRow.receipt_number)
    )
    return [Received._make(row) for row in found]


def units_told_of(session: Session, keys: list[str]) -> dict[str, list[str]]:
    """The units that each of these messages was decided for."""
    found = session.execute(
        select(DecisionRow.message_key, ObligationRow.unit)
        .join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(DecisionRow.message_key.in_(keys))
        .order_by(DecisionRow.id)
    )
    named: dict[str, list[str]] = {}
    for key, unit in found:
        if key is not None and unit not in named.setdefault(key, []):
            named[key].append(unit)
    return named


def round_moments(session: Session, campaign_id: int, *, as_of: datetime) -> list[datetime]:
    rounds = select(AuditRoundRow.at).where(AuditRoundRow.campaign_id == campaign_id, AuditRoundRow.at <= as_of)
    return list(session.scalars(rounds.order_by(AuditRoundRow.at)))


def restorations(session: Session, *, as_of: datetime) -> list[RestorationRow]:
    found = select(RestorationRow).where(RestorationRow.restored_at <= as_of).order_by(RestorationRow.id)
    return list(session.scalars(found))


def chain_by(session: Session, *, as_of: datetime) -> tuple[int, str]:
    """How many entries the audit log had by then, and the hash of the last."""
    last = select(AuditEntryRow.id, AuditEntryRow.hash).where(AuditEntryRow.at <= as_of)
    row = session.execute(last.order_by(AuditEntryRow.id.desc()).limit(1)).one_or_none()
    return (row.id, row.hash) if row is not None else (0, "")
