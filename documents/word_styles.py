"""What the styles of a Word file say of a paragraph or of a run, each followed up the chain it is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from documents.blocks import Recognised
from documents.word_names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VALUE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

CENTRE = "center"
_BASED_ON, _NAME, _STYLE = f"{WORD}basedOn", f"{WORD}name", f"{WORD}style"
_OUTLINE, _ALIGNMENT = f"{WORD}outlineLvl", f"{WORD}jc"
_NUMBER_ID, _LIST_LEVEL = f"{WORD}numPr/{WORD}numId", f"{WORD}numPr/{WORD}ilvl"
_BOLD, _HIDDEN, _FONTS = f"{WORD}b", f"{WORD}vanish", f"{WORD}rFonts"
_HEADING_NAME = re.compile(r"heading ([1-9])")
_CONTENTS_NAME = re.compile(r"toc [1-9]|table of figures|contents [1-9]")
_OUTLINE_LEVEL = re.compile(r"[0-9]")
_LIST_LEVELS = re.compile(r"[0-8]")
_DEEPEST = 9
_OFF = ("0", "false", "off")
_Stated = TypeVar("_Stated")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`level` is that of the heading, from 1; 0 for body text, None where the style does not say.

    `ids` are the style and those it is based on; `bold` and `hidden` are None where none of them says.
    """

    ids: tuple[str, ...] = ()
    level: int | None = None
    recognised: Recognised = Recognised.STYLE
    centred: bool = False
    contents: bool = False
    number_id: str | None = None
    list_level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    font: str = ""


@dataclass(frozen=True, slots=True)
class CharacterStyle:
    bold: bool | None = None
    hidden: bool | None = None
    font: str = ""


class Styles:
    """Looked up when a paragraph first needs one: most of the styles of a file are never used."""

    def __init__(self, root: _Element | None, theme: _Element | None = None) -> None:
        self._elements = {} if root is None else {style.get(f"{WORD}styleId", ""): style for style in root.iter(_STYLE)}
        self._theme = _theme_fonts(theme)
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, CharacterStyle] = {}
        self._default = next((name for name, style in self._elements.items() if _is_default(style)), "")
        defaults = None if root is None else root.find(f"{WORD}docDefaults/{WORD}rPrDefault/{RUN_PROPERTIES}")
        self.defaults = CharacterStyle(*self._run_properties(() if defaults is None else (defaults,)))

    def paragraph(self, style_id: str) -> ParagraphStyle:
        """An unknown style is that of a paragraph without any, as in Word."""
        found = self._paragraphs.get(style_id)
        if found is None:
            known = style_id if style_id in self._elements else self._default
            found = self._paragraphs[style_id] = self._read_paragraph(known)
        return found

    def character(self, style_id: str) -> CharacterStyle:
        found = self._characters.get(style_id)
        if found is None:
            properties = [style.find(RUN_PROPERTIES) for style in self.chain(style_id)]
            found = CharacterStyle(*self._run_properties(one for one in properties if one is not None))
            self._characters[style_id] = found
        return found

    def font(self, fonts: _Element) -> str:
        """The font of the letters outside ASCII, which tells the encoding; the theme's where it names one.

        That for complex scripts ("cs") is not asked: Vietnamese is not one, and Word does not use it here.
        """
        for kind in ("hAnsi", "ascii"):
            named = self._theme.get(fonts.get(f"{WORD}{kind}Theme", ""), "") or fonts.get(f"{WORD}{kind}", "")
            if named:
                return named
        return ""

    def numbering(self, style_id: str) -> str | None:
        """The list that a list style names."""
        return self._read_paragraph(style_id).number_id

    def _read_paragraph(self, style_id: str) -> ParagraphStyle:
        chain = list(self.chain(style_id))
        properties = [found for style in chain if (found := style.find(PARAGRAPH_PROPERTIES)) is not None]
        names = [child_value(style, _NAME).casefold() for style in chain]
        level, recognised = _level(chain, names)
        runs = (found for style in chain if (found := style.find(RUN_PROPERTIES)) is not None)
        return ParagraphStyle(
            tuple(style.get(f"{WORD}styleId", "") for style in chain),
            level,
            recognised,
            _first(child_value(one, _ALIGNMENT) or None for one in properties) == CENTRE,
            any(_CONTENTS_NAME.fullmatch(name) for name in names),
            _first(child_value(one, _NUMBER_ID) or None for one in properties),
            _first(list_level(child_value(one, _LIST_LEVEL)) for one in properties),
            *self._run_properties(runs),
        )

    def _run_properties(self, nearest_first: Iterable[_Element]) -> tuple[bool | None, bool | None, str]:
        properties = list(nearest_first)
        fonts = (found for one in properties if (found := one.find(_FONTS)) is not None)
        return (
            _first(_toggle(one, _BOLD) for one in properties),
            _first(_toggle(one, _HIDDEN) for one in properties),
            next((name for one in fonts if (name := self.font(one))), ""),
        )

    def paragraph_chain(self, style_id: str) -> Iterator[_Element]:
        """The same for a paragraph, which has the default style where it names none."""
        return self.chain(style_id if style_id in self._elements else self._default)

    def chain(self, style_id: str) -> Iterator[_Element]:
        """The style and those it is based on, nearest first; a circle is walked once."""
        seen: set[str] = set()
        while style_id in self._elements and style_id not in seen:
            seen.add(style_id)
            yield self._elements[style_id]
            style_id = child_value(self._elements[style_id], _BASED_ON)


