"""Reads what stands in a part of a Word file: its paragraphs as a reader sees them, with their notes and pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from documents.legacy_fonts import Encoding, encoding_of, to_unicode
from documents.printable import KEPT_TOGETHER
from documents.signs import sign
from documents.word_names import (
    CELL,
    CHART,
    DIAGRAM,
    DRAWING,
    FOREIGN,
    MATHS,
    OFFICE_VML,
    PARAGRAPH,
    PLACED,
    RELATIONSHIP,
    ROW,
    TABLE,
    VALUE,
    VML,
    WORD,
)
from documents.word_paragraph import Mark, WordParagraph
from documents.word_styles import is_on, list_level, outline_level
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from documents.word_styles import Styles

_SOFT_HYPHEN = "\u00ad"
_TAB = f"{WORD}tab"
_SIGNS: dict[object, str] = {
    _TAB: "\t", f"{WORD}ptab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-", f"{WORD}softHyphen": _SOFT_HYPHEN,
}  # fmt: skip
_ID, _ANCHOR = f"{WORD}id", f"{WORD}anchor"
_TEXT, _LINK, _FONTS = f"{WORD}t", f"{WORD}hyperlink", f"{WORD}rFonts"


@dataclass(frozen=True, slots=True)
class Look:
    """What makes a run bold, hidden from readers, or written in a font of before Unicode."""

    bold: bool
    hidden: bool
    encoding: Encoding


class TextReader:
    """Reads all that is within an element in one go; remembers how each look came about.

    A report has thousands of elements and few that matter, so the whole is gone through once, and only the name of an
    element decides what is done.
    """

    def __init__(self, styles: Styles, *, legacy_fonts: bool) -> None:
        self._styles = styles
        self._legacy_fonts = legacy_fonts
        self._names = [str(name) for name in self.ACTS if legacy_fonts or name != _FONTS]
        self._plain = styles.paragraph("")
        self._plain_looks: dict[object, Look] = {}
        self._looks: dict[tuple[str, ...], dict[object, Look]] = {self._plain.ids: self._plain_looks}
        self._equal: dict[Look, Look] = {}

    def read(self, element: _Element) -> list[WordParagraph | Mark]:
        """Paragraphs, and marks where something else begins, in the order of the text.

        Text outside any paragraph, which no program writes, counts as one.
        """
        self._found: list[WordParagraph | Mark] = []
        self._begin(None)
        acts = self.ACTS
        for part in element.iter(*self._names):
            acts[part.tag](self, part)
        self._end()
        return self._found

    def _begin(self, element: _Element | None) -> None:
        self._paragraph = WordParagraph(element, self._plain)
        self._runs: list[tuple[Look, list[str]]] = []
        self._known = self._plain_looks
        self._on_run(None)

    def _end(self) -> None:
        paragraph = self._paragraph
        if self._runs:
            paragraph.pieces = [_piece(look, texts) for look, texts in self._runs if not look.hidden]
            paragraph.typed = nfc("".join([text for text, _ in paragraph.pieces]))
            if paragraph.is_linked:
                paragraph.is_linked = _is_all_linked(paragraph.element)
        if paragraph.element is not None or paragraph.typed:
            self._found.append(paragraph)

    def _on_paragraph(self, element: _Element) -> None:
        self._end()
        self._begin(element)

    def _on_mark(self, element: _Element) -> None:
        self._end()
        self._begin(None)
        self._found.append(Mark(element))

    def _on_columns(self, element: _Element) -> None:
        if self._found and isinstance(mark := self._found[-1], Mark):
            mark.columns = element.get(VALUE, "")

    def _on_style(self, element: _Element) -> None:
        style = self._paragraph.style = self._styles.paragraph(element.get(VALUE, ""))
        self._known = self._looks.setdefault(style.ids, {})

    def _on_outline_level(self, element: _Element) -> None:
        self._paragraph.own_level = outline_level(element.get(VALUE, ""))

    def _on_alignment(self, element: _Element) -> None:
        self._paragraph.own_alignment = element.get(VALUE, "")

    def _on_list(self, element: _Element) -> None:
        self._paragraph.own_list = element.get(VALUE) or None

    def _on_list_level(self, element: _Element) -> None:
        self._paragraph.own_list_level = list_level(element.get(VALUE, ""))

    def _on_deleted_end(self, _element: _Element) -> None:
        self._paragraph.goes_on = True

    def _on_run(self, _element: _Element | None) -> None:
        self._style = self._font = ""
        self._bold: bool | None = None
        self._hidden: bool | None = None
        self._look: Look | None = None

    def _write(self, text: str) -> None:
        look = self._look
        if look is None:
            look = self._look = self._find_look()
        if self._runs and self._runs[-1][0] is look:
            self._runs[-1][1].append(text)
        else:
            self._runs.append((look, [text]))

    def _find_look(self) -> Look:
        key = (self._style, self._font, self._bold, self._hidden)
        found = self._known.get(key)
        if found is None:
            look = self._make_look()
            # Equal looks are one object, so that the pieces of one look are told by identity.
            found = self._known[key] = self._equal.setdefault(look, look)
        return found

    def _make_look(self) -> Look:
        base, run, defaults = self._paragraph.style, self._styles.character(self._style), self._styles.defaults
        font = self._font or run.font or base.font or defaults.font
        return Look(
            bold=_toggled(self._bold, run.bold, base.bold, defaults.bold),
            hidden=_toggled(self._hidden, run.hidden, base.hidden, defaults.hidden),
            encoding=encoding_of(font) if self._legacy_fonts else Encoding.UNICODE,
        )

    def _on_text(self, element: _Element) -> None:
        text = element.text
        if text:
            self._write(text.replace(KEPT_TOGETHER, "-"))

    def _on_sign(self, element: _Element) -> None:
        """A tab stop among the properties of the paragraph bears the name of a tab, and has attributes."""
        if element.tag != _TAB or not element.attrib:
            self._write(_SIGNS[element.tag])

    def _on_symbol(self, element: _Element) -> None:
        self._write(sign(element.get(f"{WORD}font", ""), element.get(f"{WORD}char", "")))

    def _on_run_style(self, element: _Element) -> None:
        self._style = element.get(VALUE, "")

    def _on_bold(self, element: _Element) -> None:
        self._bold = is_on(element)

    def _on_hidden(self, element: _Element) -> None:
        self._hidden = is_on(element)

    def _on_fonts(self, element: _Element) -> None:
        self._font = self._styles.font(element)

    def _on_footnote(self, element: _Element) -> None:
        self._paragraph.notes += (("footnote", element.get(_ID, "")),)

    def _on_endnote(self, element: _Element) -> None:
        self._paragraph.notes += (("endnote", element.get(_ID, "")),)

    def _on_link(self, element: _Element) -> None:
        if element.get(_ANCHOR, "").startswith("_Toc"):
            self._paragraph.is_linked = True

    def _on_picture(self, element: _Element) -> None:
        placed = next(element.iterancestors(f"{PLACED}inline", f"{PLACED}anchor"), None)
        properties = None if placed is None else placed.find(f"{PLACED}docPr")
        described = "" if properties is None else properties.get("descr") or properties.get("title") or ""
        self._paragraph.pictures += ((_one_line(described), element.get(f"{RELATIONSHIP}embed", "")),)

    def _on_old_picture(self, element: _Element) -> None:
        shape = element.getparent()
        described = "" if shape is None else shape.get("alt", "")
        described = _one_line(described or element.get(f"{OFFICE_VML}title", ""))
        self._paragraph.pictures += ((described, element.get(f"{RELATIONSHIP}id", "")),)

    # What is done with each element that matters; all others are passed over.
    ACTS: ClassVar[dict[object, Callable[[TextReader, _Element], None]]] = {
        PARAGRAPH: _on_paragraph,
        f"{WORD}pStyle": _on_style,
        f"{WORD}outlineLvl": _on_outline_level,
        f"{WORD}jc": _on_alignment,
        f"{WORD}numId": _on_list,
        f"{WORD}ilvl": _on_list_level,
        f"{WORD}del": _on_deleted_end,
        f"{WORD}moveFrom": _on_deleted_end,
        **dict.fromkeys((TABLE, ROW, CELL, FOREIGN), _on_mark),
        f"{WORD}gridSpan": _on_columns,
        f"{WORD}gridBefore": _on_columns,
        f"{WORD}r": _on_run,
        f"{WORD}rStyle": _on_run_style,
        _FONTS: _on_fonts,
        f"{WORD}b": _on_bold,
        f"{WORD}vanish": _on_hidden,
        _TEXT: _on_text,
        f"{MATHS}t": _on_text,
        **dict.fromkeys(_SIGNS, _on_sign),
        f"{WORD}sym": _on_symbol,
        f"{WORD}footnoteReference": _on_footnote,
        f"{WORD}endnoteReference": _on_endnote,
        _LINK: _on_link,
        f"{DRAWING}blip": _on_picture,
        f"{CHART}chart": _on_picture,
        f"{DIAGRAM}relIds": _on_picture,
        f"{VML}imagedata": _on_old_picture,
    }


def _one_line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _piece(look: Look, texts: list[str]) -> tuple[str, bool]:
    """Converted only when the whole of it is known: a vowel and its mark may stand in two runs."""
    text = "".join(texts)
    if look.encoding is not Encoding.UNICODE:
        text = to_unicode(nfc(text), look.encoding)
    return text.replace(_SOFT_HYPHEN, ""), look.bold


def _toggled(direct: bool | None, run: bool | None, paragraph: bool | None, default: bool | None) -> bool:  # noqa: FBT001
    """The run's own word counts; between the two styles bold in bold is plain again, as Word shows it."""
    if direct is not None:
        return direct
    return bool(default) or bool(run) != bool(paragraph)


def _is_all_linked(paragraph: _Element | None) -> bool:
    """Whether nothing of the text stands outside the links: a line of the table of contents is one link."""
    return paragraph is not None and not any(
        (text.text or "").strip() for text in paragraph.iter(_TEXT) if next(text.iterancestors(_LINK), None) is None
    )
