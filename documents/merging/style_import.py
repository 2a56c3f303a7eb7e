"""Styles with a meaning of their own, taken over by name; every other paragraph and run wears those of the template."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from documents.merging.copying import Copier, nothing
from documents.merging.names import value, word
from documents.word_names import PARAGRAPH_PROPERTIES, RUN_PROPERTIES, WORD
from documents.word_styles import child_value

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.word_styles import Styles

# A draft wears no more foreign styles than this; those of further files are left off.
MOST_STYLES = 400
_CUSTOM, _NAME, _BASED_ON = f"{WORD}customStyle", f"{WORD}name", f"{WORD}basedOn"
_BORDERS, _SHADING = f"{WORD}pBdr", f"{WORD}shd"
# Of a character style these are its looks; emphasis alone is written on the run itself.
_MEANT = word("color", "shd", "bdr", "highlight", "effect", "em")
_OFF = ("0", "false", "off")
# What belongs to the page of the unit, not to the style: fonts, sizes, distances, numbers, traces of editing.
_LEFT_OFF = word(
    *("rFonts", "sz", "szCs", "lang", "kern", "spacing", "w", "position", "fitText", "noProof", "rsid", "numPr"),
    *("ind", "framePr", "pStyle", "rStyle", "outlineLvl", "keepNext", "keepLines", "pageBreakBefore", "tabs"),
    *("contextualSpacing", "widowControl", "link", "next", "tblInd", "autoSpaceDE", "autoSpaceDN", "adjustRightInd"),
)
_TABLE_PARTS = ("pPr", "rPr", "tblPr", "trPr", "tcPr", "tblStylePr")
_COPIER = Copier(dict.fromkeys(_LEFT_OFF, nothing))
_DEEPEST = 10


class StyleLibrary:
    """The styles of the draft. `ids` are those of the template by name; what is added lies in `added` as XML."""

    def __init__(self, root: _Element) -> None:
        styles = [one for one in root.iter(f"{WORD}style") if one.get(f"{WORD}styleId")]
        self.ids = {child_value(one, _NAME): one.get(f"{WORD}styleId", "") for one in styles}
        self._names = {name.casefold() for name in self.ids}
        self._known: dict[str, str] = {}
        self.added: list[str] = []

    def add(self, kind: str, name: str, inner: str, *, custom: bool) -> str:
        """The id under which the style is in the draft; empty where it would be one too many.

        One of the same name with another definition gets a new name.
        """
        key = hashlib.sha256(f"{kind}\0{name}\0{inner}".encode()).hexdigest()
        if key not in self._known:
            if len(self.added) >= MOST_STYLES:
                return ""
            self._known[key] = self._write(kind, self._free(name), inner, custom=custom)
        return self._known[key]

    def _free(self, name: str) -> str:
        free, number = name, 2
        while free.casefold() in self._names:
            free, number = f"{name} ({number})", number + 1
        self._names.add(free.casefold())
        return free

    def _write(self, kind: str, name: str, inner: str, *, custom: bool) -> str:
        style_id = f"Unit{len(self.added) + 1}"
        marked = ' w:customStyle="1"' if custom or name.endswith(")") else ""
        start = f'<w:style w:type="{kind}"{marked} w:styleId="{style_id}"><w:name w:val="{value(name)}"/>'
        self.added.append(f"{start}{inner}</w:style>")
        return style_id


class StyleImport:
    """The styles of one file on their way into the library."""

    def __init__(self, styles: Styles, library: StyleLibrary) -> None:
        self._styles = styles
        self._library = library
        self._characters: dict[str, str] = {}
        self._paragraphs: dict[tuple[str, str], str] = {}
        self._tables: dict[str, str] = {}

    def character(self, style_id: str) -> str:
        if style_id not in self._characters:
            self._characters[style_id] = self._add_character(style_id)
        return self._characters[style_id]

    def paragraph(self, style_id: str, *, based_on: str) -> str:
        """`based_on` is the style that the paragraph wears anyway, by its id in the draft."""
        key = (style_id, based_on)
        if key not in self._paragraphs:
            self._paragraphs[key] = self._add_paragraph(style_id, based_on)
        return self._paragraphs[key]

    def table(self, style_id: str) -> str:
        if style_id not in self._tables:
            self._tables[style_id] = self._add_table(list(self._styles.chain(style_id))[:_DEEPEST])
        return self._tables[style_id]

    def _add_character(self, style_id: str) -> str:
        style = _custom(list(self._styles.chain(style_id)), "character")
        properties = None if style is None else style.find(RUN_PROPERTIES)
        if style is None or properties is None or not any(one.tag in _MEANT for one in properties):
            return ""
        parent = '<w:basedOn w:val="DefaultParagraphFont"/>'
        return self._library.add("character", _name(style), f"{parent}{_COPIER.copy(properties)}", custom=True)

    def _add_paragraph(self, style_id: str, based_on: str) -> str:
        style = _custom(list(self._styles.chain(style_id)), "paragraph")
        properties = None if style is None else style.find(PARAGRAPH_PROPERTIES)
        if style is None or properties is None:
            return based_on
        looks = [found for tag in (_BORDERS, _SHADING) if (found := properties.find(tag)) is not None]
        if not looks:
            return based_on
        inner = "".join(_COPIER.copy(one) for one in looks)
        parent = f'<w:basedOn w:val="{based_on}"/>'
        written = f"{parent}<w:pPr>{inner}</w:pPr>"
        return self._library.add("paragraph", _name(style), written, custom=True) or based_on

    def _add_table(self, chain: list[_Element]) -> str:
        if not chain or chain[0].get(f"{WORD}type") != "table":
            return ""
        style, *parents = chain
        if _is_default(style):
            return "TableNormal"
        parent = self._add_table(parents) or "TableNormal"
        inner = "".join(_COPIER.copy(one) for tag in _TABLE_PARTS for one in style.iterchildren(f"{WORD}{tag}"))
        written = f'<w:basedOn w:val="{parent}"/><w:uiPriority w:val="59"/>{inner}'
        return self._library.add("table", _name(style), written, custom=_is_custom(style))


def _custom(chain: list[_Element], kind: str) -> _Element | None:
    style = chain[0] if chain else None
    if style is None or style.get(f"{WORD}type", "paragraph") != kind or not _is_custom(style):
        return None
    return style


def _is_custom(style: _Element) -> bool:
    return style.get(_CUSTOM, "0") not in _OFF


def _is_default(style: _Element) -> bool:
    return style.get(f"{WORD}default", "0") not in _OFF


def _name(style: _Element) -> str:
    return child_value(style, _NAME)[:200] or style.get(f"{WORD}styleId", "x")
