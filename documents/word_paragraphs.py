"""The paragraphs of a file with what is told by those before them: their numbers, and what a deleted end carried over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.numbering import Numbering
from documents.word_paragraph import Mark, WordParagraph
from documents.word_styles import Styles
from documents.word_text import TextReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from documents.numbering import ListItem
    from documents.word_file import WordFile

_NO_LIST = "0"


class Paragraphs:
    """Each part of a file is to be read once, in the order of the text, because reading it counts.

    `items` are the places in lists of all paragraphs that were read, by their elements.
    """

    def __init__(self, file: WordFile) -> None:
        styles = Styles(file.part("styles"), file.part("theme"))
        self.styles = styles
        self.numbering = Numbering(file.part("numbering"), styles)
        self.items: dict[_Element, ListItem] = {}
        self._texts = TextReader(styles, legacy_fonts=file.has_legacy_fonts)

    def read(self, element: _Element) -> list[WordParagraph | Mark]:
        """All in the element, with marks where something else begins. One whose end was deleted goes on in the next."""
        found = self._texts.read(element)
        goes_on = False
        for one in found:
            if isinstance(one, Mark):
                continue
            if one.own_list is not None or one.style.number_id is not None:
                self._count(one)
            goes_on = goes_on or one.goes_on
        return list(_joined(found)) if goes_on else found

    def _count(self, paragraph: WordParagraph) -> None:
        style = paragraph.style
        list_id = paragraph.own_list or style.number_id
        if list_id is None or list_id == _NO_LIST or paragraph.goes_on:
            return
        level = paragraph.own_list_level
        if level is None:
            level = style.list_level if paragraph.own_list is None else 0
        item = self.numbering.item(list_id, level, style.ids)
        if item is not None:
            paragraph.number = item.text
            if paragraph.element is not None:
                self.items[paragraph.element] = item


def _joined(found: list[WordParagraph | Mark]) -> Iterator[WordParagraph | Mark]:
    """Only a paragraph can be gone on in: before a table, or at the end, it stands alone after all."""
    unended: list[WordParagraph] = []
    for one in found:
        if isinstance(one, WordParagraph) and one.goes_on:
            unended.append(one)
        elif isinstance(one, WordParagraph) and unended:
            yield _with_those_before(one, unended)
            unended = []
        else:
            yield from unended
            unended = []
            yield one
    yield from unended


def _with_those_before(paragraph: WordParagraph, before: list[WordParagraph]) -> WordParagraph:
    """Its properties count, whatever those before it had."""
    parts = [*before, paragraph]
    paragraph.typed = "".join(part.typed for part in parts)
    paragraph.pieces = [piece for part in parts for piece in part.pieces]
    paragraph.notes = tuple(note for part in parts for note in part.notes)
    paragraph.pictures = tuple(picture for part in parts for picture in part.pictures)
    paragraph.before = tuple(before)
    return paragraph
