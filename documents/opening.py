"""Opening whatever a unit handed in: the kind told from the bytes, the text read, or why a person must read it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph, Report, Table
from documents.office import TooSlow, check_odt, convert
from documents.package import Refusal, UnreadableReport
from documents.page_layout import report_of
from documents.pdf import PdfTooSlow, read_pdf
from documents.programs import Programs
from documents.reading import read_word
from documents.scans import MAX_PAGES as MAX_SCANNED_PAGES
from documents.scans import ScanUnread, read_pdf_pages, read_picture
from documents.sniffing import ENDINGS, FileKind, sniff

if TYPE_CHECKING:
    from pathlib import Path

    from documents.blocks import Block
    from documents.page_lines import Page
    from documents.pdf import PdfText
    from documents.reading import WordReport

__all__ = ["FileKind", "Opened", "open_report"]

READ_BY_MACHINE = "Đọc bằng máy từ bản chụp, cần người đọc lại."
_OVERLAID = "Bản chụp có lớp chữ do máy nhận dạng, cần người đọc lại."
_UNREAD_SCAN = "Bản chụp, cần người đọc"
_TOO_SLOW = "Tệp quá phức tạp, máy đọc quá lâu nên dừng lại; cần người đọc."
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that counts as a report. `report` is None where the program could not read it; `note` then says why.

    A `note` beside a report warns that it was read unreliably (a scan). A `remark` is for the unit alone: the file was
    read, and its name says another kind. `word` is the Word file itself, or what the file was converted to, for whoever
    copies out of it; None where the text was read from pages.
    """

    kind: FileKind
    report: Report | None
    note: str = ""
    remark: str = ""
    word: WordReport | None = field(default=None, compare=False, repr=False)

    @property
    def needs_reader(self) -> bool:
        """Whether a person must read it (cần người đọc)."""
        return bool(self.note)


def open_report(content: bytes, *, name: str, programs: Programs | None = None) -> Opened:
    """Read what was handed in. Raises UnreadableReport for what is no report, and says in Vietnamese what to do.

    `name` serves for messages only. Without `programs` those on the search path are used.
    """
    shown = _shown(name)
    ending = PureWindowsPath(shown).suffix.lower()
    try:
        kind = sniff(content, ending=ending)
        opened = _READERS[kind](content, kind, _found() if programs is None else programs)
        _check_words(opened)
    except UnreadableReport as refusal:
        raise UnreadableReport(f"“{shown}”: {refusal}", code=refusal.code) from refusal
    return replace(opened, remark=_remark(kind, ending))


@cache
def _found() -> Programs:
    return Programs.found()


def _shown(name: str) -> str:
    """The last part of the name on one line, and not too much of it: it may be anything that a sender thought of."""
    last = PureWindowsPath(name).name or "tệp không tên"
    printable = "".join(letter if letter.isprintable() else " " for letter in last)
    return printable if len(printable) <= _LONGEST_NAME else f"{printable[: _LONGEST_NAME - 9]}…{printable[-8:]}"


def _remark(kind: FileKind, ending: str) -> str:
    if ending in ENDINGS[kind]:
        return ""
    real = "ảnh chụp" if kind is FileKind.PICTURE else f".{kind}"
    return f"Tệp {ending or 'không có đuôi'} thật ra là {real}; vẫn được đọc."


def _read_word(content: bytes, kind: FileKind, programs: Programs) -> Opened:
    word = read_word(content)
    blocks = word.report.blocks
    if any(map(_has_words, blocks)) or not any(isinstance(block, Image) for block in blocks):
        return _from_word(kind, word)
    return _read_pasted_pictures(content, kind, programs)


def _from_word(kind: FileKind, word: WordReport) -> Opened:
    return Opened(kind, word.report, word=word)


def _read_pasted_pictures(content: bytes, kind: FileKind, programs: Programs) -> Opened:
    """A scan pasted into a Word file, page by page: printed as a PDF and read as one."""
    if programs.office is None or programs.tesseract is None:
        return Opened(kind, None, f"{_UNREAD_SCAN}: tệp Word chỉ có ảnh.")
    try:
        printed = convert(content, kind, office=programs.office, target="pdf")
    except TooSlow:
        return Opened(kind, None, _TOO_SLOW)
    opened = _read_pdf(printed, FileKind.PDF, programs)
    return replace(opened, kind=kind, note=opened.note or READ_BY_MACHINE)


