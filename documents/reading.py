"""A report as it was handed in: its headings, paragraphs, tables, pictures and notes in order, straight from Word's XML.

Tracked insertions are kept and deletions dropped, content controls are read through, and of two alternatives only
the first choice is taken, so that the text is what a reader of the accepted document sees. Hidden text is left out
for the same reason, and so is a table of contents: it repeats headings and says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Block, Image, Paragraph, Report
from documents.headings import HeadingFinder
from documents.revisions import accept
from documents.text_boxes import TextBoxes
from documents.word_file import WordFile
from documents.word_names import PARAGRAPH, TABLE, WORD
from documents.word_notes import Notes
from documents.word_paragraphs import Paragraphs
from documents.word_tables import inside, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from documents.word_text import WordParagraph

_FOREIGN = f"{WORD}altChunk"
UNREAD_PART = "[Ở đây có một tệp được chèn vào báo cáo mà chương trình không đọc được.]"


def read_report(content: bytes) -> Report:
    """Reads a .docx. Raises `UnreadableReport` for anything else."""
    file = WordFile(content)
    accept(file.body)
    return Report(tuple(_Reader(file).blocks(file.body)))


class _Reader:
    """Goes through one document once."""

    def __init__(self, file: WordFile) -> None:
        self._boxes = TextBoxes(file.body)
        self._paragraphs = Paragraphs(file)
        self._notes = Notes(file, self._paragraphs)
        self._headings = HeadingFinder()
        self._found: list[Block] = []

    def blocks(self, body: _Element) -> list[Block]:
        position = 0
        for position, element in enumerate(inside(body, PARAGRAPH, TABLE, _FOREIGN), start=1):
            if element.tag == PARAGRAPH:
                self._read_paragraph(element, position)
            else:
                self._read_other(element, position)
        for paragraph in self._paragraphs.rest():
            self._add_text(paragraph, position)
        return self._found

    def _read_paragraph(self, element: _Element, position: int) -> None:
        for paragraph in self._paragraphs.read(element):
            if not paragraph.is_contents:
                self._headings.add(paragraph, position, self._found)
            self._add_attached(paragraph, position)
        if self._boxes:
            self._read_boxes(self._boxes.at(element), position)

    def _read_other(self, element: _Element, position: int) -> None:
        """A table, or what was put in from another file."""
        if element.tag == _FOREIGN:
            self._found.append(Paragraph(UNREAD_PART, position))
            return
        table, paragraphs = read_table(element, position, self._paragraphs)
        if any(cell for row in table.rows for cell in row):
            self._found.append(table)
        for paragraph in paragraphs:
            self._add_attached(paragraph, position)
        self._read_boxes(self._boxes.under(element), position)

    def _read_boxes(self, boxes: Iterable[_Element], position: int) -> None:
        """What stands in a text box is text, never a heading: its place in the outline is that of its paragraph."""
        for box in boxes:
            for element in inside(box, PARAGRAPH, TABLE):
                if element.tag == TABLE:
                    self._read_other(element, position)
                    continue
                for paragraph in self._paragraphs.read(element):
                    self._add_text(paragraph, position)
                self._read_boxes(self._boxes.at(element), position)

    def _add_text(self, paragraph: WordParagraph, position: int) -> None:
        if text := paragraph.text:
            self._found.append(Paragraph(text, position))
        self._add_attached(paragraph, position)

    def _add_attached(self, paragraph: WordParagraph, position: int) -> None:
        if paragraph.notes:
            self._found.extend(self._notes.cited(paragraph.notes, position))
        if paragraph.pictures:
            self._found.extend(Image(position, description) for description in paragraph.pictures)
