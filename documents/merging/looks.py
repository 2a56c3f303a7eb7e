"""How a run looks in the draft: the emphasis that its author meant, whatever style or property it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.legacy_fonts import Encoding, encoding_of
from documents.merging.names import value, word
from documents.word_names import RUN_PROPERTIES, VALUE, WORD
from documents.word_styles import child_value

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from documents.merging.style_import import StyleImport
    from documents.word_styles import Styles

_FONTS, _STYLE = f"{WORD}rFonts", f"{WORD}rStyle"
_TOGGLES = tuple(f"{WORD}{name}" for name in ("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish"))
_BOLD, _ITALIC, _CAPITALS, _SMALL_CAPITALS, _STRUCK, _STRUCK_TWICE, _HIDDEN = _TOGGLES
_UNDERLINE, _RAISED = f"{WORD}u", f"{WORD}vertAlign"
_STATED = word("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish", "u", "vertAlign", "rFonts", "rStyle")
_WRITTEN = {
    _BOLD: "b",
    _ITALIC: "i",
    _CAPITALS: "caps",
    _SMALL_CAPITALS: "smallCaps",
    _STRUCK: "strike",
    _STRUCK_TWICE: "dstrike",
}
_RAISINGS = ("superscript", "subscript")
_UNDERLINES = frozenset(
    [
        "single",
        "words",
        "double",
        "thick",
        "dotted",
        "dottedHeavy",
        "dash",
        "dashedHeavy",
        "dashLong",
        "dashLongHeavy",
        "dotDash",
        "dashDotHeavy",
        "dotDotDash",
        "dashDotDotHeavy",
        "wave",
        "wavyHeavy",
        "wavyDouble",
    ]
)
# Fonts whose letters are pictures: without the font the sign would be another one.
_PICTURE_FONTS = ("symbol", "wingdings", "webdings")
# The name of a unit over its words, in a report that was itself put together: below the line of the unit that sends it.
_UNIT_LINE = "unit line"
_LINK_STYLES = ("hyperlink", "followedhyperlink", "followed hyperlink")


@dataclass(frozen=True, slots=True)
class Look:
    """`properties` are those of a run, as XML, empty for plain text."""

    properties: str
    is_hidden: bool
    encoding: Encoding


_Stated = dict[str, str]


class Looks:
    """Of one report; every look is worked out once. `fonts` tells whether the font of a run is of interest."""

    def __init__(self, styles: Styles, imported: StyleImport, *, fonts: bool) -> None:
        self._styles = styles
        self._asked = _STATED if fonts else _STATED - {_FONTS}
        self._imported = imported
        self._known: dict[object, Look] = {}
        self._of_styles: dict[object, _Stated] = {}
        self._defaults = styles.defaults

    def of(self, paragraph_style: str, properties: _Element | None, *, in_table: bool = False, size: int = 0) -> Look:
        """`size` in half points, 0 for that of the style."""
        stated = () if properties is None else self._own(properties)
        key = (paragraph_style, stated, in_table, size)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._look(paragraph_style, dict(stated), in_table=in_table, size=size)
        return found

    def _own(self, properties: _Element) -> tuple[tuple[str, str], ...]:
        """What the run states itself. A property that stands twice counts as the first, as in the reader."""
        return tuple(
            [
                (one.tag, self._styles.font(one) if one.tag == _FONTS else one.get(VALUE, "1"))
                for one in properties
                if one.tag in self._asked
            ]
        )

    def _look(self, paragraph_style: str, own: _Stated, *, in_table: bool, size: int) -> Look:
        style_id = own.get(_STYLE, "")
        base, run = self._of_paragraphs(paragraph_style), self._of_style(style_id)
        imported = self._imported.character(style_id) if style_id else ""
        font = own.get(_FONTS) or run.get(_FONTS) or base.get(_FONTS) or self._defaults.font
        shown = {} if imported else run
        written = f'<w:rStyle w:val="{value(imported)}"/>' if imported else ""
        written += _font(font) + "".join(_emphasis(own, shown, base, in_table=in_table))
        written += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
        written += _underline(own, shown, base) + _raising(own, shown, base)
        hidden = _toggled(_HIDDEN, own, run, base, default=bool(self._defaults.hidden))
        return Look(f"<w:rPr>{written}</w:rPr>" if written else "", hidden, encoding_of(font))

    def _of_paragraphs(self, style_id: str) -> _Stated:
        key = ("paragraph", style_id)
        found = self._of_styles.get(key)
        if found is None:
            found = self._of_styles[key] = self._merged(self._styles.paragraph_chain(style_id))
        return found

    def _of_style(self, style_id: str) -> _Stated:
        """Nearest first up the chain; of the styles for links nothing but that they are links, of unit lines not that they are bold."""
        found = self._of_styles.get(style_id)
        if found is None:
            found = self._of_styles[style_id] = self._merged(self._styles.chain(style_id))
        return found

    def _merged(self, chain: Iterable[_Element]) -> _Stated:
        merged: _Stated = {}
        for style in chain:
            name = child_value(style, f"{WORD}name").casefold()
            if name in _LINK_STYLES:
                continue
            if name == _UNIT_LINE:
                merged.setdefault(_BOLD, "0")
            properties = style.find(RUN_PROPERTIES)
            for tag, stated in () if properties is None else self._own(properties):
                merged.setdefault(tag, stated)
        return merged


def _is_on(stated: str) -> bool:
    return stated not in ("0", "false", "off")


def _toggled(tag: str, own: _Stated, run: _Stated, base: _Stated, *, default: bool = False) -> bool:
    """The run's own word counts; between the two styles bold in bold is plain again, as Word shows it."""
    if tag in own:
        return _is_on(own[tag])
    return default or _is_on(run.get(tag, "0")) != _is_on(base.get(tag, "0"))


def _emphasis(own: _Stated, run: _Stated, base: _Stated, *, in_table: bool) -> Iterable[str]:
    for tag, name in _WRITTEN.items():
        if _toggled(tag, own, run, base):
            yield f"<w:{name}/>"
        elif in_table and tag in own:  # the style of the table may say otherwise
            yield f'<w:{name} w:val="0"/>'


def _nearest(tag: str, own: _Stated, run: _Stated, base: _Stated) -> str:
    return own.get(tag) or run.get(tag) or base.get(tag) or ""


def _underline(own: _Stated, run: _Stated, base: _Stated) -> str:
    kind = _nearest(_UNDERLINE, own, run, base)
    return f'<w:u w:val="{kind}"/>' if kind in _UNDERLINES else ""


def _raising(own: _Stated, run: _Stated, base: _Stated) -> str:
    kind = _nearest(_RAISED, own, run, base)
    return f'<w:vertAlign w:val="{kind}"/>' if kind in _RAISINGS else ""


def _font(name: str) -> str:
    if not name.casefold().startswith(_PICTURE_FONTS):
        return ""
    shown = value(name)
    return f'<w:rFonts w:ascii="{shown}" w:hAnsi="{shown}" w:cs="{shown}"/>'
