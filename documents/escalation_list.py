"""The list that goes up to the Provincial Party Office: who is overdue, what was sent, when they were last spoken to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import date

    from documents.letterhead import Letterhead, Signature

_OVERDUE_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 44),
    Column("Hạn gửi", 24, centred=True),
    Column("Số ngày chậm", 18, centred=True),
    Column("Các lần gửi và kết quả", 78),
    Column("Lần liên hệ gần nhất", 38),
    Column("Đầu mối", 38),
)
_UNREACHED_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 66),
    Column("Hạn gửi", 24, centred=True),
    Column("Các lần gửi và kết quả", 78),
    Column("Đầu mối, số điện thoại", 72),
)

RETURNED = " (được trả lại, chưa nộp lại)"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message written to the unit: when, what kind it was, and how it ended."""

    day: date
    kind: str
    outcome: str
    is_sent: bool = True


@dataclass(frozen=True, slots=True)
class EscalationEntry:
    """`last_contact` and `contact` are shown as given; `promise` is the day that the unit named, if it did.

    `is_returned` is a unit that did report, was asked to mend its report, and is past the day of that.
    """

    unit: str
    deadline: date
    days_late: int
    notices: tuple[Notice, ...]
    last_contact: str
    contact: str
    promise: str | None = None
    is_returned: bool = False

    @property
    def label(self) -> str:
        """The unit, with what keeps it apart from those that never reported."""
        return f"{self.unit}{RETURNED}" if self.is_returned else self.unit


@dataclass(frozen=True, slots=True)
class EscalationList:
    """`plan` is the plan as cited in a sentence, with who issued it; `unreached` are the units that no message is known to have reached."""

    letterhead: Letterhead
    abstract: str
    plan: str
    issuer: str
    as_of: date
    expected: int
    received: int
    entries: tuple[EscalationEntry, ...]
    unreached: tuple[EscalationEntry, ...]
    signature: Signature


def write_escalation_list(value: EscalationList) -> bytes:
    """A .docx in landscape: a report to the Office, with the list as its matter."""
    document = PartyDocument(f"Báo cáo {value.abstract}", landscape=True)
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Báo cáo", abstract=value.abstract)
    document.paragraph(_introduction(value))
    if value.entries:
        document.heading("I- Đơn vị quá hạn chưa gửi báo cáo", level=1)
        document.table(_OVERDUE_COLUMNS, [_overdue_row(n, entry) for n, entry in enumerate(value.entries, start=1)])
    if value.unreached:
        _write_unreached(document, value)
    document.paragraph(f"{value.issuer} kính báo cáo./.")
    write_signature(document, value.signature)
    return document.to_bytes()


def _introduction(value: EscalationList) -> str:
    counted = (
        f"Thực hiện {value.plan}, tính đến ngày {day_text(value.as_of)}, {value.issuer} đã nhận được báo cáo của "
        f"{value.received}/{value.expected} đơn vị."
    )
    if not value.entries:
        return f"{counted} Không có đơn vị nào đã nhận được thông báo mà quá hạn chưa gửi báo cáo."
    return (
        f"{counted} {value.issuer} kính báo cáo danh sách {len(value.entries):02d} đơn vị đã được nhắc, đôn đốc nhưng đến nay "
        "chưa gửi báo cáo, cụ thể như sau:"
    )


def _overdue_row(number: int, entry: EscalationEntry) -> list[str]:
    promise = f"\nHẹn gửi: {entry.promise}" if entry.promise else ""
    return [
        str(number),
        entry.label,
        day_text(entry.deadline),
        str(entry.days_late),
        _sent(entry),
        f"{entry.last_contact or 'Chưa liên lạc được'}{promise}",
        entry.contact or "Chưa có",
    ]


def _write_unreached(document: PartyDocument, value: EscalationList) -> None:
    number = "II" if value.entries else "I"
    document.heading(f"{number}- Đơn vị chưa liên lạc được", level=1)
    document.paragraph(
        f"{len(value.unreached):02d} đơn vị dưới đây chưa có thông báo nào được xác nhận là đã đến; {value.issuer} đang liên hệ "
        "trực tiếp, chưa xác định trách nhiệm của đơn vị.",
    )
    document.table(_UNREACHED_COLUMNS, [_unreached_row(n, entry) for n, entry in enumerate(value.unreached, start=1)])


def _unreached_row(number: int, entry: EscalationEntry) -> list[str]:
    """Without the days: as long as nobody was reached, nobody is late by his own doing."""
    return [
        str(number),
        entry.label,
        day_text(entry.deadline),
        _sent(entry),
        entry.contact or "Chưa có",
    ]


def _sent(entry: EscalationEntry) -> str:
    """A line for each kind of message and result, with its days: seven reminders are read at a glance."""
    days: dict[tuple[str, str], list[str]] = {}
    for notice in entry.notices:
        days.setdefault((notice.kind, notice.outcome), []).append(day_text(notice.day))
    lines = [f"{kind} ({outcome}): {', '.join(when)}" for (kind, outcome), when in days.items()]
    return "\n".join(lines) or "Chưa gửi được thông báo nào"
