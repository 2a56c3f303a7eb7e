"""A paragraph with everything around it that decides how it reads: its style, its number, its place in the outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.blocks import Recognised
from documents.numbering import Numbering
from documents.revisions import ends_deleted
from documents.word_names import PARAGRAPH_PROPERTIES, VALUE, WORD
from documents.word_styles import CENTRE, ParagraphStyle, Styles, own_alignment, own_level, own_list_level, own_number
from documents.word_text import Line, TextReader, one_line_each

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.word_file import WordFile

_STYLE = f"{WORD}pStyle"
_NO_LIST = "0"
_PAGE = re.compile(r"[\s.…][0-9ivxlc]{1,4}\s*$")


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """`number` is the automatic one with the space behind it; `level` that of the outline, None where nothing says it."""

    line: Line
    style: ParagraphStyle
    number: str = ""
    level: int | None = None
    recognised: Recognised = Recognised.STYLE
    centred: bool = False

    @property
    def text(self) -> str:
        """As a reader sees it, with its number; one line for each line break in it. Empty without a word of its own."""
        text = one_line_each(self.line.text)
        return one_line_each(self.number + text) if text and self.number else text

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of an automatic table of contents."""
        return self.line.is_linked or (self.style.contents and _PAGE.search(self.line.text) is not None)


class Paragraphs:
    """Reads the paragraphs of a file; each is to be read once, in order, because reading it counts."""

    def __init__(self, file: WordFile) -> None:
        self._styles = Styles(file.part("styles"), file.part("theme"))
        self._numbering = Numbering(file.part("numbering"), self._styles)
        self._texts = TextReader(self._styles, legacy_fonts=file.has_legacy_fonts)
        self._unended: list[Line] = []

    def read(self, paragraph: _Element) -> WordParagraph:
        """One whose end was deleted comes back empty: its text goes on in the next."""
        properties = paragraph.find(PARAGRAPH_PROPERTIES)
        if properties is None:
            style = self._styles.paragraph("")
            line = self._continued(self._texts.read(paragraph, style))
            return WordParagraph(line, style, self._number(None, style), style.level, style.recognised, style.centred)
        style = self._style(properties)
        line = self._texts.read(paragraph, style)
        if ends_deleted(properties):
            self._unended.append(line)
            return WordParagraph(Line(), style)
        return self._with_properties(self._continued(line), style, properties)

    def rest(self) -> str:
        """What waits for a next paragraph that does not come."""
        return self._continued(Line()).text

    def _with_properties(self, line: Line, style: ParagraphStyle, properties: _Element) -> WordParagraph:
        stated, alignment = own_level(properties), own_alignment(properties)
        return WordParagraph(
            line,
            style,
            self._number(properties, style),
            style.level if stated is None else stated,
            style.recognised if stated is None else Recognised.OUTLINE_LEVEL,
            alignment == CENTRE if alignment else style.centred,
        )

    def _continued(self, line: Line) -> Line:
        if not self._unended:
            return line
        parts, self._unended = [*self._unended, line], []
        return Line(
            [piece for part in parts for piece in part.pieces],
            [note for part in parts for note in part.notes],
            [picture for part in parts for picture in part.pictures],
        )

    def _style(self, properties: _Element) -> ParagraphStyle:
        named = properties.find(_STYLE)
        return self._styles.paragraph("" if named is None else named.get(VALUE, ""))

    def _number(self, properties: _Element | None, style: ParagraphStyle) -> str:
        own = None if properties is None else own_number(properties)
        list_id = own or style.number_id
        if list_id is None or list_id == _NO_LIST:
            return ""
        level = None if properties is None else own_list_level(properties)
        if level is None and own is not None:
            level = 0
        return self._numbering.label(list_id, style.list_level if level is None else level, style.ids)
