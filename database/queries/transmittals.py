"""What left the house with a number and a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import SubmissionRow, TransmittalRow
from database.queries.submissions import is_withdrawn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session


def transmitted(
    session: Session, obligation_ids: Iterable[int], *, as_of: datetime
) -> list[tuple[SubmissionRow, int | None]]:
    """Each version that was sent by then and not taken back, with the run that it goes back to; the newest first."""
    found = session.execute(
        select(SubmissionRow, TransmittalRow.run_id)
        .join(TransmittalRow, TransmittalRow.submission_id == SubmissionRow.id)
        .where(
            SubmissionRow.obligation_id.in_(set(obligation_ids)),
            SubmissionRow.received_at <= as_of,
            ~is_withdrawn(SubmissionRow),
        )
        .order_by(SubmissionRow.number.desc()),
    )
    return [(row, run) for row, run in found]
