"""The receipt (phiếu tiếp nhận) on one page: what came when, whether in time, and what it says to the outline.

It confirms that a file came, unchanged since: whoever has the file can compute its SHA-256 again. It judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import shorten, wrap
from typing import TYPE_CHECKING

from documents.letterhead import Letterhead, Signature, write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from documents.qr_codes import qr_png
from domain.outline_check import SectionState
from domain.vietnamese_dates import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from domain.outline_check import OutlineCheck, SectionCheck

# A slip is one page: of what could go on, so much is shown, and the rest counted.
MOST_FINDINGS = 3
MOST_HEADINGS = 2
MOST_ANNEXES = 3
MOST_NAMED_SECTIONS = 4
LETTERS_OF_A_TITLE = 44
LETTERS_OF_A_HEADING = 32
LETTERS_OF_A_FINDING = 88
LETTERS_OF_A_FILE_NAME = 56
HALF_OF_SHA256 = 32

_STATES = {
    SectionState.FOUND: "Có nội dung",
    SectionState.NONE: "Trả lời “Không.” (là đủ)",
    SectionState.EMPTY: "Đề mục để trống",
    SectionState.MISSING: "Không có trong báo cáo",
}
# What the unit has something to do about is named, the rest told by its numbers. Sections not owed are nobody's concern.
_NAMED = (SectionState.EMPTY, SectionState.MISSING)
_FACTS = (Column("Thông tin", 42), Column("Ghi nhận", 123))
_CHECK = (Column("Đối chiếu đề cương", 50), Column("Số mục", 18, centred=True), Column("Các mục", 97))
_CLOSING = "Phiếu xác nhận đã nhận tệp nêu trên; kết quả đối chiếu không thay cho việc xem xét nội dung."
_CLOSING_WITHOUT_FILE = "Phiếu xác nhận đã nhận văn bản nêu trên, không thay cho việc xem xét nội dung."
_QR = "Quét mã bằng điện thoại để mở trang của đơn vị; mã chỉ dành cho đơn vị này."
QR_WIDTH_MM = 24
_KIBIBYTE = 1024


@dataclass(frozen=True, slots=True)
class ReceiptSlip:
    """`superior`, `issuer` and `place` are of the letterhead of whoever receives; `number` is that of the slip.

    `plan`, `duty` and `clause` are in words: "Kế hoạch số 15-KH/TU …", "Báo cáo sơ kết của …", "mục III.1". `version` counts
    what the unit handed in under this duty, from 1. `received_at` bears the local zone, `size` is in bytes, `deadline` the
    last day that was in time. What came without a file has no name, size or SHA-256. `annexes` are the names and sizes of what
    came beside the report. `page` is the address
    of the unit's own pages, as a QR code. `receiver` is who took it in, a person or the mailbox; empty leaves room to sign.
    """

    superior: str
    issuer: str
    place: str
    number: str
    plan: str
    unit: str
    duty: str
    version: int
    document_number: str
    received_at: datetime
    file_name: str
    size: int
    sha256: str
    deadline: date
    clause: str
    days_late: int
    check: OutlineCheck
    receiver: str = ""
    recipients: tuple[str, ...] = ()
    annexes: tuple[tuple[str, int], ...] = ()
    page: str = ""


def write_receipt_slip(value: ReceiptSlip) -> bytes:
    """A .docx. The same value gives the same bytes."""
    document = PartyDocument(f"Phiếu tiếp nhận {value.number}")
    head = Letterhead(value.superior, value.issuer, f"Số {value.number}", value.place, value.received_at.date())
    write_letterhead(document, head)
    write_title(document, kind="Phiếu tiếp nhận", abstract=f"báo cáo của {value.unit}")
    document.table(_FACTS, _facts(value))
    if value.check.sections:
        document.table(_CHECK, _checked(value.check))
    for line in _remarks(value.check):
        document.paragraph(line, style="Table Text")
    document.paragraph(_CLOSING if value.sha256 else _CLOSING_WITHOUT_FILE, style="Table Text")
    if value.page:
        document.picture(qr_png(value.page), width_mm=QR_WIDTH_MM, says="Mã QR mở trang của đơn vị")
        document.paragraph(_QR, style="Table Text")
    write_signature(document, Signature("", "Người tiếp nhận", value.receiver, value.recipients))
    return document.to_bytes()


def _facts(value: ReceiptSlip) -> list[list[str]]:
    again = f", lần nộp thứ {value.version}" if value.version > 1 else ""
    late = f"Chậm {value.days_late} ngày" if value.days_late else "Đúng hạn"
    return [
        ["Nhiệm vụ", f"{value.duty}, theo {value.plan}"],
        ["Số văn bản", value.document_number or "Không ghi số"],
        ["Thời điểm nhận", f"{moment_text(value.received_at)}{again}"],
        ["Kết quả", f"{late}; hạn: hết ngày {day_text(value.deadline)} ({value.clause})"],
        *_file(value),
        *_annexes(value),
    ]


def _file(value: ReceiptSlip) -> list[list[str]]:
    if not value.sha256:
        return [["Tệp", "Không kèm tệp"]]
    name = shorten(value.file_name, LETTERS_OF_A_FILE_NAME, placeholder="…")
    return [
        ["Tệp", f"{name} ({_size_text(value.size)})"],
        ["Mã SHA-256", "\n".join(wrap(value.sha256, HALF_OF_SHA256))],
    ]


def _annexes(value: ReceiptSlip) -> list[list[str]]:
    """Name and size of what came beside the report, the first few."""
    shown = [
        f"{shorten(name, LETTERS_OF_A_FILE_NAME, placeholder='…')} ({_size_text(size)})"
        for name, size in value.annexes[:MOST_ANNEXES]
    ]
    more = len(value.annexes) - MOST_ANNEXES
    lines = [*shown, f"và {more} tệp khác"] if more > 0 else shown
    return [["Phụ lục", "\n".join(lines)]] if lines else []


def _size_text(size: int) -> str:
    """As the files of an office are told: 540 byte, 52,7 KB, 1,2 MB."""
    if size < _KIBIBYTE:
        return f"{size} byte"
    unit, number = ("KB", size / _KIBIBYTE) if size < _KIBIBYTE**2 else ("MB", size / _KIBIBYTE**2)
    return f"{number:.1f} {unit}".replace(".", ",")


def _checked(check: OutlineCheck) -> list[list[str]]:
    by_state = {state: [one for one in check.sections if one.state is state] for state in _STATES}
    named = _NAMED if sum(len(by_state[state]) for state in _NAMED) <= MOST_NAMED_SECTIONS else ()
    return [
        [_STATES[state], str(len(found)), _sections(found, named=state in named)]
        for state, found in by_state.items()
        if found
    ]


def _sections(found: Sequence[SectionCheck], *, named: bool) -> str:
    if not named:
        return ", ".join(one.number for one in found)
    return "\n".join(f"{one.number}: {shorten(one.title, LETTERS_OF_A_TITLE, placeholder='…')}" for one in found)


def _remarks(check: OutlineCheck) -> list[str]:
    """What else stands out; nothing where nothing does."""
    note = [check.note] if check.note else []
    extra = _first(check.extra_headings, MOST_HEADINGS, letters=LETTERS_OF_A_HEADING)
    headings = [f"Đề mục ngoài đề cương: {'; '.join(extra)}."] if extra else []
    said = [f"{one.where}: {one.text}" if one.where else one.text for one in check.findings]
    findings = [f"- {line}" for line in _first(said, MOST_FINDINGS, letters=LETTERS_OF_A_FINDING)]
    return [*note, *headings, *(["Điểm cần xem lại:"] if findings else []), *findings]


def _first(texts: Sequence[str], most: int, *, letters: int) -> list[str]:
    shown = [shorten(text, letters, placeholder="…") for text in texts[:most]]
    return [*shown, f"và {len(texts) - most} điểm khác"] if len(texts) > most else shown
