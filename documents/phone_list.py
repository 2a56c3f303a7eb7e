"""The phone list as a workbook to fill in and as pages to print: for people who telephone with a pen in their hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.party_document import Column, Line, PartyDocument
from documents.workbooks import Book
from domain.calls import CALL_NAMES, CallResult
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from datetime import date, datetime

CALLS_SHEET, WORDS_SHEET = "Danh sách gọi", "Nội dung gọi"
RESULTS = tuple(CALL_NAMES[result] for result in CallResult if result.is_call)
# By these headings the filled workbook is read again.
CODE, NUMBER, RESULT = "Mã", "Số điện thoại", "Kết quả"
DAY, AT, WHO, NOTE = "Ngày hẹn nộp", "Gọi lúc", "Người gọi", "Ghi chú"
_CALL_COLUMNS = (
    ("STT", 5),
    (CODE, 10),
    ("Đơn vị", 20),
    ("Gọi cho", 18),
    (NUMBER, 14),
    ("Vì sao gọi", 22),
    ("Hạn nộp", 11),
    ("Cuộc gọi trước", 14),
    (RESULT, 12),
    (DAY, 11),
    (AT, 13),
    (WHO, 12),
    (NOTE, 14),
)
_WORDS_COLUMNS = (("STT", 5), (CODE, 10), ("Đơn vị", 24), ("Gọi cho", 20), (NUMBER, 15), ("Nói gì", 110))
_LEGEND = (
    "Điền các cột từ “Kết quả” trở đi rồi đọc lại vào chương trình. Cột “Ngày hẹn nộp” chỉ ghi khi đơn vị hẹn. “Gọi lúc” ghi ngày "
    "và giờ, ví dụ 22/8/2022 09:15; để trống là lúc lập danh sách."
)
_PAGE_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 56),
    Column("Gọi cho", 44),
    Column("Số điện thoại", 44, centred=True),
    Column("Vì sao gọi", 44),
    Column("Kết quả", 52),
)
_BOXES = "☐ Đã gặp   ☐ Không nghe\n☐ Sai số   ☐ Hẹn ……/……"
NOBODY = "Cần hỏi số khác"


@dataclass(frozen=True, slots=True)
class PhoneEntry:
    """One unit to call; all in words. `callee` and `number` are empty where nobody is known to call."""

    code: str
    unit: str
    superior: str
    callee: str
    number: str
    reasons: tuple[str, ...]
    deadline: date
    earlier: str
    script: str


@dataclass(frozen=True, slots=True)
class PhoneList:
    """`as_of` is local; `issuer` is on whose behalf people call, `plan` the plan as cited in a sentence."""

    title: str
    issuer: str
    plan: str
    as_of: datetime
    entries: tuple[PhoneEntry, ...]


def write_phone_workbook(value: PhoneList) -> bytes:
    """An .xlsx: a line to fill in for each unit, and what to say. The same value gives the same bytes."""
    book = Book(value.title)
    caption = f"Tính đến {moment_text(value.as_of)}"
    sheet = book.sheet(CALLS_SHEET, _CALL_COLUMNS, caption=caption, legend=_LEGEND)
    for number, one in enumerate(value.entries, start=1):
        known = (number, one.code, one.unit, one.callee or NOBODY, one.number)
        sheet.append((*known, "\n".join(one.reasons), one.deadline, one.earlier, None, None, None, None, None))
    sheet.filter()
    sheet.choices([heading for heading, _ in _CALL_COLUMNS].index(RESULT), RESULTS)
    words = book.sheet(WORDS_SHEET, _WORDS_COLUMNS, caption=caption)
    for number, one in enumerate(value.entries, start=1):
        words.append((number, one.code, one.unit, one.callee or NOBODY, one.number, one.script.strip()))
    return book.to_bytes()


def write_phone_pages(value: PhoneList) -> bytes:
    """A .docx on pages turned sideways, a dozen units on each. The same value gives the same bytes."""
    document = PartyDocument(value.title, landscape=True)
    document.paragraph(value.title.upper(), style="Title")
    document.paragraph(f"Tính đến {moment_text(value.as_of)}: {len(value.entries)} đơn vị", style="Abstract End")
    document.paragraph(
        f"Khi gọi: xưng tên, nói rõ gọi thay mặt {value.issuer} về {value.plan}; nêu báo cáo phải gửi, hạn gửi và cách gửi; xin "
        "ngày hẹn gửi; hỏi lại địa chỉ thư điện tử và số điện thoại của người phụ trách.",
        style="Table Text",
    )
    document.gap()
    document.table(_PAGE_COLUMNS, [_page_row(number, one) for number, one in enumerate(value.entries, 1)], small=True)
    document.paragraph("Người gọi: ……………………………………   Ngày gọi: …../…../……   Buổi: ☐ sáng ☐ chiều", style="Table Text")
    return document.to_bytes()


def _page_row(number: int, one: PhoneEntry) -> tuple[str | tuple[Line, ...], ...]:
    unit = (Line(one.unit, "Small Text"), Line(f"Hạn {day_text(one.deadline)}", "Small Text"))
    numbers = (Line(one.number, "Letterhead Bold"),) if one.number else (Line(NOBODY, "Small Centred"),)
    return str(number), unit, one.callee, numbers, ". ".join(one.reasons), _BOXES
