"""What the auditor looks for in the ledger: what lacks its other half, gaps, a broken chain, moments still to come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries import ledger_flaws as ask
from database.queries.receipts import receipt_ranges, receipts_given_out
from domain.audit_log import BEGINNING, first_break
from domain.decisions import Outcome
from domain.flaws import Flaw
from domain.vietnamese_dates import day_text, moment_text
from services.audit_log import entry_value

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

LOOKED_AT = 200  # entries at the end of the audit log; `dondoc audit verify` and `dondoc prove` walk all of it
CLOCKS_DIFFER = timedelta(minutes=5)  # between the machines that write into one database

NO_MESSAGE = (
    "Đã quyết định gửi ngày {} mà không có thông báo trong hộp thư đi. Hãy chạy dondoc prove và gọi cho đơn vị."
)
NO_DECISION = "Thông báo trong hộp thư đi không dựa trên quyết định nào. Hãy chạy dondoc prove và báo người quản trị."
NOT_TOLD = {
    Outcome.NO_CHANNEL: "Phải báo cáo lên Văn phòng từ ngày {} mà Văn phòng chưa có đầu mối nhận. Hãy bổ sung đầu mối: "
    "dondoc contacts import",
    Outcome.SEND: "Báo cáo lên Văn phòng ngày {} bị từ chối và chưa gửi lại được. Hãy gửi công văn: dondoc letter office",
}
RECEIPT_GAP = (
    "Thiếu phiếu tiếp nhận số {} trong dãy số đã cấp: bản nộp ấy không còn trong sổ. Hãy tìm trong hộp thư nhận báo cáo và kho "
    "tệp, hỏi lại đơn vị, rồi ghi nhận lại."
)
PASSED_OVER = (
    "Các số phiếu tiếp nhận từ {first:04d} đến {last:04d} có thể đã cấp trước khi khôi phục từ bản sao lưu nên không dùng lại. "
    "Đơn vị nào đưa phiếu có số này thì báo cáo đã nhận mà không còn trong sổ: hãy tìm trong hộp thư (dondoc intake --since), "
    "hoặc đề nghị đơn vị gửi lại, rồi ghi nhận."
)
TOLD_FOR = timedelta(days=30)  # by then every unit has been asked
CHAIN = "Chuỗi nhật ký bị đứt ở mục {}: {}. Hãy giữ nguyên máy, sao lại cơ sở dữ liệu, rồi chạy: dondoc audit verify"
CLOCK = (
    "Trong sổ có việc ghi lúc {}, sau giờ hiện nay của máy. Đồng hồ đã bị lùi: hãy chỉnh lại giờ, rồi mới cho gửi tiếp."
)


def ledger_flaws(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    return [
        *_without_message(session, campaign),
        *_without_decision(session, campaign),
        *_not_told(session, campaign),
        *_receipt_gaps(session, campaign),
        *_receipts_passed_over(session, campaign, now),
        *_broken_chain(session),
        *_still_to_come(session, campaign, now),
    ]


def _without_message(session: Session, campaign: Campaign) -> list[Flaw]:
    return [
        Flaw(
            "no_message",
            f"{one.unit}/{one.rung}",
            NO_MESSAGE.format(day_text(campaign.local_day(one.decided_at))),
            one.unit,
            one.message,
        )
        for one in ask.sent_without_message(session, campaign.id)
    ]


def _without_decision(session: Session, campaign: Campaign) -> list[Flaw]:
    found = ask.messages_without_decision(session, campaign.id)
    return [Flaw("no_decision", key, NO_DECISION, unit, message) for key, unit, message in found]


def _not_told(session: Session, campaign: Campaign) -> list[Flaw]:
    return [
        Flaw(
            "office_not_told",
            one.unit,
            NOT_TOLD[Outcome(one.outcome)].format(day_text(campaign.local_day(one.decided_at))),
            one.unit,
        )
        for one in ask.last_told_to_office(session, campaign.id)
    ]


def _receipt_gaps(session: Session, campaign: Campaign) -> list[Flaw]:
    """Receipts are numbered without a gap; one that is missing was given to a unit, and its report is not here."""
    receipts = receipts_given_out(session, campaign.id)
    known = {int(number): rest for number, _, rest in (one.partition("/") for one in receipts) if number.isdecimal()}
    passed_over = {number for one in receipt_ranges(session, campaign.id) for number in range(one.first, one.last + 1)}
    missing = sorted(set(range(1, max(known, default=0))) - known.keys() - passed_over)
    series = known[max(known)] if known else ""
    return [
        Flaw("receipt_gap", f"{number:04d}/{series}", RECEIPT_GAP.format(f"{number:04d}/{series}"))
        for number in missing
    ]


def _receipts_passed_over(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    """What a restored database may have given out before it was lost: told as one, not number by number."""
    return [
        Flaw(
            "receipts_passed_over",
            f"{one.first:04d}–{one.last:04d}",
            PASSED_OVER.format(first=one.first, last=one.last),
        )
        for one in receipt_ranges(session, campaign.id, since=now - TOLD_FOR)
    ]


def _broken_chain(session: Session) -> list[Flaw]:
    """Only the end of it: whoever tampers with what happened lately is found the next morning."""
    rows, end = ask.chain_end(session, LOOKED_AT)
    entries = [entry_value(row) for row in rows]
    before = (entries[0].id - 1, entries[0].previous_hash) if entries else (0, BEGINNING)
    broken = first_break(entries, head=end or (0, BEGINNING), before=before)
    return [Flaw("chain", "audit", CHAIN.format(broken.entry_id, broken.what))] if broken is not None else []


def _still_to_come(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    latest = ask.latest_moment(session, campaign.id)
    if latest is None or latest <= now + CLOCKS_DIFFER:
        return []
    return [Flaw("clock", "clock", CLOCK.format(moment_text(campaign.plan.calendar.local(latest))))]
