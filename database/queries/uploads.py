"""Files on their way in, and the hand-ins that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import HandInRow, SubmissionFileRow, UploadRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def hand_in_of(session: Session, campaign_id: int, unit: str, key: str) -> HandInRow | None:
    """The hand-in with this key, if it is this unit's."""
    return session.scalar(
        select(HandInRow).where(HandInRow.key == key, HandInRow.campaign_id == campaign_id, HandInRow.unit == unit)
    )


def upload_of(session: Session, campaign_id: int, unit: str, upload_id: int) -> UploadRow | None:
    """The upload, if it is this unit's. Held until the transaction ends: of two pieces at once, one waits."""
    return session.scalar(
        select(UploadRow)
        .join(HandInRow, UploadRow.hand_in_id == HandInRow.id)
        .where(UploadRow.id == upload_id, HandInRow.campaign_id == campaign_id, HandInRow.unit == unit)
        .with_for_update()
    )


def uploads_of(session: Session, hand_in_id: int) -> list[UploadRow]:
    """In the order in which they were chosen: the report first."""
    return list(session.scalars(_in_order(hand_in_id)))


def held_uploads_of(session: Session, hand_in_id: int) -> list[UploadRow]:
    """The same, held until the transaction ends: whoever comes meanwhile waits, and finds what became of them."""
    return list(session.scalars(_in_order(hand_in_id).with_for_update()))


def _in_order(hand_in_id: int) -> Select[tuple[UploadRow]]:
    return select(UploadRow).where(UploadRow.hand_in_id == hand_in_id).order_by(UploadRow.number)


def files_of_all(session: Session, submission_ids: Iterable[int]) -> dict[int, list[SubmissionFileRow]]:
    """What came beside each report, by submission."""
    found: dict[int, list[SubmissionFileRow]] = {}
    wanted = select(SubmissionFileRow).where(SubmissionFileRow.submission_id.in_(set(submission_ids)))
    for row in session.scalars(wanted.order_by(SubmissionFileRow.submission_id, SubmissionFileRow.number)):
        found.setdefault(row.submission_id, []).append(row)
    return found
