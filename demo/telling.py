"""The demonstration on the screen: a line for each busy day, and the summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.printing import day_text, print_table, say
from domain.outbox import MessageState
from domain.vietnamese_dates import weekday_name
from services.wording import OUTCOMES

if TYPE_CHECKING:
    from datetime import date

    from demo.summary import Places, Summary

STATES = {
    MessageState.ACCEPTED: "đã gửi",
    MessageState.FAILED: "bị từ chối",
    MessageState.SUPERSEDED: "được thay thế",
}


def tell_day(day: date, *, events: int, decisions: dict[str, int], deliveries: dict[str, int]) -> None:
    parts = [
        f"{events} lượt nộp, trả lại" if events else "",
        f"quyết định {sum(decisions.values())} mốc" if decisions else "",
        f"gửi {deliveries['accepted']} thư" if deliveries.get("accepted") else "",
        f"{deliveries['rejected']} thư bị từ chối" if deliveries.get("rejected") else "",
        "máy chủ thư không trả lời, thư chờ lần sau" if deliveries.get("deferred") else "",
    ]
    say(f"  {day_text(day)} ({weekday_name(day)}): {', '.join(part for part in parts if part)}")


def tell_summary(summary: Summary, places: Places) -> None:
    _tell_tiers(summary)
    _tell_messages(summary)
    _tell_escalations(summary)
    say(f"Thư đã gửi (.eml):             {places.mails}")
    say(f"Dự thảo báo cáo tổng hợp:      {places.draft or 'chưa có'}")
    say(f"Danh sách đơn vị (.xlsx):      {places.unit_list}")
    say(f"Giao diện Prefect:             {places.prefect}")


def _tell_tiers(summary: Summary) -> None:
    say()
    print_table(
        f"Kế hoạch {summary.status.plan_number}, tính đến {day_text(summary.status.as_of.date())}",
        ("Cấp", "Phải nộp", "Đã nộp", "Đúng hạn", "Chậm", "Quá hạn", "Trả lại"),
        [
            (
                tier.name,
                tier.count.expected,
                tier.count.received,
                tier.count.on_time,
                tier.count.late,
                tier.count.overdue,
                tier.count.returned,
            )
            for tier in summary.status.tiers
        ],
        right=range(1, 7),
    )


def _tell_messages(summary: Summary) -> None:
    titles = sorted({title for title, _ in summary.messages})
    print_table(
        "Thông báo",
        ("Loại", *STATES.values()),
        [(title, *(summary.messages.get((title, state), 0) for state in STATES)) for title in titles],
        right=(1, 2, 3),
    )
    silent = ", ".join(f"{OUTCOMES[outcome]} {number}" for outcome, number in sorted(summary.silences.items()))
    say(f"Mốc không gửi, có ghi lý do: {silent or 'không có'}")
    if summary.waiting:
        say(f"Còn {summary.waiting} thư chờ trong hộp thư đi.")


def _tell_escalations(summary: Summary) -> None:
    say()
    say(f"Báo cáo lên Văn phòng Tỉnh ủy: {len(summary.escalations)} lần")
    for one in summary.escalations:
        say(f"  {day_text(one.day)}: {', '.join(one.units)}")
    if summary.unreached:
        say(f"Chưa liên lạc được, chuyển gọi điện thoại: {', '.join(summary.unreached)}")
    say()