def _read_by_office(content: bytes, kind: FileKind, programs: Programs) -> Opened:
    if kind is FileKind.ODT:
        check_odt(content)
    if programs.office is None:
        return Opened(kind, None, f"Tệp .{kind} được giữ lại, máy này chưa có LibreOffice; cần người đọc.")
    try:
        return _from_word(kind, read_word(convert(content, kind, office=programs.office)))
    except TooSlow:
        return Opened(kind, None, _TOO_SLOW)


def _read_pdf(content: bytes, kind: FileKind, programs: Programs) -> Opened:
    try:
        text = read_pdf(content)
    except PdfTooSlow:
        return Opened(kind, None, _TOO_SLOW)
    if not text.scanned:
        note = _OVERLAID if text.overlaid else _unread_pages(text)
        return Opened(kind, report_of(text.pages), note)
    return _read_scanned_pdf(content, text, programs.tesseract)


def _read_scanned_pdf(content: bytes, text: PdfText, tesseract: Path | None) -> Opened:
    """With the pages that are pictures read by machine, or without them."""
    written = any(page.lines for number, page in enumerate(text.pages, start=1) if number not in text.scanned)
    report = report_of(text.pages) if written else None
    if tesseract is None:
        return Opened(FileKind.PDF, report, _no_tesseract(text, report))
    numbers = text.scanned[:MAX_SCANNED_PAGES]
    try:
        read = read_pdf_pages(content, numbers, tesseract=tesseract)
    except ScanUnread:
        return Opened(FileKind.PDF, report, f"{_UNREAD_SCAN}: máy không đọc được.")
    by_number = dict(zip(numbers, read, strict=False))
    pages = [_as_high_as(page, by_number.get(number)) for number, page in enumerate(text.pages, start=1)]
    note = " ".join(filter(None, (READ_BY_MACHINE, _unread_pages(text))))
    return _from_scan(FileKind.PDF, pages, note)


def _as_high_as(page: Page, read: Page | None) -> Page:
    """What was read from the picture of a page, in the measures of that page."""
    if read is None:
        return page
    return read.scaled(page.height / max(read.height, 1))


def _read_picture(content: bytes, kind: FileKind, programs: Programs) -> Opened:
    if programs.tesseract is None:
        return Opened(kind, None, f"{_UNREAD_SCAN}: máy này chưa có Tesseract tiếng Việt.")
    try:
        return _from_scan(kind, list(read_picture(content, tesseract=programs.tesseract)), READ_BY_MACHINE)
    except ScanUnread:
        return Opened(kind, None, f"{_UNREAD_SCAN}: máy không đọc được.")


def _from_scan(kind: FileKind, pages: list[Page], note: str) -> Opened:
    report = report_of(pages)
    if not report.blocks:
        return Opened(kind, None, f"{_UNREAD_SCAN}: máy không nhận ra chữ nào.")
    return Opened(kind, report, note)


def _no_tesseract(text: PdfText, report: Report | None) -> str:
    if report is None:
        return f"{_UNREAD_SCAN}: máy này chưa có Tesseract tiếng Việt."
    return f"Có {len(text.scanned)} trang là bản chụp, cần người đọc: máy này chưa có Tesseract tiếng Việt."


def _unread_pages(text: PdfText) -> str:
    """What the limits left out: pages beyond those that are read, and scanned ones beyond those."""
    left = text.total - len(text.pages) + max(0, len(text.scanned) - MAX_SCANNED_PAGES)
    return f"Tệp có {text.total} trang, còn {left} trang máy không đọc, cần người đọc." if left else ""


def _check_words(opened: Opened) -> None:
    """Raises for a file that was read and says nothing."""
    if opened.report is not None and not any(map(_has_words, opened.report.blocks)):
        raise UnreadableReport(
            "Tệp không có chữ nào; một tệp trống không được tính là báo cáo. Đề nghị kiểm tra rồi nộp lại.",
            code=Refusal.NO_WORDS,
        )


def _has_words(block: Block) -> bool:
    match block:
        case Heading() | Paragraph() | Footnote():
            return bool(block.text.strip())
        case Table():
            return any(cell.strip() for row in block.rows for cell in row)
        case Image():
            return False


_READERS = {
    FileKind.DOCX: _read_word,
    FileKind.DOC: _read_by_office,
    FileKind.ODT: _read_by_office,
    FileKind.RTF: _read_by_office,
    FileKind.PDF: _read_pdf,
    FileKind.PICTURE: _read_picture,
}
