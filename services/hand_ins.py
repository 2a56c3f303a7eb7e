"""Finishing a hand-in over the web: one receipt, however often the button is pressed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from database.models import SubmissionFileRow, SubmissionRow
from database.queries.campaigns import hold
from domain.errors import RuleBroken
from domain.spelling import nfc
from services.submissions import submit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import HandInRow, UploadRow
    from domain.campaigns import Campaign
    from services.submissions import Handed

UNFINISHED = "Còn tệp chưa tải lên xong; hãy mở lại trang nộp báo cáo để tải tiếp rồi bấm nộp."
LONGEST_NUMBER = 60


class Finished(NamedTuple):
    """`is_new` is False where an earlier press of the button had handed in already."""

    submission: SubmissionRow
    is_new: bool


def finish(
    session: Session,
    campaign: Campaign,
    hand_in: HandInRow,
    handed: Handed,
    *,
    uploads: Sequence[UploadRow],
    document_number: str,
    now: datetime,
) -> Finished:
    """Hand in the report with its annexes. Whoever finishes again gets what the first time gave."""
    hold(session, campaign)
    session.refresh(hand_in, with_for_update=True)
    if hand_in.submission_id is not None:
        return Finished(session.get_one(SubmissionRow, hand_in.submission_id), is_new=False)
    if any(not one.sha256 for one in uploads):
        raise RuleBroken(UNFINISHED)
    number = nfc(document_number).strip()[:LONGEST_NUMBER]
    whole = replace(handed, document_number=number, by=hand_in.unit)
    submission = submit(session, campaign, hand_in.obligation_id, whole, received_at=now, now=now)
    session.add_all(_annex(submission, number, one) for number, one in enumerate(uploads[1:], 1))
    hand_in.finished_at, hand_in.submission_id = now, submission.id
    session.flush()
    return Finished(submission, is_new=True)


def _annex(submission: SubmissionRow, number: int, upload: UploadRow) -> SubmissionFileRow:
    return SubmissionFileRow(
        submission_id=submission.id,
        number=number,
        file_name=upload.file_name,
        sha256=upload.sha256,
        size=upload.size,
        kind=upload.kind,
    )
