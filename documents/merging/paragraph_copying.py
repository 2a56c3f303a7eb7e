"""A paragraph of a report as one of the draft: its words and their emphasis stay, the look of the paragraph is the draft's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from documents.merging.blanks import NOTE, NUMBERED, TYPED, blank
from documents.merging.names import value, word
from documents.merging.pieces import HYPHEN, Piece, run, settled, trimmed, written
from documents.merging.room import Place
from documents.signs import sign
from documents.word_names import COMPATIBILITY, MATHS, PARAGRAPH_PROPERTIES, RUN_PROPERTIES, VALUE, WORD
from documents.word_styles import CENTRE, child_value, first_child

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lxml.etree import _Element

    from documents.merging.list_import import ListImport
    from documents.merging.looks import Look, Looks
    from documents.merging.note_copying import NoteCopier
    from documents.merging.object_copying import ObjectCopier
    from documents.merging.part_import import PartImport
    from documents.merging.room import Carried, Room
    from documents.merging.style_import import StyleImport
    from documents.numbering import ListItem
    from documents.word_styles import Styles

_Key = tuple[str, str, str, Place, bool, bool, bool, bool]
_RUN, _TEXT = f"{WORD}r", f"{WORD}t"
_STYLE, _ALIGNMENT = f"{WORD}pStyle", f"{WORD}jc"
_TAB = f"{WORD}tab"
_SIGNS = {
    _TAB: "\t", f"{WORD}ptab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n",
    f"{WORD}noBreakHyphen": HYPHEN, f"{WORD}softHyphen": "\u00ad",
}  # fmt: skip
_PASSED_OVER = word(
    *(
        "pPr",
        "rPr",
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "del",
        "moveFrom",
    ),
    *(
        "commentReference",
        "annotationRef",
        "footnoteRef",
        "endnoteRef",
        "separator",
        "continuationSeparator",
        "fldChar",
    ),
    *("instrText", "delText", "delInstrText", "lastRenderedPageBreak", "permStart", "permEnd", "sdtPr", "sdtEndPr"),
    *("customXmlPr", "smartTagPr", "txbxContent", "subDoc", "pgNum", "fldData", "rubyPr", "contentPart"),
)
_LINK, _ID = f"{WORD}hyperlink", "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CODE = re.compile(r"[0-9A-Fa-f]{4}")
_ALIGNMENTS = {
    "center": CENTRE, "right": "right", "end": "right", "left": "left", "start": "left", "both": "both",
    "distribute": "both",
}  # fmt: skip
_SET_APART = (CENTRE, "right")
# A picture needs a line as high as itself: that of the body is of one height for all.
_HIGH_LINE = '<w:spacing w:line="240" w:lineRule="auto"/>'
_NO_INDENT = '<w:ind w:left="0" w:firstLine="0"/>'


class ParagraphCopier:
    """For all paragraphs of one report, wherever they stand; `parts` is what the part of the file points to."""

    def __init__(
        self,
        *,
        styles: Styles,
        looks: Looks,
        imported: StyleImport,
        lists: ListImport,
        items: dict[_Element, ListItem],
        parts: PartImport,
        objects: ObjectCopier,
        notes: NoteCopier | None,
    ) -> None:
        self._styles, self._looks, self._imported = styles, looks, imported
        self._lists, self._items, self._parts = lists, items, parts
        self._objects, self._notes = objects, notes
        self._alignments: dict[str, str] = {}
        self._known: dict[_Key, tuple[str, str]] = {}
        self._last: tuple[_Element | None, str, str] = (None, "", "")

    def copy(self, element: _Element, room: Room, carried: Carried) -> str:
        """The whole paragraph, as it stands in a cell, a box or a note."""
        pieces = self.pieces([element], room, carried)
        return self.framed(element, trimmed(pieces), room, carried)

    def pieces(self, elements: Sequence[_Element], room: Room, carried: Carried) -> list[Piece]:
        """What is in it, and in those before it whose end was deleted; the last of them says how it looks."""
        style, _ = self._stated_by(elements[-1])
        collector = _Collector(self, style, room, carried)
        for element in elements:
            collector.collect(element, "")
        return settled(collector.found)

    def framed(
        self,
        element: _Element,
        pieces: Sequence[Piece],
        room: Room,
        carried: Carried,
        *,
        marks: tuple[str, str] = ("", ""),
    ) -> str:
        """The paragraph with these pieces in it; `marks` are put before the first and behind the last."""
        return f"<w:p>{self.properties(element, pieces, room, carried)}{marks[0]}{written(pieces)}{marks[1]}</w:p>"

    def properties(self, element: _Element, pieces: Sequence[Piece], room: Room, carried: Carried) -> str:
        """With a blank for its number, which stands behind the properties if it has to be typed."""
        listed = self._items.get(element) if self._items else None
        item = None if listed is None else self._lists.item(listed)
        has_object = has_break = has_words = False
        for piece in pieces:
            if piece.is_raw:
                has_object = True
            else:
                has_words = has_words or not piece.text.isspace()
                has_break = has_break or "\n" in piece.text
        is_alone = has_object and not has_words
        style, alignment = self._stated_by(element)
        key = (style, alignment, room.style, room.place, item is None, has_object, is_alone, has_break)
        before, behind = self._known.get(key) or self._frame(key)
        if item is None:
            return before + behind
        if room.types_numbers:
            return before + behind + (run(item.text) if item.text else "")
        at = len(carried.items)
        carried.items.append(item)
        return before + blank(NUMBERED, at) + behind + blank(TYPED, at)

    def _frame(self, key: _Key) -> tuple[str, str]:
        """The properties up to those of a list, and from there on."""
        style, alignment, usual, place, is_unlisted, has_object, is_alone, has_break = key
        worn = self._imported.paragraph(style, based_on=usual) if style else usual
        is_body = place is Place.BODY
        behind = _HIGH_LINE if has_object and is_body else ""
        behind += _NO_INDENT if (is_alone if is_body else not is_unlisted) else ""
        meant = _ALIGNMENTS.get(alignment) or self._alignment_of(style)
        if is_body and meant not in _SET_APART and (is_alone or has_break):
            # A picture stands in the middle; a line that was broken by hand is not to be stretched.
            meant = CENTRE if is_alone else "left"
            behind += f'<w:jc w:val="{meant}"/>'
        elif meant in _SET_APART or (meant and place is Place.CELL):
            behind += f'<w:jc w:val="{meant}"/>'
        self._known[key] = f'<w:pPr><w:pStyle w:val="{value(worn)}"/>', f"{behind}</w:pPr>"
        return self._known[key]

    def look(self, properties: _Element | None, style: str, room: Room) -> Look:
        return self._looks.of(style, properties, in_table=room.place is Place.CELL, size=room.size)

    def _stated_by(self, element: _Element) -> tuple[str, str]:
        """Asked twice in a row of the same paragraph: for its pieces, and for its properties."""
        if self._last[0] is not element:
            self._last = (element, *_stated(element))
        return self._last[1:]

    def _alignment_of(self, style: str) -> str:
        if style not in self._alignments:
            stated = (
                child_value(properties, _ALIGNMENT)
                for one in self._styles.paragraph_chain(style)
                if (properties := one.find(PARAGRAPH_PROPERTIES)) is not None
            )
            self._alignments[style] = next((_ALIGNMENTS[one] for one in stated if one in _ALIGNMENTS), "")
        return self._alignments[style]


class _Collector:
    """Goes through one paragraph and finds its pieces."""

    def __init__(self, copier: ParagraphCopier, style: str, room: Room, carried: Carried) -> None:
        self._copier, self._style, self._room, self._carried = copier, style, room, carried
        self.found: list[Piece] = []

    def collect(self, parent: _Element, link: str) -> None:
        for child in parent:
            if child.tag == _RUN:
                self._add_run(child, link)
            elif child.tag not in _PASSED_OVER:
                act = self.ACTS.get(child.tag)
                if act is None:
                    self.collect(child, link)  # what only wraps runs is opened
                else:
                    act(self, child, link)

    def _add_run(self, run: _Element, link: str) -> None:
        look: Look | None = None
        for child in run:
            tag = child.tag
            if tag == RUN_PROPERTIES or look is None:
                properties = child if tag == RUN_PROPERTIES else None
                look = self._copier.look(properties, self._style, self._room)
                if look.is_hidden:
                    return
            if tag == _TEXT:
                self._add_text(child.text, look, link)
            elif tag in _SIGNS:
                self._add_text(_SIGNS[tag], look, link)
            elif tag not in _PASSED_OVER:
                self._add_other(child, look, link)

    def _add_text(self, text: str | None, look: Look, link: str) -> None:
        if text:
            self.found.append(Piece(text, look.properties, link, look.encoding))

    def _add_other(self, element: _Element, look: Look, link: str) -> None:
        if element.tag == f"{WORD}sym":
            self._add_symbol(element, look, link)
        elif element.tag in self.IN_RUNS:
            self.IN_RUNS[element.tag](self, element, link)
        else:
            self.collect(element, link)

    def _add_symbol(self, element: _Element, look: Look, link: str) -> None:
        font, code = element.get(f"{WORD}font", ""), element.get(f"{WORD}char", "")
        if _CODE.fullmatch(code) and font:
            symbol = f'<w:sym w:font="{value(font)}" w:char="{code}"/>'
            self._add_raw(f"<w:r>{look.properties}{symbol}</w:r>", link)
        else:
            self._add_text(sign(font, code), look, link)

    def _add_raw(self, xml: str, link: str) -> None:
        self.found.append(Piece(xml, link=link, is_raw=True))

    def _on_object(self, element: _Element, link: str) -> None:
        xml = self._copier._objects.copy(element, self._room, self._carried, self._copier._parts)  # noqa: SLF001 -- its hands
        if xml.startswith("["):
            self.found.append(Piece(xml, link=link))
        elif xml:
            self._add_raw(xml, link)

    def _on_alternatives(self, element: _Element, link: str) -> None:
        chosen = self._copier._objects.chosen(element)  # noqa: SLF001 -- the same
        if chosen is not None:
            for child in chosen.iterchildren("*"):
                act = self.IN_RUNS.get(child.tag)
                if act is not None:
                    act(self, child, link)
                elif child.tag == _RUN:
                    self._add_run(child, link)
                elif child.tag not in _PASSED_OVER:
                    self.collect(child, link)

    def _on_maths(self, element: _Element, link: str) -> None:
        self._add_raw(self._copier._objects.maths(element), link)  # noqa: SLF001 -- the same

    def _on_link(self, element: _Element, link: str) -> None:
        taken = self._copier._parts.link(element.get(_ID, "")) or link  # noqa: SLF001 -- the same
        if taken:
            self._carried.ids.append(taken)
        self.collect(element, taken)

    def _on_note(self, element: _Element, link: str) -> None:
        notes = self._copier._notes  # noqa: SLF001 -- the same
        note = None if notes is None or self._room.place is Place.NOTE else notes.note(element)
        if note is not None:
            self._add_raw(blank(NOTE, len(self._carried.notes)), link)
            self._carried.notes.append(note)

    IN_RUNS: ClassVar[dict[object, Callable[[_Collector, _Element, str], None]]] = {
        **dict.fromkeys(word("drawing", "pict", "object"), _on_object),
        **dict.fromkeys(word("footnoteReference", "endnoteReference"), _on_note),
        f"{COMPATIBILITY}AlternateContent": _on_alternatives,
    }
    ACTS: ClassVar[dict[object, Callable[[_Collector, _Element, str], None]]] = {
        **IN_RUNS,
        _LINK: _on_link,
        f"{MATHS}oMath": _on_maths,
        f"{MATHS}oMathPara": _on_maths,
    }


def _stated(element: _Element) -> tuple[str, str]:
    """The style and the alignment that a paragraph names itself."""
    style = alignment = ""
    properties = first_child(element, PARAGRAPH_PROPERTIES)
    for one in () if properties is None else properties:
        if one.tag == _STYLE:
            style = one.get(VALUE, "")
        elif one.tag == _ALIGNMENT:
            alignment = one.get(VALUE, "")
    return style, alignment
