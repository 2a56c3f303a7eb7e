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
from documents.word_notes import Notes
from documents.word_paragraph import Mark, WordParagraph
from documents.word_paragraphs import Paragraphs
from documents.word_tables import OpenTable, whole_tables

if TYPE_CHECKING:
    from lxml.etree import _Element

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
        self._position = 0

    def blocks(self, body: _Element) -> list[Block]:
        for one in whole_tables(self._paragraphs.read(body)):
            self._position += 1
            if isinstance(one, WordParagraph):
                if not one.is_contents:
                    self._headings.add(one, self._position, self._found)
                self._add_attached(one)
            else:
                self._add_other(one)
        return self._found

    def _add_other(self, one: OpenTable | Mark) -> None:
        """A table, or what was put in from another file."""
        if isinstance(one, Mark):
            self._found.append(Paragraph(UNREAD_PART, self._position))
            return
        table = one.table(self._position)
        if any(cell for row in table.rows for cell in row):
            self._found.append(table)
        for paragraph in one.paragraphs:
            self._add_attached(paragraph)

    def _add_attached(self, paragraph: WordParagraph) -> None:
        """Its notes, its pictures, and the text boxes that hang on it."""
        if paragraph.notes:
            self._found.extend(self._notes.cited(paragraph.notes, self._position))
        if paragraph.pictures:
            self._found.extend(Image(self._position, description) for description in paragraph.pictures)
        if self._boxes:
            for part in (*paragraph.before, paragraph):
                self._add_boxes(part)

    def _add_boxes(self, paragraph: WordParagraph) -> None:
        """What stands in a text box is text, never a heading: its place in the outline is that of its paragraph."""
        for box in self._boxes.at(paragraph.element):
            for one in whole_tables(self._paragraphs.read(box)):
                if not isinstance(one, WordParagraph):
                    self._add_other(one)
                    continue
                if text := one.text:
                    self._found.append(Paragraph(text, self._position))
                self._add_attached(one)
