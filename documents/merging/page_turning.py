"""Which tables and pictures need a page turned on its side: those that are too wide for an upright one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.room import (
    BODY,
    EMU_PER_TWENTIETH,
    LANDSCAPE_WIDTH,
    MOST_HEIGHT_ACROSS,
    PORTRAIT_WIDTH,
    Place,
    Room,
)
from documents.word_names import PLACED, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.merging.table_copying import Shape
    from documents.reading import WordReport

_ACROSS = Room(Place.BODY, width=LANDSCAPE_WIDTH, height=MOST_HEIGHT_ACROSS)
_SECTION, _PAGE = f"{WORD}sectPr", f"{WORD}pgSz"
# A table that is only a little too wide is made narrower; one of so many columns that words would break is turned if it is
# wider than the page, one of very many in any case.
_TOO_WIDE = 1.1
_MANY_COLUMNS, _MOST_COLUMNS_UPRIGHT = 10, 20


class Pages:
    """Of one report: which of its pages lie on their side."""

    def __init__(self, word: WordReport) -> None:
        self._is_turned_anywhere = any(map(_is_turned, word.file.body.iter(_SECTION)))
        self._turned = _turned_elements(word) if self._is_turned_anywhere else frozenset()

    def needs_turning(self, shape: Shape) -> bool:
        if len(shape.widths) > _MOST_COLUMNS_UPRIGHT:
            return True
        would_break = len(shape.widths) > _MANY_COLUMNS or shape.element in self._turned
        return would_break and sum(shape.widths) > PORTRAIT_WIDTH * _TOO_WIDE

    def has_wide_object(self, elements: tuple[_Element, ...]) -> bool:
        """Whether a picture on a page on its side is wider than an upright page."""
        if not self._is_turned_anywhere or not any(one in self._turned for one in elements):
            return False
        extents = (extent.get("cx", "") for one in elements for extent in one.iter(f"{PLACED}extent"))
        most = PORTRAIT_WIDTH * _TOO_WIDE * EMU_PER_TWENTIETH
        return any(cx.isascii() and cx.isdigit() and int(cx) > most for cx in extents)

    def room(self, *, is_across: bool) -> Room:
        return _ACROSS if is_across else BODY


def _turned_elements(word: WordReport) -> frozenset[_Element]:
    """Those of sections on their side; a section is described in its last paragraph, or at the end of the file."""
    found: set[_Element] = set()
    waiting: list[_Element] = []
    for position in range(1, len(word.parts) + 1):
        elements = word.elements(position)
        waiting += elements
        ends = [end for one in elements for end in one.iter(_SECTION)]
        if ends:
            found.update(waiting if _is_turned(ends[-1]) else ())
            waiting = []
    last = word.file.body.find(_SECTION)
    if last is not None and _is_turned(last):
        found.update(waiting)
    return frozenset(found)


def _is_turned(section: _Element) -> bool:
    page = section.find(_PAGE)
    if page is None:
        return False
    width, height = page.get(f"{WORD}w", ""), page.get(f"{WORD}h", "")
    if width.isascii() and width.isdigit() and height.isascii() and height.isdigit():
        return int(width) > int(height)
    return page.get(f"{WORD}orient") == "landscape"
