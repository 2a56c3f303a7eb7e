"""The numbers that Word puts in front of paragraphs by itself: "I-", "1.2.", "a)". They stand nowhere in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.legacy_fonts import Encoding, encoding_of, to_unicode
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
class Level:
    """One level of a list. `restart` is the number of levels above that let it begin anew; None: any of them."""

    start: int
    form: str
    text: str
    space: str
    restart: int | None
    legal: bool
    style: str
    bullet_font: str = ""

    @property
    def is_counted(self) -> bool:
        """Whether a number stands in its text: not in that of a bullet."""
        return self.form not in WITHOUT_NUMBER or _PLACE.search(self.text) is not None

    @property
    def shown(self) -> tuple[int, ...]:
        """The levels, from 0, whose numbers stand in its text."""
        return tuple(int(found) - 1 for found in _PLACE.findall(self.text))


@dataclass(frozen=True, slots=True)
class List:
    """`counter` names the count that it shares with every list made from the same definition."""

    id: str
    counter: str
    levels: dict[int, Level]
    begins: dict[int, int]


@dataclass(frozen=True, slots=True)
class ListItem:
    """Where a paragraph stands: in which list, at which level, from 0, and the counts of the levels down to it.

    `text` is what a reader sees before it, with the space behind; empty for a bullet.
    """

    list_id: str
    level: int
    counts: tuple[int, ...]
    text: str


class Numbering:
    """Counts through one document: ask for each numbered paragraph once, in the order of the text."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract = _by_id(root, _ABSTRACT, _ABSTRACT_ID)
        self._elements = _by_id(root, _LIST, _LIST_ID)
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def item(self, list_id: str, level: int | None, style_ids: Iterable[str] = ()) -> ListItem | None:
        """The next item; None for lists that the file does not define.

        A paragraph that does not say its level has that to which the list ties its style, else the first.
        """
        found = self.named(list_id)
        if found is None:
            return None
        at = _level_of_style(found, style_ids) if level is None else level
        if at not in found.levels:
            return None
        self._count(found, at)
        counts = self._counts[found.counter]
        return ListItem(list_id, at, tuple([counts[one] for one in range(at + 1)]), self._text(found, at))

    def named(self, list_id: str) -> List | None:
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(list_id)
        return self._lists[list_id]

    def _count(self, numbered: List, at: int) -> None:
        counts = self._counts.setdefault(numbered.counter, {})
        begin = None
        if at in numbered.begins and (numbered.id, at) not in self._begun:
            self._begun.add((numbered.id, at))
            begin = numbered.begins[at]
        count(counts, numbered.levels, at, begin)

    def _text(self, numbered: List, at: int) -> str:
        counts, level = self._counts[numbered.counter], numbered.levels[at]
        if level.form in WITHOUT_NUMBER and not _PLACE.search(level.text):
            return "" if level.form == "bullet" else level.text + level.space

        def shown(place: re.Match[str]) -> str:
            other = numbered.levels.get(int(place[1]) - 1, level)
            form = "decimal" if level.legal and other.form not in WITHOUT_NUMBER else other.form
            return number_text(counts.get(int(place[1]) - 1, 1), form)

        text = _PLACE.sub(shown, level.text).strip()
        return text + level.space if text else ""

    def _read_list(self, list_id: str) -> List | None:
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
        return List(list_id, abstract_id, levels, begins)

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

    def _read_levels(self, elements: Iterable[_Element]) -> dict[int, Level]:
        return {
            int(at): self._read_level(element)
            for element in elements
            if _NUMBER.fullmatch(at := element.get(_LEVEL_ID, ""))
        }

    def _read_level(self, element: _Element) -> Level:
        start, restart = child_value(element, f"{WORD}start"), child_value(element, f"{WORD}lvlRestart")
        legal, fonts = element.find(f"{WORD}isLgl"), element.find(f"{WORD}rPr/{WORD}rFonts")
        font = "" if fonts is None else self._styles.font(fonts)
        encoding = encoding_of(font)
        return Level(
            int(start) if _NUMBER.fullmatch(start) else 0,
            child_value(element, f"{WORD}numFmt") or "decimal",
            to_unicode(child_value(element, f"{WORD}lvlText"), encoding),
            "" if child_value(element, f"{WORD}suff") == "nothing" else " ",
            int(restart) if _NUMBER.fullmatch(restart) else None,
            legal is not None and legal.get(VALUE, "1") not in ("0", "false", "off"),
            child_value(element, f"{WORD}pStyle"),
            font if encoding is Encoding.UNICODE else "",
        )


def count(counts: dict[int, int], levels: dict[int, Level], at: int, begin: int | None) -> None:
    """Give the next number at a level; `begin` is the one that the list is told to begin with here."""
    if begin is not None:
        counts[at] = begin
    else:
        counts[at] = counts[at] + 1 if at in counts else levels[at].start
    for above in range(at):
        counts.setdefault(above, levels[above].start if above in levels else 1)
    for below in [one for one in counts if one > at and _begins_anew(levels.get(one), at)]:
        del counts[below]


def _by_id(root: _Element | None, tag: str, name: str) -> dict[str, _Element]:
    return {} if root is None else {element.get(name, ""): element for element in root.iterchildren(tag)}


def _level_of_style(numbered: List, style_ids: Iterable[str]) -> int:
    tied = {level.style: at for at, level in numbered.levels.items() if level.style}
    return next((tied[style] for style in style_ids if style in tied), 0)


def _begins_anew(level: Level | None, at: int) -> bool:
    """Whether the count of a deeper level is forgotten when a number is given at this one."""
    return level is None or level.restart is None or at < level.restart
