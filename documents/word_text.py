"""One paragraph of Word as a reader sees it: its text, what of it is bold, and the notes and pictures in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.legacy_fonts import Encoding, encoding_of, to_unicode
from documents.signs import sign
from documents.word_names import CHART, DRAWING, MATHS, OFFICE_VML, PLACED, VALUE, VML, WORD
from documents.word_styles import is_on
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml.etree import _Element

    from documents.word_styles import ParagraphStyle, Styles

_SOFT_HYPHEN = "\u00ad"
_TAB = f"{WORD}tab"
_SIGNS: dict[object, str] = {
    _TAB: "\t", f"{WORD}ptab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": "-", f"{WORD}softHyphen": _SOFT_HYPHEN,
}  # fmt: skip
_ID, _ANCHOR = f"{WORD}id", f"{WORD}anchor"
_TEXT, _LINK = f"{WORD}t", f"{WORD}hyperlink"
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Look:
    """What makes a run bold, hidden from readers, or written in a font of before Unicode."""

    bold: bool
    hidden: bool
    encoding: Encoding


@dataclass(slots=True)
class Line:
    """The text of a paragraph in pieces of one look, as typed: tabs and line breaks are still in it.

    `is_linked` tells that all of it is a link to a heading; `notes` are the kind ("footnote", "endnote") and id of each note that it refers to; `pictures` their descriptions.
    """

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    is_linked: bool = False

    @property
    def text(self) -> str:
        """In composed letters, though a letter and its mark stood in two pieces."""
        return nfc("".join(text for text, _ in self.pieces))

    def split_at_bold(self, label: int) -> tuple[str, str]:
        """The text up to the first word that is not bold, and from there; the first `label` characters need not be."""
        whole, begin = "".join(text for text, _ in self.pieces), 0
        for text, bold in self.pieces:
            word = None if bold else _WORD.search(text, max(0, label - begin))
            begin += len(text)
            if word is not None:
                end = begin - len(text) + word.start()
                return nfc(whole[:end]), nfc(whole[end:])
        return nfc(whole), ""


class TextReader:
    """Reads paragraphs one after another; remembers how each look came about."""

    def __init__(self, styles: Styles, *, legacy_fonts: bool) -> None:
        self._styles = styles
        self._legacy_fonts = legacy_fonts
        self._looks: dict[tuple[object, ...], Look] = {}
        self._line = Line()
        self._base: ParagraphStyle = styles.paragraph("")
        self._read: list[tuple[Look, list[str]]] = []
        self._start_run(None)

    def read(self, paragraph: _Element, style: ParagraphStyle) -> Line:
        self._line, self._base, self._read = Line(), style, []
        self._start_run(None)
        acts = _ACTS
        for element in paragraph.iter(*_READ):
            acts[element.tag](self, element)
        self._line.pieces = [_piece(look, texts) for look, texts in self._read if not look.hidden]
        if self._line.is_linked:
            self._line.is_linked = _is_all_linked(paragraph)
        return self._line

    def _start_run(self, _run: _Element | None) -> None:
        self._style = self._font = ""
        self._bold: bool | None = None
        self._hidden: bool | None = None
        self._look: Look | None = None

    def _write(self, text: str) -> None:
        look = self._look = self._look or self._find_look()
        if self._read and self._read[-1][0] is look:
            self._read[-1][1].append(text)
        else:
            self._read.append((look, [text]))

    def _find_look(self) -> Look:
        key = (self._base.ids, self._style, self._font, self._bold, self._hidden)
        found = self._looks.get(key)
        if found is None:
            look = self._make_look()
            # Equal looks are one object, so that pieces of one look are told by identity.
            found = self._looks[key] = self._looks.setdefault((look,), look)
        return found

    def _make_look(self) -> Look:
        base, run, defaults = self._base, self._styles.character(self._style), self._styles.defaults
        font = self._font or run.font or base.font or defaults.font
        return Look(
            bold=_toggled(self._bold, run.bold, base.bold, defaults.bold),
            hidden=_toggled(self._hidden, run.hidden, base.hidden, defaults.hidden),
            encoding=encoding_of(font) if self._legacy_fonts else Encoding.UNICODE,
        )

    def _on_text(self, element: _Element) -> None:
        if element.text:
            self._write(element.text)

    def _on_sign(self, element: _Element) -> None:
        # A tab stop among the properties of the paragraph bears the name of a tab.
        if not element.attrib or element.tag != _TAB:
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
        if self._legacy_fonts:
            self._font = self._styles.font(element)

    def _on_footnote(self, element: _Element) -> None:
        self._line.notes.append(("footnote", element.get(_ID, "")))

    def _on_endnote(self, element: _Element) -> None:
        self._line.notes.append(("endnote", element.get(_ID, "")))

    def _on_link(self, element: _Element) -> None:
        if element.get(_ANCHOR, "").startswith("_Toc"):
            self._line.is_linked = True

    def _on_picture(self, element: _Element) -> None:
        placed = next(element.iterancestors(f"{PLACED}inline", f"{PLACED}anchor"), None)
        properties = None if placed is None else placed.find(f"{PLACED}docPr")
        described = "" if properties is None else properties.get("descr") or properties.get("title") or ""
        self._line.pictures.append(_one_line(described))

    def _on_old_picture(self, element: _Element) -> None:
        shape = element.getparent()
        described = "" if shape is None else shape.get("alt", "")
        self._line.pictures.append(_one_line(described or element.get(f"{OFFICE_VML}title", "")))


_ACTS: dict[object, Callable[[TextReader, _Element], None]] = {
    f"{WORD}r": TextReader._start_run,  # noqa: SLF001 -- the table of its own methods
    _TEXT: TextReader._on_text,  # noqa: SLF001
    f"{MATHS}t": TextReader._on_text,  # noqa: SLF001
    **dict.fromkeys(_SIGNS, TextReader._on_sign),  # noqa: SLF001
    f"{WORD}sym": TextReader._on_symbol,  # noqa: SLF001
    f"{WORD}rStyle": TextReader._on_run_style,  # noqa: SLF001
    f"{WORD}b": TextReader._on_bold,  # noqa: SLF001
    f"{WORD}vanish": TextReader._on_hidden,  # noqa: SLF001
    f"{WORD}rFonts": TextReader._on_fonts,  # noqa: SLF001
    f"{WORD}footnoteReference": TextReader._on_footnote,  # noqa: SLF001
    f"{WORD}endnoteReference": TextReader._on_endnote,  # noqa: SLF001
    _LINK: TextReader._on_link,  # noqa: SLF001
    f"{DRAWING}blip": TextReader._on_picture,  # noqa: SLF001
    f"{CHART}chart": TextReader._on_picture,  # noqa: SLF001
    f"{VML}imagedata": TextReader._on_old_picture,  # noqa: SLF001
}
_READ = tuple(map(str, _ACTS))


def one_line_each(text: str) -> str:
    """Single spaces, and no empty lines."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)


def _one_line(text: str) -> str:
    return nfc(" ".join(text.split()))


def _piece(look: Look, texts: list[str]) -> tuple[str, bool]:
    """Converted only when the whole of it is known: a vowel and its mark may stand in two runs."""
    text = nfc("".join(texts))
    return to_unicode(text, look.encoding).replace(_SOFT_HYPHEN, ""), look.bold


def _toggled(direct: bool | None, run: bool | None, paragraph: bool | None, default: bool | None) -> bool:  # noqa: FBT001
    """The run's own word counts; between the two styles bold in bold is plain again, as Word shows it."""
    if direct is not None:
        return direct
    return bool(default) or bool(run) != bool(paragraph)


def _is_all_linked(paragraph: _Element) -> bool:
    """Whether nothing of the text stands outside the links: a line of the table of contents is one link."""
    return not any(
        (text.text or "").strip() for text in paragraph.iter(_TEXT) if next(text.iterancestors(_LINK), None) is None
    )
