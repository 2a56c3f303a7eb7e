"""Passages on their way from many reports into one draft, and how they wait on the disk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from documents.blocks import Footnote, Heading, Image, Paragraph, Recognised, Table
from documents.merging.list_import import Item
from documents.merging.pieces import Piece, text_of
from documents.merging.room import Note

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from documents.blocks import Block


@dataclass(frozen=True, slots=True)
class Stored:
    """What is written of a passage. `pieces` are those of a plain one, behind `head`; of any other the XML is on the heap.

    `blocks` is how many paragraphs and tables it becomes; `is_across` tells that it needs a page turned on its side.
    """

    head: str = ""
    pieces: tuple[Piece, ...] = ()
    start: int = 0
    length: int = 0
    items: tuple[Item, ...] = ()
    notes: tuple[Note, ...] = ()
    ids: tuple[str, ...] = ()
    blocks: int = 1
    is_table: bool = False
    is_across: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """One position of one report on its way into the draft: its block first, then what hangs on it (notes, pictures, boxes).

    `is_plain`: it is one paragraph of nothing but text, of which sentences may be taken.
    """

    unit: str
    section: str
    position: int
    blocks: tuple[Block, ...]
    is_plain: bool
    stored: Stored = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """Of its paragraph or heading, as it will be read in the draft; empty for a table."""
        if not self.blocks or isinstance(self.blocks[0], Table):
            return ""
        own = [block.text for block in self.blocks[:2] if isinstance(block, Heading | Paragraph | Footnote)]
        return " ".join(own) if isinstance(self.blocks[0], Heading) else "".join(own[:1])


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a report that could not be carried over, and the words that stand in its place."""

    unit: str
    section: str
    position: int
    text: str


def packed(passage: Passage) -> tuple[Any, ...]:
    """As a record of plain values, in a fixed order."""
    stored = passage.stored
    pieces = [(one.text, one.properties, one.link) for one in stored.pieces]
    blocks = [] if passage.is_plain else [_packed_block(block) for block in passage.blocks]
    waiting = (stored.start, stored.length, stored.blocks, stored.is_table, stored.is_across)
    items, notes = [_packed_item(one) for one in stored.items], [_packed_note(one) for one in stored.notes]
    return (passage.unit, passage.position, blocks, stored.head, pieces, waiting, items, notes, stored.ids)


def unpacked(record: tuple[Any, ...], section: str) -> Passage:
    unit, position, blocks, head, pieces, waiting, items, notes, ids = record
    start, length, number, is_table, is_across = waiting
    stored = Stored(
        head=head,
        pieces=tuple([Piece(*one) for one in pieces]),
        start=start,
        length=length,
        items=tuple([Item(*one) for one in items]),
        notes=tuple([_note(*one) for one in notes]),
        ids=ids,
        blocks=number,
        is_table=is_table,
        is_across=is_across,
    )
    if blocks:
        read = tuple([_BLOCKS[kind](*values) for kind, values in blocks])
        return Passage(unit, section, position, read, is_plain=False, stored=stored)
    read = (Paragraph(text_of(stored.pieces), position),)
    return Passage(unit, section, position, read, is_plain=True, stored=stored)


def _packed_block(block: Block) -> tuple[str, tuple[Any, ...]]:
    match block:
        case Heading(level, text, position, recognised):
            return "heading", (level, text, position, recognised.value)
        case Paragraph(text, position):
            return "paragraph", (text, position)
        case Table(rows, position, centred):
            return "table", (rows, position, centred)
        case Image(position, description):
            return "image", (position, description)
        case Footnote(number, text, position):
            return "footnote", (number, text, position)


def _heading(level: int, text: str, position: int, recognised: str) -> Heading:
    return Heading(level, text, position, Recognised(recognised))


_BLOCKS: Mapping[str, Callable[..., Block]] = {
    "heading": _heading,
    "paragraph": Paragraph,
    "table": Table,
    "image": Image,
    "footnote": Footnote,
}


def _packed_item(item: Item) -> tuple[Any, ...]:
    return (item.definition, item.owner, item.level, item.count, item.shown, item.text)


def _packed_note(note: Note) -> tuple[Any, ...]:
    items = [_packed_item(one) for one in note.items]
    return (note.key, note.start, note.length, note.has_own_mark, items, note.ids)


def _note(key: str, start: int, length: int, own: bool, items: list[tuple[Any, ...]], ids: tuple[str, ...]) -> Note:  # noqa: FBT001, PLR0917 -- in the order in which it was packed
    return Note(key, start, length, own, tuple([Item(*one) for one in items]), ids)
