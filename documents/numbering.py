"""The numbers that Word puts in front of paragraphs by itself: "I-", "1.2.", "a)". They stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.legacy_fonts import encoding_of, to_unicode
from documents.number_formats import WITHOUT_NUMBER, number_text
from documents.word_names import VALUE, WORD
from documents.word_styles import child_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from documents.word_styles import Styles

_ABSTRACT, _LIST, _LEVEL = f"{WORD}abstractNum", f"{WORD}num", f"{WORD}lvl"
_OVERRIDE, _START_OVERRIDE = f"{WORD}lvlOverride", f"{WORD}startOverride"
_ABSTRACT_ID, _LIST_ID, _LEVEL_ID = f"{WORD}abstractNumId", f"{WORD}numId", f"{WORD}ilvl"
_PLACE = re.compile(r"%([1-9])")
_NUMBER = re.compile(r"[0-9]{1,9}")
# A list style points to a list, which may point to a list style; Word itself follows this no further.
_MOST_LINKS = 4


@dataclass(frozen=True, slots=True)
class _Level:
    """One level of a list. `restart` is the number of levels above that let it begin anew; None: any of them."""

    start: int
    form: str
    text: str
    space: str
    restart: int | None
    legal: bool
    style: str


@dataclass(frozen=True, slots=True)
class _List:
    """`counter` names the count that it shares with every list made from the same definition."""

    id: str
    counter: str
    levels: dict[int, _Level]
    begins: dict[int, int]


class Numbering:
    """Counts through one document: ask for each numbered paragraph once, in the order of the text."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = _by_id(root, _ABSTRACT, _ABSTRACT_ID)
        self._elements = _by_id(root, _LIST, _LIST_ID)
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, list_id: str, level: int | None, style_ids: Iterable[str] = ()) -> str:
        """The next number with the space behind it; empty for bullets and for lists that the file does not define.

        A paragraph that does not say its level has that to which the list ties its style, else the first.
        """
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        found = self._lists[list_id]
        if found is None:
            return ""
        at = _level_of_style(found, style_ids) if level is None else level
        if at not in found.levels:
            return ""
        self._count(found, at)
        return self._text(found, at)

    def _count(self, numbered: _List, at: int) -> None:
        counts = self._counts.setdefault(numbered.counter, {})
        if at in numbered.begins and (numbered.id, at) not in self._begun:
            self._begun.add((numbered.id, at))
            counts[at] = numbered.begins[at]
        else:
            counts[at] = counts[at] + 1 if at in counts else numbered.levels[at].start
        for above in range(at):
            counts.setdefault(above, numbered.levels[above].start if above in numbered.levels else 1)
        for below in [one for one in counts if one > at and _begins_anew(numbered.levels.get(one), at)]:
            del counts[below]

    def _text(self, numbered: _List, at: int) -> str:
        counts, level = self._counts[numbered.counter], numbered.levels[at]
        if level.form in WITHOUT_NUMBER and not _PLACE.search(level.text):
            return "" if level.form == "bullet" else level.text + level.space

        def shown(place: re.Match[str]) -> str:
            other = numbered.levels.get(int(place[1]) - 1, level)
            form = "decimal" if level.legal and other.form not in WITHOUT_NUMBER else other.form
            return number_text(counts.get(int(place[1]) - 1, 1), form)

        text = _PLACE.sub(shown, level.text).strip()
        return text + level.space if text else ""

    def _read_list(self, list_id: str) -> _List | None:
        element = self._elements.get(list_id)
        abstract_id, abstract = self._definition(element)
        if element is None or abstract is None:
            return None
        levels = self._read_levels(abstract.iterchildren(_LEVEL))
        begins: dict[int, int] = {}
        for override in element.iterchildren(_OVERRIDE):
            levels |= self._read_levels(override.iterchildren(_LEVEL))
            start, at = child_value(override, _START_OVERRIDE), override.get(_LEVEL_ID, "")
            if _NUMBER.fullmatch(start) and _NUMBER.fullmatch(at):
                begins[int(at)] = int(start)
        return _List(list_id, abstract_id, levels, begins)

    def _definition(self, element: _Element | None) -> tuple[str, _Element | None]:
        """What the list is made from, followed through list styles."""
        for _ in range(_MOST_LINKS):
            if element is None:
                break
            abstract_id = child_value(element, _ABSTRACT_ID)
            abstract = self._abstract.get(abstract_id)
            link = "" if abstract is None else child_value(abstract, f"{WORD}numStyleLink")
            if not link:
                return abstract_id, abstract
            element = self._elements.get(self._styles.numbering(link) or "")
        return "", None

    def _read_levels(self, elements: Iterable[_Element]) -> dict[int, _Level]:
        return {
            int(at): self._read_level(element)
            for element in elements
            if _NUMBER.fullmatch(at := element.get(_LEVEL_ID, ""))
        }

    def _read_level(self, element: _Element) -> _Level:
        start, restart = child_value(element, f"{WORD}start"), child_value(element, f"{WORD}lvlRestart")
        legal, fonts = element.find(f"{WORD}isLgl"), element.find(f"{WORD}rPr/{WORD}rFonts")
        encoding = encoding_of("" if fonts is None else self._styles.font(fonts))
        return _Level(
            int(start) if _NUMBER.fullmatch(start) else 0,
            child_value(element, f"{WORD}numFmt") or "decimal",
            to_unicode(child_value(element, f"{WORD}lvlText"), encoding),
            "" if child_value(element, f"{WORD}suff") == "nothing" else " ",
            int(restart) if _NUMBER.fullmatch(restart) else None,
            legal is not None and legal.get(VALUE, "1") not in ("0", "false", "off"),
            child_value(element, f"{WORD}pStyle"),
        )


def _by_id(root: _Element | None, tag: str, name: str) -> dict[str, _Element]:
    return {} if root is None else {element.get(name, ""): element for element in root.iterchildren(tag)}


def _level_of_style(numbered: _List, style_ids: Iterable[str]) -> int:
    tied = {level.style: at for at, level in numbered.levels.items() if level.style}
    return next((tied[style] for style in style_ids if style in tied), 0)


def _begins_anew(level: _Level | None, at: int) -> bool:
    """Whether the count of a deeper level is forgotten when a number is given at this one."""
    return level is None or level.restart is None or at < level.restart
