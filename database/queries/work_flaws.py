"""Work that somebody believes to be under way, for the auditor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, exists, or_, select

from database.models import ConsolidationRow, HandInRow, IntakeRow, SubmissionRow, UploadRow
from domain.consolidation import RunState
from domain.intake import IntakeState

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


class StillRun(NamedTuple):
    """A run that was asked for or claimed, and the last that was seen of it."""

    id: int
    unit: str
    state: str
    since: datetime


class UnfinishedHandIn(NamedTuple):
    id: int
    unit: str
    begun_at: datetime


# Each is asked in every round, so all are put together once.
_RUNS = (
    select(ConsolidationRow)
    .where(
        ConsolidationRow.campaign_id == bindparam("campaign"),
        or_(
            and_(
                ConsolidationRow.state.in_((RunState.REQUESTED.value, RunState.APPROVED.value)),
                ConsolidationRow.requested_at < bindparam("before"),
            ),
            and_(
                ConsolidationRow.state == RunState.RUNNING.value,
                ConsolidationRow.progressed_at < bindparam("before"),
            ),
        ),
    )
    .order_by(ConsolidationRow.id)
)
_HAND_INS = (
    select(HandInRow.id, HandInRow.unit, HandInRow.begun_at)
    .where(
        HandInRow.campaign_id == bindparam("campaign"),
        HandInRow.finished_at.is_(None),
        HandInRow.begun_at < bindparam("before"),
        exists().where(UploadRow.hand_in_id == HandInRow.id, UploadRow.sha256 != ""),
        ~exists().where(
            SubmissionRow.obligation_id == HandInRow.obligation_id,
            SubmissionRow.registered_at >= HandInRow.begun_at,
        ),
    )
    .order_by(HandInRow.id)
)
_MAILS = (
    select(IntakeRow.id, IntakeRow.sender, IntakeRow.arrived_at)
    .where(
        IntakeRow.state == IntakeState.TRIAGE.value,
        IntakeRow.taken_in_at < bindparam("before"),
        or_(IntakeRow.campaign_id.is_(None), IntakeRow.campaign_id == bindparam("campaign")),
    )
    .order_by(IntakeRow.id)
)


def runs_standing_still(session: Session, campaign_id: int, *, before: datetime) -> list[StillRun]:
    """Runs that nobody claims, and those whose worker has written nothing since that moment."""
    rows = session.scalars(_RUNS, {"campaign": campaign_id, "before": before})
    found = (StillRun(row.id, row.unit, row.state, _since(row)) for row in rows)
    return [one for one in found if one.since < before]


def _since(row: ConsolidationRow) -> datetime:
    if row.state == RunState.RUNNING.value:
        return row.progressed_at or row.requested_at
    return row.approved_at or row.requested_at


def hand_ins_left(session: Session, campaign_id: int, *, before: datetime) -> list[UnfinishedHandIn]:
    """Begun before that moment with a whole file, never finished, and nothing has come for the duty since."""
    found = session.connection().execute(_HAND_INS, {"campaign": campaign_id, "before": before})
    return [UnfinishedHandIn._make(row) for row in found]


def mails_left(session: Session, campaign_id: int, *, before: datetime) -> list[tuple[int, str, datetime]]:
    """Number, sender and day of the mails that came before that moment and wait for a person still."""
    found = session.connection().execute(_MAILS, {"campaign": campaign_id, "before": before})
    return [(intake_id, sender, at) for intake_id, sender, at in found]
