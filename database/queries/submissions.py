"""What came in, and which version of it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased

from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow
from domain.lifecycle import Move
from domain.submissions import Submission

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

_ACCEPTANCE, _WITHDRAWAL = aliased(EventRow), aliased(EventRow)
SUBMISSION_COLUMNS = (
    SubmissionRow.obligation_id,
    SubmissionRow.number,
    SubmissionRow.received_at,
    SubmissionRow.document_number,
    ReturnRow.returned_at,
    _ACCEPTANCE.at.label("accepted_at"),
    _WITHDRAWAL.at.label("withdrawn_at"),
)
# What became of each submission, to be joined to it one after the other.
FATES = (
    (ReturnRow, ReturnRow.submission_id == SubmissionRow.id),
    (_ACCEPTANCE, and_(_ACCEPTANCE.submission_id == SubmissionRow.id, _ACCEPTANCE.move == Move.ACCEPT.value)),
    (_WITHDRAWAL, and_(_WITHDRAWAL.submission_id == SubmissionRow.id, _WITHDRAWAL.move == Move.WITHDRAW.value)),
)


def submission_value(row: Any) -> Submission:  # noqa: ANN401 -- a row of SUBMISSION_COLUMNS
    return Submission(
        number=row.number,
        received_at=row.received_at,
        document_number=row.document_number,
        returned_at=row.returned_at,
        accepted_at=row.accepted_at,
        withdrawn_at=row.withdrawn_at,
    )


def is_withdrawn(submission: type[SubmissionRow]) -> ColumnElement[bool]:
    return exists().where(EventRow.submission_id == submission.id, EventRow.move == Move.WITHDRAW.value)


def withdrawn_among(session: Session, submission_ids: Iterable[int]) -> set[int]:
    found = select(SubmissionRow.id).where(SubmissionRow.id.in_(set(submission_ids)), is_withdrawn(SubmissionRow))
    return set(session.scalars(found))


def is_standing(submission: type[SubmissionRow]) -> ColumnElement[bool]:
    """Whether this version is the one that counts and was not returned, as far as is known."""
    newer = aliased(SubmissionRow)
    return and_(
        ~is_withdrawn(submission),
        ~exists().where(ReturnRow.submission_id == submission.id),
        ~exists().where(
            newer.obligation_id == submission.obligation_id,
            newer.number > submission.number,
            ~is_withdrawn(newer),
        ),
    )


def next_number(session: Session, obligation_id: int) -> int:
    """The number of the next version, withdrawn ones counted."""
    last = session.scalar(select(func.max(SubmissionRow.number)).where(SubmissionRow.obligation_id == obligation_id))
    return (last or 0) + 1


def last_submission(session: Session, obligation_id: int) -> SubmissionRow | None:
    """The latest version that was not withdrawn, returned or not."""
    return session.scalar(
        select(SubmissionRow)
        .where(SubmissionRow.obligation_id == obligation_id, ~is_withdrawn(SubmissionRow))
        .order_by(SubmissionRow.number.desc())
        .limit(1),
    )


def submissions_of(session: Session, obligation_id: int) -> list[SubmissionRow]:
    """Every version, withdrawn ones as well, in the order in which they came."""
    return submissions_of_all(session, [obligation_id])


def submissions_of_all(session: Session, obligation_ids: Iterable[int]) -> list[SubmissionRow]:
    """Those of each of these obligations in turn."""
    return list(
        session.scalars(
            select(SubmissionRow)
            .where(SubmissionRow.obligation_id.in_(set(obligation_ids)))
            .order_by(SubmissionRow.obligation_id, SubmissionRow.number),
        ),
    )


def return_of(session: Session, submission_id: int) -> ReturnRow | None:
    return session.scalar(select(ReturnRow).where(ReturnRow.submission_id == submission_id))


def returns_of(session: Session, submission_ids: Iterable[int]) -> list[ReturnRow]:
    return list(session.scalars(select(ReturnRow).where(ReturnRow.submission_id.in_(set(submission_ids)))))


def obligations_behind(session: Session, campaign_id: int, units: Iterable[str]) -> dict[tuple[str, int], int]:
    """The obligation by unit and number of the version, of all that these units handed in."""
    found = session.execute(
        select(ObligationRow.unit, SubmissionRow.number, SubmissionRow.obligation_id)
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit.in_(set(units)))
        .order_by(SubmissionRow.id.desc()),
    )
    return {(unit, number): obligation for unit, number, obligation in found}


def versions_with(session: Session, campaign_id: int, sha256: Iterable[str]) -> list[tuple[str, int, str, int]]:
    """Unit, number, SHA-256 and id of every version that came as one of these files, whatever became of it since."""
    found = session.execute(
        select(ObligationRow.unit, SubmissionRow.number, SubmissionRow.sha256, SubmissionRow.id)
        .join(ObligationRow, SubmissionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign_id, SubmissionRow.sha256.in_(set(sha256)))
        .order_by(SubmissionRow.id),
    )
    return [(unit, number, digest, submission_id) for unit, number, digest, submission_id in found]


def standing_submissions(
    session: Session,
    campaign_id: int,
    *,
    units: Iterable[str],
    as_of: datetime,
) -> list[tuple[str, SubmissionRow]]:
    """The version that stands for each of these units: the latest received by then, unless it was returned."""
    query = select(ObligationRow.unit, SubmissionRow, *SUBMISSION_COLUMNS[1:]).join(
        ObligationRow, SubmissionRow.obligation_id == ObligationRow.id
    )
    for fate, condition in FATES:
        query = query.outerjoin(fate, condition)
    found = session.execute(
        query.where(ObligationRow.campaign_id == campaign_id, ObligationRow.unit.in_(set(units))).order_by(
            SubmissionRow.obligation_id, SubmissionRow.number
        ),
    )
    there = [(row[0], row[1], value) for row in found if (value := submission_value(row)).is_there(as_of)]
    latest = {row.obligation_id: (unit, row, value) for unit, row, value in there}
    return [(unit, row) for unit, row, value in latest.values() if not value.is_returned(as_of)]
