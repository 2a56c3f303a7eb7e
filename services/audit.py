"""The auditor: what should never be, looked for every day and told to staff by name."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from database.models import DecisionRow, ObligationRow, OutboxRow, SubmissionRow, VersionRow
from database.queries.addresses import bad_addresses
from database.queries.events import is_exempt
from database.queries.holds import orders_in_force
from database.queries.outbox import WAITING
from database.queries.receipts import receipt_ranges
from database.queries.submissions import is_standing
from domain.flaws import Flaw
from domain.holds import order_over
from domain.outbox import MessageState, Priority
from services.channel_flaws import channel_flaws
from services.contact_flaws import contact_flaws

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.holds import HoldOrder

STUCK_AFTER = timedelta(days=4)  # longer than any week-end: a message still here was not merely held

LONG_HOLD = "{} thông báo bị giữ đã lâu mà chưa có ngày kết thúc. {} Hãy cho gửi tiếp, hoặc giữ lại có ngày kết thúc."

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


def audit(session: Session, campaign: Campaign, *, now: datetime) -> list[Flaw]:
    """Every flaw of the campaign at `now`; none is the usual answer."""
    bad = bad_addresses(session, campaign.id)
    return [
        *_without_next_step(session, campaign),
        *_undecided(session, campaign, now),
        *_stuck(session, campaign, now),
        *_receipt_gaps(session, campaign),
        *_receipts_passed_over(session, campaign, now),
        *channel_flaws(session, campaign, bad, now=now),
        *contact_flaws(session, campaign, bad, now=now),
    ]


# Asked in every run, so it is put together once.
_NO_NEXT_STEP = select(ObligationRow.unit).where(
    ObligationRow.campaign_id == bindparam("campaign"),
    ObligationRow.id.not_in(select(VersionRow.obligation_id).where(VersionRow.next_step_at.is_not(None))),
    ObligationRow.id.not_in(select(SubmissionRow.obligation_id).where(is_standing(SubmissionRow))),
    ~is_exempt(ObligationRow.id),
)


def _without_next_step(session: Session, campaign: Campaign) -> list[Flaw]:
    """An obligation without a standing report, not exempt, and whose ladder asks no more: a deadline that nobody measures."""
    units = session.connection().execute(_NO_NEXT_STEP, {"campaign": campaign.id}).scalars()
    return [Flaw("no_next_step", unit, "Nhiệm vụ còn mở nhưng không còn mốc nhắc việc nào.", unit) for unit in units]


def _undecided(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    late = session.scalar(
        select(func.count())
        .select_from(VersionRow)
        .join(ObligationRow, VersionRow.obligation_id == ObligationRow.id)
        .where(ObligationRow.campaign_id == campaign.id, VersionRow.next_step_at < now - STUCK_AFTER),
    )
    return [Flaw("undecided", campaign.plan.identity.id, f"{late} mốc đã quá hạn mà chưa được xử lý.")] if late else []


def _stuck(session: Session, campaign: Campaign, now: datetime) -> list[Flaw]:
    """Counted from the decision: what was decided late, after an outage, has not waited since its rung.

    What staff hold is not stuck; but an order without a last day is told of, lest it be forgotten.
    """
    found = session.execute(
        select(OutboxRow.id, OutboxRow.priority, OutboxRow.key, OutboxRow.unit, OutboxRow.message)
        .join(DecisionRow, DecisionRow.message_key == OutboxRow.key)
        .where(
            OutboxRow.campaign_id == campaign.id,
            OutboxRow.state.in_((*WAITING, MessageState.SENDING)),
            DecisionRow.decided_at < now - STUCK_AFTER,
        )
        .distinct(),
    ).all()
    orders = orders_in_force(session, campaign.id, now=now, today=campaign.local_day(now)) if found else []
    flaws: list[Flaw] = []
    held: Counter[HoldOrder] = Counter()
    for row_id, priority, key, unit, message in found:
        order = order_over(orders, unit, {row_id}, is_reply=priority == Priority.REPLY)
        if order is None:
            flaws.append(Flaw("stuck", key, "Thông báo nằm trong hộp thư đi quá lâu.", unit, message))
        else:
            held[order] += 1
    return [*flaws, *(_long_hold(one, number) for one, number in held.items() if one.until is None)]


def _long_hold(order: HoldOrder, number: int) -> Flaw:
    return Flaw("long_hold", f"hold:{order.id}", LONG_HOLD.format(number, order.text), order.unit)


def _receipt_gaps(session: Session, campaign: Campaign) -> list[Flaw]:
    """Receipts are numbered without a gap; one that is missing was given to a unit, and its report is not here."""
    receipts = session.scalars(select(SubmissionRow.receipt_number).where(SubmissionRow.campaign_id == campaign.id))
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
