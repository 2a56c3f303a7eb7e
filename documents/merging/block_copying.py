"""What stands in a cell, a text box or a note: paragraphs and tables, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.names import word
from documents.merging.pieces import run, trimmed
from documents.merging.table_copying import Shape
from documents.reading import UNREAD_PART
from documents.word_names import FOREIGN, PARAGRAPH, PARAGRAPH_PROPERTIES, RUN_PROPERTIES, TABLE, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.merging.paragraph_copying import ParagraphCopier
    from documents.merging.room import Carried, Room
    from documents.merging.table_copying import TableCopier

_WRAPPERS = word("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")
_DELETED_ENDS = (f"{WORD}del", f"{WORD}moveFrom")


class BlockCopier:
    """`has_deleted_ends` tells whether the end of any paragraph of the file was deleted."""

    def __init__(self, paragraphs: ParagraphCopier, tables: TableCopier, *, has_deleted_ends: bool) -> None:
        self._paragraphs, self._tables, self._has_deleted_ends = paragraphs, tables, has_deleted_ends

    def copy(self, container: _Element, room: Room, carried: Carried) -> str:
        """All of them; a paragraph whose end was deleted goes on in the next one."""
        found: list[str] = []
        unended: list[_Element] = []
        for block in _blocks(container):
            if self._has_deleted_ends and block.tag == PARAGRAPH and _goes_on(block):
                unended.append(block)
                continue
            if block.tag != PARAGRAPH:
                found += [self._paragraph([one], room, carried) for one in unended]
                found.append(self._other(block, room, carried))
            else:
                found.append(self._paragraph([*unended, block], room, carried))
            unended = []
        found += [self._paragraph([one], room, carried) for one in unended]
        return "".join(found)

    def _paragraph(self, elements: list[_Element], room: Room, carried: Carried) -> str:
        if len(elements) == 1:
            return self._paragraphs.copy(elements[0], room, carried)
        pieces = trimmed(self._paragraphs.pieces(elements, room, carried))
        return self._paragraphs.framed(elements[-1], pieces, room, carried)

    def _other(self, block: _Element, room: Room, carried: Carried) -> str:
        if block.tag == TABLE:
            return self._tables.copy(Shape(block), room, carried)
        carried.lost.append(UNREAD_PART)
        return f'<w:p><w:pPr><w:pStyle w:val="{room.style}"/></w:pPr>{run(UNREAD_PART)}</w:p>'


def _blocks(container: _Element) -> list[_Element]:
    found = []
    for child in container:
        if child.tag in (PARAGRAPH, TABLE, FOREIGN):
            found.append(child)
        elif child.tag in _WRAPPERS:
            found += _blocks(child)
    return found


def _goes_on(paragraph: _Element) -> bool:
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    look = None if properties is None else properties.find(RUN_PROPERTIES)
    return look is not None and any(look.find(name) is not None for name in _DELETED_ENDS)
