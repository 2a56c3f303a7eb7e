"""Lists of many files in one: equal definitions are shared, and each list goes on only where its next number is the right one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from documents.merging.names import value
from documents.numbering import Level, count

if TYPE_CHECKING:
    from documents.numbering import List, ListItem, Numbering

# Word counts its lists in a 15-bit number; beyond these the numbers are typed.
MOST_LISTS = 30_000
_DEEPEST = 9
_FORMS = ("decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "decimalZero", "bullet", "none")
_FIRST_LINE = 567  # ten millimetres, as the body has
_PICTURE_FONTS = ("symbol", "wingdings", "webdings", "courier new")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of a list on its way into the draft. `owner` is the list it belongs to; `shown` the numbers in its text."""

    definition: int
    owner: str
    level: int
    count: int
    shown: tuple[tuple[int, int], ...]
    text: str


class ListLibrary:
    """The definitions of the draft; what they look like lies in `written` as XML."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self.levels: list[dict[int, Level]] = []
        self.written: list[str] = []

    def add(self, levels: dict[int, Level]) -> int:
        known = {at: _plain(level) for at, level in sorted(levels.items()) if at < _DEEPEST}
        inner = "".join(_level(at, level) for at, level in known.items())
        key = hashlib.sha256(inner.encode()).hexdigest()
        if key not in self._known:
            number = self._known[key] = len(self.written)
            self.levels.append(known)
            self.written.append(
                f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{key[:8].upper()}"/>'
                f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
            )
        return self._known[key]


class ListImport:
    """The lists of one file on their way into the library; `unit` tells them from those of other files."""

    def __init__(self, unit: str, numbering: Numbering, library: ListLibrary) -> None:
        self._unit = unit
        self._numbering = numbering
        self._library = library
        self._definitions: dict[str, tuple[int, str] | None] = {}

    def item(self, item: ListItem) -> Item | None:
        if item.list_id not in self._definitions:
            self._definitions[item.list_id] = self._define(self._numbering.named(item.list_id))
        found = self._definitions[item.list_id]
        level = None if found is None else self._library.levels[found[0]].get(item.level)
        if found is None or level is None:
            return None
        counts = dict(enumerate(item.counts))
        shown = tuple((at, counts.get(at, 1)) for at in level.shown if at != item.level)
        return Item(found[0], found[1], item.level, counts[item.level], shown, item.text)

    def _define(self, found: List | None) -> tuple[int, str] | None:
        if found is None:
            return None
        return self._library.add(found.levels), f"{self._unit}\0{found.counter}"


@dataclass(slots=True)
class _Open:
    """The list that goes on in the draft; `used` are the levels at which it has given a number."""

    number: int
    owner: str
    used: set[int] = field(default_factory=set)


class Lists:
    """Counts through the draft as it is written, exactly as a reader of it will."""

    def __init__(self, library: ListLibrary) -> None:
        self._library = library
        self._counts: dict[int, dict[int, int]] = {}
        self._open: dict[int, _Open] = {}
        self._bullets: dict[int, int] = {}
        self.written: list[str] = []

    def number(self, item: Item) -> int | None:
        """The list that gives the item its number; None where the number has to be typed."""
        levels = self._library.levels[item.definition]
        if not levels[item.level].is_counted:
            return self._bullet(item)
        going_on = self._going_on(item, levels)
        if going_on is not None:
            return going_on
        if item.shown or len(self.written) >= MOST_LISTS:
            return None
        return self._begin(item, levels)

    def _bullet(self, item: Item) -> int | None:
        if item.definition not in self._bullets:
            if len(self.written) >= MOST_LISTS:
                return None
            self._bullets[item.definition] = self._write(item.definition, "")
        return self._bullets[item.definition]

    def _going_on(self, item: Item, levels: dict[int, Level]) -> int | None:
        found = self._open.get(item.definition)
        if found is None or found.owner != item.owner or not any(at <= item.level for at in found.used):
            return None
        counts = dict(self._counts[item.definition])
        is_first = item.level not in counts
        count(counts, levels, item.level, None)
        if counts[item.level] != item.count or any(at not in found.used or counts[at] != n for at, n in item.shown):
            return None
        if item.level not in found.used and not is_first:
            return None
        self._counts[item.definition] = counts
        found.used.add(item.level)
        return found.number

    def _begin(self, item: Item, levels: dict[int, Level]) -> int:
        begin = f'<w:lvlOverride w:ilvl="{item.level}"><w:startOverride w:val="{item.count}"/></w:lvlOverride>'
        number = self._write(item.definition, begin)
        count(self._counts.setdefault(item.definition, {}), levels, item.level, item.count)
        self._open[item.definition] = _Open(number, item.owner, {item.level})
        return number

    def _write(self, definition: int, inner: str) -> int:
        number = len(self.written) + 1
        self.written.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition}"/>{inner}</w:num>')
        return number


def _plain(level: Level) -> Level:
    """As the draft has it: what no reader sees of it left off, so that more lists are alike."""
    form = level.form if level.form in _FORMS else "decimal"
    font = level.bullet_font if level.bullet_font.casefold().startswith(_PICTURE_FONTS) else ""
    return replace(level, form=form, style="", bullet_font="" if level.is_counted else font)


def _level(at: int, level: Level) -> str:
    restart = "" if level.restart is None else f'<w:lvlRestart w:val="{min(level.restart, _DEEPEST)}"/>'
    legal = "<w:isLgl/>" if level.legal else ""
    font = value(level.bullet_font)
    space = "space" if level.space else "nothing"
    look = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:hint="default"/></w:rPr>' if font else ""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{level.start}"/><w:numFmt w:val="{level.form}"/>{restart}{legal}'
        f'<w:suff w:val="{space}"/><w:lvlText w:val="{value(level.text)}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="{_FIRST_LINE}"/></w:pPr>{look}</w:lvl>'
    )
