"""The paragraphs of a file with what is told by those before them: their numbers, and what a deleted end carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.numbering import Numbering
from documents.word_styles import Styles
from documents.word_text import TextReader

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.word_file import WordFile
    from documents.word_text import WordParagraph

_NO_LIST = "0"


class Paragraphs:
    """Each is to be read once, in the order of the text, because reading it counts."""

    def __init__(self, file: WordFile) -> None:
        styles = Styles(file.part("styles"), file.part("theme"))
        self._numbering = Numbering(file.part("numbering"), styles)
        self._texts = TextReader(styles, legacy_fonts=file.has_legacy_fonts)
        self._unended: list[WordParagraph] = []

    def read(self, element: _Element) -> list[WordParagraph]:
        """All in the element, which may be a paragraph itself. One whose end was deleted goes on in the next."""
        found = self._texts.read(element)
        for paragraph in found:
            if paragraph.own_list is not None or paragraph.style.number_id is not None:
                self._count(paragraph)
        if self._unended or any(paragraph.goes_on for paragraph in found):
            return self._joined(found)
        return found

    def read_cell(self, cell: _Element) -> tuple[list[WordParagraph], str]:
        """And the number of columns that it covers, as the cell states it."""
        return self.read(cell), self._texts.span

    def rest(self) -> list[WordParagraph]:
        """What waits for a next paragraph that does not come."""
        rest, self._unended = self._unended, []
        return rest

    def _count(self, paragraph: WordParagraph) -> None:
        style = paragraph.style
        list_id = paragraph.own_list or style.number_id
        if list_id is None or list_id == _NO_LIST or paragraph.goes_on:
            return
        level = paragraph.own_list_level
        if level is None:
            level = style.list_level if paragraph.own_list is None else 0
        paragraph.number = self._numbering.label(list_id, level, style.ids)

    def _joined(self, found: list[WordParagraph]) -> list[WordParagraph]:
        whole: list[WordParagraph] = []
        for paragraph in found:
            self._unended.append(paragraph)
            if not paragraph.goes_on:
                whole.append(_one(self.rest()))
        return whole


def _one(parts: list[WordParagraph]) -> WordParagraph:
    """The last, whose properties count, with the text of those before it."""
    *_, last = parts
    last.typed = "".join(part.typed for part in parts)
    last.pieces = [piece for part in parts for piece in part.pieces]
    last.notes = tuple(note for part in parts for note in part.notes)
    last.pictures = tuple(picture for part in parts for picture in part.pictures)
    return last
