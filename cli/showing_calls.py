"""The phone list and the ledger of calls for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.printing import day_text, moment_text, print_table, say
from documents.phone_list import NOBODY
from domain.calls import CALL_NAMES
from services.phone_wording import call_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from database.models import CallRow
    from domain.calls import Call
    from domain.campaigns import Campaign
    from services.phone_list import PhoneLine


def print_phone_list(lines: Sequence[PhoneLine], taken: Sequence[PhoneLine], *, as_of: datetime) -> None:
    if lines:
        print_table(
            f"Danh sách gọi điện thoại, tính đến {moment_text(as_of)}: {len(lines)} đơn vị",
            ("Mã", "Đơn vị", "Gọi cho", "Số điện thoại", "Vì sao gọi", "Hạn"),
            [_row(line) for line in lines],
        )
        say("Nội dung cần nói: dondoc phone script MÃ; ghi kết quả: dondoc phone record MÃ --result KẾT-QUẢ", hang=2)
    else:
        say(f"Tính đến {moment_text(as_of)}, không có đơn vị nào cần gọi.")
    for line in taken:
        say(f"Đang có người gọi: {line.name} ({line.taken_by}, đến {moment_text(line.taken_until)}).", hang=2)


def _row(line: PhoneLine) -> tuple[str, ...]:
    callee = line.call.name if line.call else NOBODY
    above = "" if line.call is None or line.call.is_own else f" (cấp trên: {line.superior})"
    number = line.call.number if line.call else ""
    return line.unit, line.name, f"{callee}{above}", number, ". ".join(line.reasons), day_text(line.deadline)


def call_as_json(row: CallRow, name: str, campaign: Campaign) -> dict[str, Any]:
    """The documented shape of an entry of the ledger. Moments are local."""
    local = campaign.plan.calendar.local
    return {
        "unit": row.unit,
        "name": name,
        "at": local(row.at),
        "who": row.who,
        "result": row.result,
        "contact": row.contact,
        "number": row.number,
        "until": local(row.until) if row.until else None,
        "day": row.day,
        "note": row.note,
    }


def print_log(entries: Sequence[dict[str, Any]]) -> None:
    if not entries:
        say("Chưa ghi cuộc gọi nào.")
        return
    print_table(
        f"Sổ cuộc gọi: {len(entries)} mục",
        ("Lúc", "Đơn vị", "Số điện thoại", "Kết quả", "Người gọi", "Ghi chú"),
        [
            (moment_text(one["at"]), one["name"], one["number"], result_text(one), one["who"], one["note"])
            for one in entries
        ],
    )


def print_calls(calls: Sequence[Call]) -> None:
    """Those about one unit, beside what was written to it."""
    print_table(
        "Cuộc gọi điện thoại",
        ("Lúc", "Ai gọi", "Số", "Kết quả"),
        [(moment_text(call.at), call.who, call.number, call_text(call)) for call in calls],
    )


def result_text(entry: dict[str, Any]) -> str:
    """Hẹn ngày nộp 25/8/2022; nhận gọi đến 22/8/2022, 10:30."""
    name = CALL_NAMES[entry["result"]]
    if entry["day"]:
        return f"{name} {day_text(entry['day'])}"
    return f"{name} đến {moment_text(entry['until'])}" if entry["until"] else name
