"""The list for the Provincial Party Office on one page: as many units as fit, in small type, without the days of each notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from documents.escalation_list import EscalationEntry, EscalationList

_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 53),
    Column("Hạn gửi", 20, centred=True),
    Column("Chậm (ngày)", 15, centred=True),
    Column("Liên hệ gần nhất", 44),
    Column("Hẹn gửi", 21, centred=True),
)
# What stands for the days of a unit that no notice reached: nobody is late by his own doing then.
_UNREACHED = "–"


def write_escalation_page(value: EscalationList) -> bytes:
    """A .docx on one upright page; more units than fit flow on to a second. The same value gives the same bytes."""
    document = PartyDocument(f"Báo cáo {value.abstract}")
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Báo cáo", abstract=value.abstract)
    document.paragraph(
        f"Thực hiện {value.plan}, {value.issuer} đã nhận được báo cáo của {value.received}/{value.expected} đơn vị; "
        f"{len(value.entries) + len(value.unreached):02d} đơn vị quá hạn:",
    )
    document.table(_COLUMNS, _rows(value), small=True)
    if value.unreached:
        document.paragraph(_note(value), style="Small Text")
    document.paragraph(f"{value.issuer} kính báo cáo./.")
    write_signature(document, value.signature)
    return document.to_bytes()


def _rows(value: EscalationList) -> list[list[str]]:
    """Those reached first; the others after them in the same table, so that the list stays on its page."""
    reached = [_row(number, entry, days=str(entry.days_late)) for number, entry in enumerate(value.entries, start=1)]
    after = len(reached) + 1
    return [*reached, *(_row(number, entry, days=_UNREACHED) for number, entry in enumerate(value.unreached, after))]


def _row(number: int, entry: EscalationEntry, *, days: str) -> list[str]:
    said = entry.last_contact or "chưa liên lạc được"
    return [
        str(number),
        f"{entry.unit} (đã trả lại)" if entry.is_returned else entry.unit,
        day_text(entry.deadline),
        days,
        f"{said[:1].upper()}{said[1:]}",
        entry.promise or "",
    ]


def _note(value: EscalationList) -> str:
    return (
        f"Ghi chú: {len(value.unreached):02d} đơn vị không ghi số ngày chậm là đơn vị chưa liên lạc được, đang được liên hệ "
        "trực tiếp; chưa xác định trách nhiệm của đơn vị."
    )