def outline_level(value: str) -> int | None:
    """The level of a heading, from 1, as the outline level names it: 0 for body text, None where it is no level."""
    return (int(value) + 1) % (_DEEPEST + 1) if _OUTLINE_LEVEL.fullmatch(value) else None


def list_level(value: str) -> int | None:
    """The level in a list, from 0."""
    return int(value) if _LIST_LEVELS.fullmatch(value) else None


def is_on(toggle: _Element) -> bool:
    """Whether a property such as bold, which is there, is switched on."""
    return toggle.get(VALUE, "1") not in _OFF


def first_child(element: _Element, name: str) -> _Element | None:
    """The first child of this name: what `find` finds, three times as fast, because it takes no path."""
    return next(element.iterchildren(name), None)


def child_value(element: _Element, name: str) -> str:
    child = element.find(name)
    return "" if child is None else child.get(VALUE, "")


def _level(chain: list[_Element], names: list[str]) -> tuple[int | None, Recognised]:
    """The nearest word on the level. A built-in heading style is the surest sign, whoever is based on it."""
    is_heading = any(_HEADING_NAME.fullmatch(name) for name in names)
    recognised = Recognised.STYLE if is_heading else Recognised.OUTLINE_LEVEL
    return _first(_stated_level(style, name) for style, name in zip(chain, names, strict=True)), recognised


def _stated_level(style: _Element, name: str) -> int | None:
    properties = style.find(PARAGRAPH_PROPERTIES)
    level = None if properties is None else outline_level(child_value(properties, _OUTLINE))
    if level is not None:
        return level
    heading = _HEADING_NAME.fullmatch(name)
    return int(heading[1]) if heading else None


def _toggle(properties: _Element, name: str) -> bool | None:
    found = properties.find(name)
    return None if found is None else is_on(found)


def _is_default(style: _Element) -> bool:
    return style.get(f"{WORD}type") == "paragraph" and style.get(f"{WORD}default", "0") not in _OFF


def _theme_fonts(theme: _Element | None) -> dict[str, str]:
    """The Latin fonts of the theme under the names by which runs point to them."""
    if theme is None:
        return {}
    latin = {part: theme.find(f".//{{*}}{part}Font/{{*}}latin") for part in ("major", "minor")}
    found = {part: "" if font is None else font.get("typeface", "") for part, font in latin.items()}
    return {f"{part}{kind}": name for part, name in found.items() for kind in ("HAnsi", "Ascii")}


def _first(values: Iterable[_Stated | None]) -> _Stated | None:
    return next((value for value in values if value is not None), None)
