"""Opening whatever a unit handed in: the kind told from the bytes, the text read, or why a person must read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from documents.reading import read_report
from documents.sniffing import check_report, kind_of

if TYPE_CHECKING:
    from documents.blocks import Report


class FileKind(StrEnum):
    """A picture is a scan that came without a PDF around it."""

    DOCX = "docx"
    DOC = "doc"
    PDF = "pdf"
    ODT = "odt"
    RTF = "rtf"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that counts as a report. `report` is None where the program could not read it; `note` then says why.

    A `note` beside a report warns that it was read unreliably (a scan).
    """

    kind: FileKind
    report: Report | None
    note: str = ""

    @property
    def needs_reader(self) -> bool:
        """Whether a person must read it (cần người đọc)."""
        return bool(self.note)


def open_report(content: bytes, *, name: str) -> Opened:
    """Read what was handed in. Raises UnreadableReport for what is no report, and says in Vietnamese what to do."""
    check_report(content, name=name)
    kind = FileKind(kind_of(content, name=name))
    if kind is FileKind.DOCX:
        return Opened(kind, read_report(content))
    return Opened(kind, None, f"Tệp .{kind} cần người đọc.")
