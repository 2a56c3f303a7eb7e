"""A report as it was handed in: its headings, paragraphs, tables, pictures and notes in order, straight from Word's XML.

Tracked insertions are kept and deletions dropped, content controls are read through, and of two alternatives only
the first choice is taken, so that the text is what a reader of the accepted document sees. Hidden text is left out
for the same reason, and so is a table of contents: it repeats headings and says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
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
    from collections.abc import Mapping

    from lxml.etree import _Element

UNREAD_PART = "[Ở đây có một tệp được chèn vào báo cáo mà chương trình không đọc được.]"


@dataclass(frozen=True, slots=True)
class WordReport:
    """A report and where in its file it stands, for whoever copies out of it.

    `parts` are what stands at each position, from 1. `joined` are the positions whose text was put to the heading at an
    earlier one, which it names. `passed_over` are, by the alternatives they belong to, what older programs would show.
    """

    report: Report
    file: WordFile
    parts: tuple[WordParagraph | OpenTable | Mark, ...]
    joined: Mapping[int, int]
    passed_over: Mapping[_Element, _Element]
    paragraphs: Paragraphs
    notes: Notes
    boxes: TextBoxes

    def elements(self, position: int) -> tuple[_Element, ...]:
        """Those that are at a position; several where the end of a paragraph was deleted."""
        part = self.parts[position - 1]
        found = [*part.before, part] if isinstance(part, WordParagraph) else [part]
        return tuple(one.element for one in found if one.element is not None)


def read_report(content: bytes) -> Report:
    """Reads a .docx. Raises `UnreadableReport` for anything else."""
    return read_word(content).report


def read_word(content: bytes) -> WordReport:
    """The same, with the place of everything in the file."""
    file = WordFile(content)
    passed_over = accept(file.body)
    return _Reader(file).read(passed_over)


class _Reader:
    """Goes through one document once."""

    def __init__(self, file: WordFile) -> None:
        self._file = file
        self._boxes = TextBoxes(file.body)
        self._paragraphs = Paragraphs(file)
        self._notes = Notes(file, self._paragraphs)
        self._headings = HeadingFinder()
        self._found: list[Block] = []
        self._joined: dict[int, int] = {}
        self._position = 0

    def read(self, passed_over: Mapping[_Element, _Element]) -> WordReport:
        parts = tuple(whole_tables(self._paragraphs.read(self._file.body)))
        for one in parts:
            self._position += 1
            if isinstance(one, WordParagraph):
                if not one.is_contents:
                    self._add_text(one)
                self._add_attached(one)
            else:
                self._add_other(one)
        return WordReport(
            Report(tuple(self._found)),
            self._file,
            parts,
            self._joined,
            passed_over,
            self._paragraphs,
            self._notes,
            self._boxes,
        )

    def _add_text(self, paragraph: WordParagraph) -> None:
        last = self._found[-1] if self._found else None
        place = len(self._found) - 1
        self._headings.add(paragraph, self._position, self._found)
        if last is not None and self._found[place] is not last:
            self._joined[self._position] = last.position

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
            self._found.extend(Image(self._position, *picture) for picture in paragraph.pictures)
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
