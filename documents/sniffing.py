"""What kind of file was handed in, told from its bytes, and whether there is anything in it. An empty one never counts."""

from __future__ import annotations

from pathlib import PurePath

from documents.blocks import Heading, Paragraph, Table
from documents.package import UnreadableReport
from documents.reading import read_report

# The first bytes of each kind of file that is taken.
SIGNATURES = {
    ".docx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
    ".doc": b"\xd0\xcf\x11\xe0",
    ".pdf": b"%PDF-",
    ".rtf": b"{\\rtf",
}


def check_report(content: bytes, *, name: str) -> None:
    """Refuse what cannot be a report: another kind of file, an empty file, a Word file without a word.

    Raises UnreadableReport, which says in Vietnamese what to do.
    """
    ending = PurePath(name).suffix.lower()
    if not content.strip():
        raise UnreadableReport(f"Tệp “{name}” trống; một tệp trống không được tính là báo cáo.")
    if ending not in SIGNATURES:
        known = ", ".join(SIGNATURES)
        raise UnreadableReport(f"Tệp “{name}” không phải loại được nhận ({known}). Đề nghị lưu lại rồi nộp.")
    if not content.startswith(SIGNATURES[ending]):
        raise UnreadableReport(f"Nội dung tệp “{name}” không đúng là tệp {ending}. Đề nghị mở và lưu lại rồi nộp.")
    if ending == ".docx" and not _has_words(content):
        raise UnreadableReport(f"Tệp “{name}” không có chữ nào; một tệp trống không được tính là báo cáo.")


def kind_of(_content: bytes, *, name: str) -> str:
    """The kind of a file that `check_report` has let through, without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def _has_words(content: bytes) -> bool:
    for block in read_report(content).blocks:
        if isinstance(block, Heading | Paragraph) and block.text.strip():
            return True
        if isinstance(block, Table) and any(cell.strip() for row in block.rows for cell in row):
            return True
    return False
