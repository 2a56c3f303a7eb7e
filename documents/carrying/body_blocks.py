"""The paragraphs and tables of a Word file in order, each with the words by which it is known again in another file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from documents.carrying.tracked import is_end_deleted
from documents.carrying.word_parts import OFFICE_RELATIONS
from documents.printable import KEPT_TOGETHER
from documents.word_names import CELL, COMPATIBILITY, DRAWING, PARAGRAPH, PARAGRAPH_PROPERTIES, ROW, TABLE, VML, WORD
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from documents.carrying.word_parts import WordParts

_CONTROL, _CONTROL_CONTENT, _WRAPPER = f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml"
_GONE = frozenset((f"{WORD}del", f"{WORD}moveFrom", PARAGRAPH_PROPERTIES, f"{WORD}rPr", f"{COMPATIBILITY}Fallback"))
_TEXT, _SECTION = f"{WORD}t", f"{WORD}sectPr"
# Signs that programs write one for the other, and those that stand for what is no text.
_SIGN = re.compile("\ue004[0-9a-f]*|[\ue000-\ue003]")
_SAME = ((KEPT_TOGETHER, "-"), ("\u00ad", ""), ("\u200b", ""))
_SIGNS = {
    f"{WORD}tab": " ", f"{WORD}br": " ", f"{WORD}cr": " ", f"{WORD}noBreakHyphen": "-",
    ROW: "\ue000 ", CELL: "\ue001 ", PARAGRAPH: " ",
}  # fmt: skip
_NOTES = {f"{WORD}footnoteReference": "footnotes", f"{WORD}endnoteReference": "endnotes"}
_PICTURES = {
    f"{DRAWING}blip": f"{{{OFFICE_RELATIONS}}}embed",
    f"{VML}imagedata": f"{{{OFFICE_RELATIONS}}}id",
}
_ID = f"{WORD}id"


@dataclass(frozen=True, slots=True, eq=False)
class BodyBlock:
    """`words` are those of the block with all tracked changes accepted, its notes and pictures among them.

    `position` counts from 1, as the reader of reports does.
    """

    element: _Element
    position: int
    words: str

    @property
    def is_table(self) -> bool:
        return self.element.tag == TABLE

    @property
    def is_empty(self) -> bool:
        """Neither text nor note nor picture; the end of a section of pages is none of them."""
        return not self.words.strip("\ue000\ue001\ue002 ")

    @property
    def shown(self) -> str:
        """The words for a person, without the signs between the cells and for what is no text."""
        return " ".join(_SIGN.sub(" ", self.words).split())


def body_blocks(parts: WordParts) -> list[BodyBlock]:
    reader = _WordsReader(parts)
    return [
        BodyBlock(element, position, reader.words(element))
        for position, element in enumerate(_blocks(parts.body), start=1)
    ]


def is_struck(block: BodyBlock) -> bool:
    """Whether somebody deleted it with tracked changes: nothing of it is left once they are accepted."""
    return not block.words and is_end_deleted(block.element)


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Content controls are gone through."""
    for child in parent:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag in (_CONTROL, _CONTROL_CONTENT, _WRAPPER):
            yield from _blocks(child)


class _WordsReader:
    def __init__(self, parts: WordParts) -> None:
        self._parts = parts
        self._notes = {kind: _by_id(parts, kind) for kind in _NOTES.values()}

    def words(self, element: _Element) -> str:
        if element.tag == PARAGRAPH and element.find(f"{PARAGRAPH_PROPERTIES}/{_SECTION}") is not None:
            # The end of a section of pages is no empty line.
            return f"\ue002 {self._flat(element)}".strip()
        return self._flat(element)

    def _flat(self, element: _Element) -> str:
        text = "".join(self._pieces(element))
        for written, same in _SAME:
            text = text.replace(written, same)
        return " ".join(nfc(text).split())

    def _pieces(self, element: _Element) -> Iterator[str]:
        for child in element:
            tag = str(child.tag)
            if tag in _GONE:
                continue
            if tag == _TEXT:
                yield child.text or ""
            elif tag in _SIGNS:
                yield _SIGNS[tag]
            elif tag in _NOTES:
                yield f" \ue003{self._note(_NOTES[tag], child.get(_ID, ''))} "
            elif tag in _PICTURES:
                yield f" \ue004{self._picture(child.get(_PICTURES[tag], ''))} "
            yield from self._pieces(child)

    def _note(self, kind: str, note_id: str) -> str:
        note = self._notes[kind].pop(note_id, None)
        return "" if note is None else self._flat(note)

    def _picture(self, relation_id: str) -> str:
        """Told by its bytes, whatever the program that saved the file called it."""
        link = self._parts.link(self._parts.main, relation_id)
        if link is None or link.target not in self._parts:
            return ""
        return sha256(self._parts.raw(link.target)).hexdigest()[:16]


def _by_id(parts: WordParts, kind: str) -> dict[str, _Element]:
    name = parts.part_of(kind)
    return {} if name is None else {note.get(_ID, ""): note for note in parts.tree(name)}
