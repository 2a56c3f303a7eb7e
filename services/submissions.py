"""Handing in and sending back. Versions are only ever added."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ReturnRow, SubmissionRow, VersionRow
from database.queries.obligations import histories
from database.queries.submissions import last_submission, return_of, submission_count
from domain.errors import RuleBroken
from domain.obligations import Cause, standing
from domain.schedule import RETURNED_LADDER, Scheduler
from domain.vietnamese_dates import day_text
from services.replies import queue_reply
from services.versions import add_version

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign


class Handed:
    """What was handed in: the file's name, size in bytes and SHA-256; its number as the unit gave it."""

    __slots__ = ("document_number", "file_name", "sha256", "size")

    def __init__(self, *, file_name: str, size: int, sha256: str, document_number: str) -> None:
        self.file_name, self.size, self.sha256, self.document_number = file_name, size, sha256, document_number


def submit(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    handed: Handed,
    *,
    received_at: datetime,
    now: datetime,
) -> SubmissionRow:
    """Receive a report: a new version, a receipt number, and the receipt queued for the unit's contacts."""
    if handed.size == 0:
        raise RuleBroken(f"Tệp “{handed.file_name}” trống; một tệp trống không được tính là báo cáo.")
    if received_at > now:
        raise RuleBroken("Thời điểm nhận ở tương lai; hãy ghi đúng lúc báo cáo đến.")
    if received_at < campaign.opened_at:
        raise RuleBroken(
            f"Ngày nộp {day_text(campaign.local_day(received_at))} sớm hơn ngày mở đợt {day_text(campaign.local_day(campaign.opened_at))}."
        )
    last = last_submission(session, obligation_id)
    if last is not None:
        _check_next(session, campaign, last, handed, received_at=received_at)
    submission = SubmissionRow(
        campaign_id=campaign.id,
        obligation_id=obligation_id,
        number=1 if last is None else last.number + 1,
        received_at=received_at,
        registered_at=now,
        receipt_number=f"{submission_count(session, campaign.id) + 1:04d}/TN-{campaign.plan.identity.number}",
        document_number=handed.document_number,
        file_name=handed.file_name,
        sha256=handed.sha256,
        size=handed.size,
    )
    session.add(submission)
    session.flush()
    history = histories(session, campaign, obligations=[obligation_id])[obligation_id]
    version_id = _rest(session, campaign, history, now=now)
    queue_reply(session, campaign, submission, message="receipt", version_id=version_id, now=now)
    return submission


def _check_next(
    session: Session, campaign: Campaign, last: SubmissionRow, handed: Handed, *, received_at: datetime
) -> None:
    """A new version is another file than the one that stands, and no older than it."""
    day = day_text(campaign.local_day(last.received_at))
    if handed.sha256 == last.sha256 and return_of(session, last.id) is None:
        raise RuleBroken(
            f"Tệp “{handed.file_name}” đã được ghi nhận ngày {day}, phiếu tiếp nhận số {last.receipt_number}; không cần ghi "
            "nhận lại. Nếu đơn vị gửi bản khác, hãy kiểm tra lại tên tệp.",
        )
    if received_at < last.received_at:
        raise RuleBroken(
            f"Đơn vị đã có bản nộp ngày {day} (phiếu tiếp nhận số {last.receipt_number}); bản ghi nhận sau không thể có ngày "
            f"nhận sớm hơn. Nếu đây là bản thay thế, hãy ghi --on từ ngày {day}. Nếu có căn cứ đơn vị đã nộp sớm hơn, hãy nhờ "
            f"người phụ trách kỹ thuật sửa ngày nhận của phiếu {last.receipt_number} (bảng submissions, cột received_at).",
        )


def return_submission(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    *,
    reason: str,
    new_day: date,
    now: datetime,
) -> ReturnRow:
    """Send the standing version back: the unit hands in again by `new_day`, on a clock and a ladder of its own."""
    submission = last_submission(session, obligation_id)
    if submission is None or return_of(session, submission.id) is not None:
        raise RuleBroken("Đơn vị chưa có bản nộp nào để trả lại.")
    if new_day < campaign.local_day(now):
        raise RuleBroken(f"Ngày nộp lại {day_text(new_day)} đã qua; hãy chọn một ngày sau hôm nay.")
    returned = ReturnRow(submission_id=submission.id, returned_at=now, reason=reason, new_day=new_day)
    session.add(returned)
    history = histories(session, campaign, obligations=[obligation_id])[obligation_id]
    version = add_version(
        session,
        campaign,
        history,
        cause=Cause.RETURNED,
        day=new_day,
        ladder=RETURNED_LADDER,
        now=now,
    )
    queue_reply(session, campaign, submission, message="returned", version_id=version.id, now=now)
    return returned


def _rest(session: Session, campaign: Campaign, history: History, *, now: datetime) -> int:
    """Let the ladder rest: what repeats ends with a received report. Returns the version that it belongs to."""
    version, version_id = history.versions[-1], history.version_ids[-1]
    promise = history.promises[-1] if history.promises else None
    schedule = Scheduler(campaign).schedule(version, promise=promise)
    row = session.get_one(VersionRow, version_id)
    received = standing(history.versions, history.submissions, as_of=now).state.is_received
    if row.next_step_at is not None and row.next_step_at > now:
        coming = schedule.next_moment(after=now, received=received)
        session.execute(update(VersionRow).where(VersionRow.id == version_id).values(next_step_at=coming))
    return version_id
