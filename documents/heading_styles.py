"""Which paragraph styles of a Word file are headings, and of which level, and which are set in the middle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

CENTRE = "center"
_VALUE = f"{WORD}val"
_HEADING_NAME = re.compile(r"heading ([1-9])")
_OUTLINE_LEVEL = re.compile(r"[0-9]")
_BODY_TEXT = 9


def heading_levels(styles: _Element) -> dict[str, int]:
    """Style id to level (from 1), following each style up the chain it is based on."""
    by_id = {style.get(f"{WORD}styleId", ""): style for style in styles.iter(f"{WORD}style")}
    levels = {style_id: _level(style_id, by_id) for style_id in by_id}
    return {style_id: level for style_id, level in levels.items() if level}


def own_level(properties: _Element) -> int | None:
    """The level that paragraph properties state themselves: 0 for body text, None when they are silent."""
    outline = properties.find(f"{WORD}outlineLvl")
    value = "" if outline is None else outline.get(_VALUE, "")
    if not _OUTLINE_LEVEL.fullmatch(value):
        return None
    return 0 if int(value) == _BODY_TEXT else int(value) + 1


def centred_styles(styles: _Element) -> frozenset[str]:
    """The ids of the styles whose paragraphs stand in the middle."""
    by_id = {style.get(f"{WORD}styleId", ""): style for style in styles.iter(f"{WORD}style")}
    return frozenset(style_id for style_id in by_id if _alignment(style_id, by_id) == CENTRE)


def own_alignment(properties: _Element | None) -> str:
    """The alignment that paragraph properties state themselves, empty when they are silent."""
    return "" if properties is None else _child_value(properties, "jc")


def _alignment(style_id: str, by_id: dict[str, _Element]) -> str:
    stated = (own_alignment(style.find(f"{WORD}pPr")) for style in _chain(style_id, by_id))
    return next((alignment for alignment in stated if alignment), "")


def _level(style_id: str, by_id: dict[str, _Element]) -> int:
    stated = (_stated_level(style) for style in _chain(style_id, by_id))
    return next((level for level in stated if level is not None), 0)


def _chain(style_id: str, by_id: dict[str, _Element]) -> Iterator[_Element]:
    """The style and those it is based on, nearest first; a circle is walked once."""
    seen: set[str] = set()
    while style_id in by_id and style_id not in seen:
        seen.add(style_id)
        yield by_id[style_id]
        style_id = _child_value(by_id[style_id], "basedOn")


def _stated_level(style: _Element) -> int | None:
    properties = style.find(f"{WORD}pPr")
    level = None if properties is None else own_level(properties)
    if level is not None:
        return level
    name = _HEADING_NAME.fullmatch(_child_value(style, "name").casefold())
    return int(name[1]) if name else None


def _child_value(style: _Element, name: str) -> str:
    child = style.find(f"{WORD}{name}")
    return "" if child is None else child.get(_VALUE, "")
