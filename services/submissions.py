"""Handing in. Versions are only ever added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ObligationRow, SubmissionRow, VersionRow
from database.queries.receipts import next_receipt
from database.queries.submissions import last_submission, next_number, return_of
from domain.errors import RuleBroken
from domain.lifecycle import Move
from domain.schedule import Scheduler
from domain.submissions import SendingWay
from domain.vietnamese_dates import day_text
from services.events import begin, history_of, record
from services.outline_checks import keep_check
from services.replies import Reply, queue_reply

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.queries.obligations import History
    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck

SENT_ON = (
    "Báo cáo của cơ quan tổng hợp chỉ được tính là đã gửi khi có số và ngày của tờ trình hoặc công văn gửi đi. "
    "Hãy ghi nhận bằng lệnh: dondoc transmit TỆP --number SỐ --on NGÀY"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed in: the file's name, size in bytes and SHA-256; its number as the unit gave it.

    What came on paper may have no file: no name, no size, no SHA-256. `by` is who handed in or registered it, `kind`
    the kind of file, `note` why a person must look at it, `check` what it says to the outline, if it could be read.
    """

    file_name: str = ""
    size: int = 0
    sha256: str = ""
    document_number: str = ""
    sending_way: SendingWay = SendingWay.FILE
    kind: str = ""
    by: str = ""
    note: str = ""
    check: OutlineCheck | None = None


def submit(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    handed: Handed,
    *,
    received_at: datetime,
    now: datetime,
) -> SubmissionRow:
    """Receive a report: a new version, a receipt number, and the receipt queued for the unit's contacts.

    Refuses the coordinator's own, of which only the letter that it is sent on with is evidence (services.transmittals).
    """
    obligation = session.get_one(ObligationRow, obligation_id)
    if campaign.plan.is_transmitted(obligation.unit, campaign.plan.duty(obligation.duty)):
        raise RuleBroken(SENT_ON)
    return register(session, campaign, obligation_id, handed, received_at=received_at, now=now)


def register(
    session: Session,
    campaign: Campaign,
    obligation_id: int,
    handed: Handed,
    *,
    received_at: datetime,
    now: datetime,
) -> SubmissionRow:
    """As `submit`, whoever's report it is."""
    _check_handed(handed)
    _check_received(campaign, received_at=received_at, now=now)
    before = begin(session, campaign, obligation_id, Move.SUBMIT)
    last = last_submission(session, obligation_id)
    if last is not None:
        _check_next(session, campaign, last, handed, received_at=received_at)
    submission = SubmissionRow(
        campaign_id=campaign.id,
        obligation_id=obligation_id,
        number=next_number(session, obligation_id),
        received_at=received_at,
        registered_at=now,
        receipt_number=f"{next_receipt(session, campaign.id):04d}/TN-{campaign.plan.identity.number}",
        document_number=handed.document_number,
        file_name=handed.file_name,
        sha256=handed.sha256,
        size=handed.size,
        sending_way=handed.sending_way.value,
        kind=handed.kind,
        registered_by=handed.by,
        note=handed.note,
    )
    session.add(submission)
    session.flush()
    if handed.check is not None:
        keep_check(session, submission.id, handed.check, now=now)
    record(
        session,
        campaign,
        before,
        Move.SUBMIT,
        by=handed.by,
        now=now,
        submission_id=submission.id,
        document_number=handed.document_number,
    )
    history = history_of(session, campaign, obligation_id)
    version_id = _rest(session, campaign, history, now=now)
    queue_reply(session, campaign, Reply.about(submission, "receipt", version_id), now=now)
    return submission


def _check_handed(handed: Handed) -> None:
    """A file with something in it; or, of what came on paper, at least the number that it is found by."""
    if handed.size:
        return
    if handed.file_name or not handed.sending_way.may_lack_file:
        raise RuleBroken(f"Tệp “{handed.file_name}” trống; một tệp trống không được tính là báo cáo.")
    if not handed.document_number.strip():
        raise RuleBroken(
            "Báo cáo đến bằng văn bản giấy hoặc qua hệ thống văn bản mà không kèm tệp thì phải ghi số văn bản (--number)."
        )


def _check_received(campaign: Campaign, *, received_at: datetime, now: datetime) -> None:
    if received_at > now:
        raise RuleBroken("Thời điểm nhận ở tương lai; hãy ghi đúng lúc báo cáo đến.")
    if received_at < campaign.opened_at:
        raise RuleBroken(
            f"Ngày nộp {day_text(campaign.local_day(received_at))} sớm hơn ngày mở đợt {day_text(campaign.local_day(campaign.opened_at))}."
        )


def _check_next(
    session: Session, campaign: Campaign, last: SubmissionRow, handed: Handed, *, received_at: datetime
) -> None:
    """A new version is another file than the one that stands, and no older than it."""
    day = day_text(campaign.local_day(last.received_at))
    is_the_same = handed.sha256 == last.sha256 and (handed.size or handed.document_number == last.document_number)
    if is_the_same and return_of(session, last.id) is None:
        what = f"Tệp “{handed.file_name}”" if handed.file_name else f"Văn bản số {handed.document_number}"
        raise RuleBroken(
            f"{what} đã được ghi nhận ngày {day}, phiếu tiếp nhận số {last.receipt_number}; không cần ghi "
            "nhận lại. Nếu đơn vị gửi bản khác, hãy kiểm tra lại tên tệp.",
        )
    if received_at < last.received_at:
        raise RuleBroken(
            f"Đơn vị đã có bản nộp ngày {day} (phiếu tiếp nhận số {last.receipt_number}); bản ghi nhận sau không thể có ngày "
            f"nhận sớm hơn. Nếu đây là bản thay thế, hãy ghi --on từ ngày {day}. Nếu ngày nhận của phiếu "
            f"{last.receipt_number} bị ghi sai, hãy rút bản nộp đó (dondoc review withdraw) rồi ghi nhận lại.",
        )


def _rest(session: Session, campaign: Campaign, history: History, *, now: datetime) -> int:
    """Let the ladder rest: what repeats ends with a received report. Returns the version that it belongs to."""
    version, version_id = history.versions[-1], history.version_ids[-1]
    promise = history.promises[-1] if history.promises else None
    schedule = Scheduler(campaign).schedule(version, promise=promise)
    row = session.get_one(VersionRow, version_id)
    received = history.standing(now).state.is_received
    if row.next_step_at is not None and row.next_step_at > now:
        coming = schedule.next_moment(after=now, received=received)
        session.execute(update(VersionRow).where(VersionRow.id == version_id).values(next_step_at=coming))
    return version_id
