"""Sections of pages that come along with passages turned sideways: they take the headers of the pages that they part."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from documents.word_names import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_SECTION, _FIRST_PAGE = f"{WORD}sectPr", f"{WORD}titlePg"
_REFERENCES = (f"{WORD}headerReference", f"{WORD}footerReference")
# What stands behind the mark of another first page, by the order that Word's XML wants.
_BEHIND = tuple(f"{WORD}{name}" for name in ("textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings"))


def settle_sections(body: _Element, copies: Iterable[_Element]) -> None:
    """`copies` are at their places. Without headers of its own a section has those of the one before, the first one none."""
    brought = {section for copy in copies for section in copy.iter(_SECTION)}
    if not brought:
        return
    sections = list(body.iter(_SECTION))
    governing: _Element | None = None
    for place, section in reversed(list(enumerate(sections))):
        if section not in brought:
            governing = section
        elif governing is not None:
            _settle(section, governing, is_first=place == 0)


def _settle(section: _Element, governing: _Element, *, is_first: bool) -> None:
    """Only the first page of all is another one."""
    section[:0] = [deepcopy(one) for one in governing if one.tag in _REFERENCES]
    for one in section.findall(_FIRST_PAGE):
        section.remove(one)
    first_page = governing.find(_FIRST_PAGE)
    if is_first and first_page is not None:
        section.insert(len(section) - sum(one.tag in _BEHIND for one in section), deepcopy(first_page))
