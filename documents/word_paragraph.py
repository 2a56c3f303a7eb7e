"""One paragraph of Word: the text as a reader sees it, what of it is bold, and the notes and pictures in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.blocks import Recognised
from documents.word_styles import CENTRE
from domain.spelling import nfc

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.word_styles import ParagraphStyle

_WORD = re.compile(r"\w")
_PAGE = re.compile(r"[\s.…][0-9ivxlc]{1,4}\s*$")


@dataclass(slots=True)
class Mark:
    """Something other than a paragraph begins here: a table, a row, a cell, or text from another file.

    `columns` is how many a cell covers, or a row skips, as the file states it.
    """

    element: _Element
    columns: str = ""


@dataclass(slots=True)
class WordParagraph:
    """One paragraph, filled in as its elements come by. `element` is None for text outside any.

    `typed` is the text as it was typed, with tabs and line breaks; `number` the automatic one with the space behind it.
    The `own_` values are what the paragraph states itself. `goes_on` tells that its end was deleted, `is_linked` that all
    of it is a link to a heading. `notes` are kind ("footnote", "endnote") and id, `pictures` description and id; `before`
    are those whose end was deleted, which go on in this one.
    """

    element: _Element | None
    style: ParagraphStyle
    typed: str = ""
    number: str = ""
    own_level: int | None = None
    own_alignment: str = ""
    own_list: str | None = None
    own_list_level: int | None = None
    goes_on: bool = False
    is_linked: bool = False
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    notes: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, str], ...] = ()
    before: tuple[WordParagraph, ...] = ()

    @property
    def text(self) -> str:
        """As a reader sees it, with its number; one line for each line break in it. Empty without a word of its own."""
        text = one_line_each(self.typed)
        return one_line_each(self.number + text) if text and self.number else text

    @property
    def level(self) -> int | None:
        """That of the outline, None where nothing says it."""
        return self.style.level if self.own_level is None else self.own_level

    @property
    def recognised(self) -> Recognised:
        return self.style.recognised if self.own_level is None else Recognised.OUTLINE_LEVEL

    @property
    def is_centred(self) -> bool:
        return self.own_alignment == CENTRE if self.own_alignment else self.style.centred

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of an automatic table of contents."""
        return self.is_linked or (self.style.contents and _PAGE.search(self.typed) is not None)

    def split_at_bold(self, label: int) -> tuple[str, str]:
        """The text up to the first word that is not bold, and from there; the first `label` characters need not be."""
        whole, begin = "".join(text for text, _ in self.pieces), 0
        for text, bold in self.pieces:
            word = None if bold else _WORD.search(text, max(0, label - begin))
            if word is not None:
                end = begin + word.start()
                return nfc(whole[:end]), nfc(whole[end:])
            begin += len(text)
        return nfc(whole), ""


def one_line_each(text: str) -> str:
    """Single spaces, and no empty lines."""
    if text.isprintable() and "  " not in text:  # what breaks a line or is another kind of space is not printable
        return text.strip()
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
