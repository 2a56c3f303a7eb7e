"""What changed, read from the append-only ledgers: events, decisions, transmittals, and the runs as they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from database.models import (
    ConsolidationRow,
    DecisionRow,
    EventRow,
    ObligationRow,
    SubmissionRow,
    TransmittalRow,
    VersionRow,
)
from domain.changes import OF_MOVES, OF_RUNS, Change, ChangeKind, Ledger
from domain.consolidation import RunState
from domain.decisions import Outcome
from domain.ladder import Audience
from domain.lifecycle import Move

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

MOST_AT_ONCE = 1_000  # of each ledger; the next round goes on


def last_entries(session: Session) -> dict[str, int]:
    """The last entry of each ledger, by its name in Seen."""
    ledgers = {"events": EventRow.id, "decisions": DecisionRow.id, "transmittals": TransmittalRow.id}
    return {name: session.scalar(select(func.max(column))) or 0 for name, column in ledgers.items()}


def moves_after(session: Session, campaign_id: int, ledger: Ledger) -> tuple[list[Change], Ledger]:
    """What people did, and how far it was read."""
    found = session.execute(
        select(EventRow.id, EventRow.at, EventRow.move, ObligationRow.unit, ObligationRow.duty)
        .join(ObligationRow, EventRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, EventRow.id > ledger.unread)
        .order_by(EventRow.id)
        .limit(MOST_AT_ONCE)
    ).all()
    changes = [
        Change(OF_MOVES[Move(row.move)], f"event/{row.id}", row.at, unit=row.unit, duty=row.duty) for row in found
    ]
    return changes, _read_to(ledger, found)


def escalations_after(session: Session, campaign_id: int, ledger: Ledger) -> tuple[list[Change], Ledger]:
    """Which units the Office is told of, once for each rung and person."""
    told = and_(DecisionRow.audience == Audience.OFFICE.value, DecisionRow.outcome == Outcome.SEND.value)
    columns = select(DecisionRow.id, DecisionRow.decided_at, ObligationRow.unit, ObligationRow.duty)
    found = session.execute(
        columns.join(VersionRow, DecisionRow.version_id == VersionRow.id)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, told, DecisionRow.id > ledger.unread)
        .order_by(DecisionRow.id)
        .limit(MOST_AT_ONCE)
    ).all()
    changes = [
        Change(ChangeKind.ESCALATED, f"decision/{row.id}", row.decided_at, unit=row.unit, duty=row.duty)
        for row in found
    ]
    return changes, _read_to(ledger, found)


def transmittals_after(session: Session, campaign_id: int, ledger: Ledger) -> tuple[list[Change], Ledger]:
    found = session.execute(
        select(
            TransmittalRow.id, TransmittalRow.run_id, SubmissionRow.received_at, ObligationRow.unit, ObligationRow.duty
        )
        .join(SubmissionRow, TransmittalRow.submission_id == SubmissionRow.id)
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, TransmittalRow.id > ledger.unread)
        .order_by(TransmittalRow.id)
        .limit(MOST_AT_ONCE)
    ).all()
    changes = [
        Change(ChangeKind.TRANSMITTED, f"transmittal/{row.id}", row.received_at, row.unit, row.duty, row.run_id or 0)
        for row in found
    ]
    return changes, _read_to(ledger, found)


def runs_as_they_stand(session: Session, campaign_id: int) -> list[Change]:
    """Runs are the one thing that changes in its row; each attempt comes to an end of its own."""
    found = session.scalars(
        select(ConsolidationRow)
        .where(
            ConsolidationRow.campaign_id == campaign_id,
            ConsolidationRow.state.in_([state.value for state in OF_RUNS]),
        )
        .order_by(ConsolidationRow.id)
    )
    return [_run(row) for row in found]


def _run(row: ConsolidationRow) -> Change:
    kind = OF_RUNS[RunState(row.state)]
    at = row.finished_at or row.progressed_at or row.requested_at
    return Change(kind, f"run/{row.id}/{row.attempt}/{row.state}", at, unit=row.unit, run=row.id)


def _read_to(ledger: Ledger, found: Sequence[Any]) -> Ledger:
    return ledger.read_to(found[-1].id) if found else ledger
