"""What people do to a draft by hand: give it its number and its day, and put a name below it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import docx

from documents.package import normalised
from documents.party_document import write_text

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph


def complete_draft(content: bytes, *, number: str, place_and_day: str, signer: str) -> bytes:
    """The draft with these in the blanks of its letterhead and its signature; nothing else is touched."""
    document = docx.Document(BytesIO(content))
    letterhead = document.tables[0].rows[0].cells
    closing = next(
        table for table in document.tables[1:] if len(table.rows) == 1 and _is_closing(table.cell(0, 0).text)
    )
    _put(letterhead[0].paragraphs[-1], f"Số {number}")
    _put(letterhead[1].paragraphs[-1], place_and_day)
    _put(closing.rows[0].cells[-1].paragraphs[-1], signer)
    target = BytesIO()
    document.save(target)
    return normalised(target.getvalue())


def _is_closing(text: str) -> bool:
    return text.startswith("Nơi nhận")


def _put(paragraph: Paragraph, text: str) -> None:
    for run in paragraph._p.xpath("./w:r"):  # noqa: SLF001 -- python-docx can empty a run, not take it away
        paragraph._p.remove(run)  # noqa: SLF001 -- the same
    write_text(paragraph, text)
