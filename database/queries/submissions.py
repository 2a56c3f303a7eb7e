"""What came in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from database.models import ObligationRow, ReturnRow, SubmissionRow
from domain.submissions import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def submission_value(row: Any) -> Submission:  # noqa: ANN401 -- a row with the columns of a submission and its return
    return Submission(
        number=row.number,
        received_at=row.received_at,
        document_number=row.document_number,
        returned_at=row.returned_at,
    )


def submission_count(session: Session, campaign_id: int) -> int:
    return session.scalar(select(func.count()).where(SubmissionRow.campaign_id == campaign_id)) or 0


def last_submission(session: Session, obligation_id: int) -> SubmissionRow | None:
    return session.scalar(
        select(SubmissionRow).where(SubmissionRow.obligation_id == obligation_id).order_by(SubmissionRow.number.desc()),
    )


def return_of(session: Session, submission_id: int) -> ReturnRow | None:
    return session.scalar(select(ReturnRow).where(ReturnRow.submission_id == submission_id))


def standing_submissions(
    session: Session,
    campaign_id: int,
    *,
    units: Iterable[str],
    as_of: datetime,
) -> list[tuple[str, SubmissionRow]]:
    """The version that stands for each of these units: the latest received by then, unless it was returned."""
    found = session.execute(
        select(ObligationRow.unit, SubmissionRow, ReturnRow.returned_at)
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .outerjoin(ReturnRow, ReturnRow.submission_id == SubmissionRow.id)
        .where(
            ObligationRow.campaign_id == campaign_id,
            ObligationRow.unit.in_(set(units)),
            SubmissionRow.received_at <= as_of,
        )
        .order_by(SubmissionRow.obligation_id, SubmissionRow.number),
    )
    latest = {row.obligation_id: (unit, row, returned_at) for unit, row, returned_at in found}
    return [(unit, row) for unit, row, returned_at in latest.values() if returned_at is None or returned_at > as_of]
