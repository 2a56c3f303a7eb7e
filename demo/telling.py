"""The demonstration on the screen: a line for each busy day, and the summary at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.printing import day_text, print_table, say
from demo.leaving import LETTERS
from demo.telling_hand_ins import tell_hand_ins
from domain.outbox import MessageState
from domain.run_files import FILE_NAMES
from domain.vietnamese_dates import weekday_name
from notifications.messages import MESSAGE_NAMES
from services.wording import OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from demo.summary import Laid, Places, Summary
    from rehearsal.events import Events

STATES = {
    MessageState.ACCEPTED: "đã gửi",
    MessageState.FAILED: "bị từ chối",
    MessageState.SUPERSEDED: "được thay thế",
}
NO_BREAK = "\u00a0"


def tell_day(
    day: date,
    *,
    events: Events,
    decisions: Mapping[str, int],
    deliveries: Mapping[str, int],
    names: Mapping[str, str],
) -> None:
    """`names` are those of the units, by code."""
    read = [
        f"chấp nhận {events.accepted}" if events.accepted else "",
        f"trả lại {events.returned}" if events.returned else "",
    ]
    came = [
        f"nhận {events.received} báo cáo" if events.received else "",
        *([f"{' và '.join(filter(None, read))} báo cáo"] if any(read) else []),
        f"{events.promised} đơn vị hẹn ngày nộp" if events.promised else "",
        *(f"gia hạn cho {names[unit]}" for unit in events.extended),
        *(f"miễn báo cáo cho {names[unit]}" for unit in events.exempted),
        *(f"{names[unit]} gửi tệp hỏng, tệp được giữ và đơn vị được báo nộp lại" for unit in events.refused),
    ]
    done = [
        f"quyết định {sum(decisions.values())} mốc" if decisions else "",
        f"gửi {deliveries['accepted']} thư" if deliveries.get("accepted") else "",
        f"{deliveries['rejected']} thư bị từ chối" if deliveries.get("rejected") else "",
        "máy chủ thư không trả lời, thư chờ lần sau" if deliveries.get("deferred") else "",
    ]
    told = "; ".join(filter(None, (", ".join(filter(None, parts)) for parts in (came, done))))
    say(f"  {day_text(day)} ({weekday_name(day)}): {told}", hang=2)


def tell_summary(summary: Summary, places: Places) -> None:
    _tell_tiers(summary)
    tell_hand_ins(summary.hand_ins)
    _tell_messages(summary)
    _tell_escalations(summary)
    _tell_proof(summary)
    for laid in places.runs:
        _tell_run(laid)
    say(f"Thư đã gửi (.eml):               {places.mails}")
    say(f"Danh sách đơn vị (.xlsx):        {places.unit_list}")
    for path in places.letters:
        say(f"{LETTERS[path.name]:<33}{path}")
    say(f"Giao diện Prefect:               {places.prefect}")


def _tell_proof(summary: Summary) -> None:
    """What `dondoc prove` says."""
    proof = summary.proof
    say(
        f"Đối chiếu sổ ghi (dondoc prove): {proof.rungs} mốc đã đến, {proof.decisions} quyết định; {proof.sent} thông báo đã gửi "
        f"có bằng chứng; chưa rõ kết quả {len(proof.unknown)}; mất dấu {proof.lost}; gửi trùng {proof.doubled}.",
    )
    say()


def _tell_run(laid: Laid) -> None:
    say(f"Tổng hợp của {laid.unit}: {laid.folder}")
    for name in laid.files:
        say(f"  {name:<38}{FILE_NAMES[name]}")
    say()


def _tell_tiers(summary: Summary) -> None:
    say()
    print_table(
        f"Kế hoạch {summary.status.plan_number}, tính đến {day_text(summary.status.as_of.date())}",
        [
            head.replace(" ", NO_BREAK)
            for head in ("Cấp", "Phải nộp", "Đã nộp", "Đúng hạn", "Chậm", "Quá hạn", "Trả lại")
        ],
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
    known = {title for title, _ in summary.messages}
    titles = [title for title in MESSAGE_NAMES.values() if title in known]
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
    if summary.unknown:
        say(f"Chưa rõ {summary.unknown} thư đã đến hay chưa; cần liên hệ hỏi người nhận.")


def _tell_escalations(summary: Summary) -> None:
    say()
    say(f"Báo cáo lên Văn phòng Tỉnh ủy: {len(summary.escalations)} lần")
    for one in summary.escalations:
        say(f"  {day_text(one.day)}: {', '.join(one.units)}")
    if summary.unreached:
        say(f"Chưa liên lạc được, chuyển gọi điện thoại: {', '.join(summary.unreached)}")
    say()
