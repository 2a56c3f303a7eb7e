"""Passages on their way from many reports into one draft, and how they wait on the disk."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any

from documents.blocks import Footnote, Heading, Image, Paragraph, Recognised, Table
from documents.merging.list_import import Item
from documents.merging.pieces import Piece, text_of
from documents.merging.room import Note

if TYPE_CHECKING:
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


def packed(passage: Passage) -> list[Any]:
    """As a record of JSON: values only, in a fixed order."""
    stored = passage.stored
    pieces = [(one.text, one.properties, one.link) for one in stored.pieces]
    blocks = [] if passage.is_plain else [_packed_block(block) for block in passage.blocks]
    waiting = (stored.start, stored.length, stored.blocks, stored.is_table, stored.is_across)
    items, notes = [astuple(one) for one in stored.items], [astuple(one) for one in stored.notes]
    return [passage.unit, passage.position, blocks, stored.head, pieces, waiting, items, notes, stored.ids]


def unpacked(record: list[Any], section: str) -> Passage:
    unit, position, blocks, head, pieces, waiting, items, notes, ids = record
    start, length, number, is_table, is_across = waiting
    stored = Stored(
        head,
        tuple(Piece(*one) for one in pieces),
        start,
        length,
        tuple(map(_item, items)),
        tuple(map(_note, notes)),
        tuple(ids),
        number,
        is_table,
        is_across,
    )
    if not blocks:
        return Passage(unit, section, position, (Paragraph(text_of(stored.pieces), position),), True, stored)  # noqa: FBT003 -- as packed
    return Passage(unit, section, position, tuple(map(_block, blocks)), False, stored)  # noqa: FBT003 -- the same


def _packed_block(block: Block) -> list[Any]:
    match block:
        case Heading(level, text, position, recognised):
            return ["h", level, text, position, recognised.value]
        case Paragraph(text, position):
            return ["p", text, position]
        case Table(rows, position, centred):
            return ["t", rows, position, sorted(centred)]
        case Image(position, description):
            return ["i", position, description]
        case Footnote(number, text, position):
            return ["f", number, text, position]


def _block(record: list[Any]) -> Block:
    match record:
        case ["h", level, text, position, recognised]:
            return Heading(level, text, position, Recognised(recognised))
        case ["p", text, position]:
            return Paragraph(text, position)
        case ["t", rows, position, centred]:
            return Table(tuple(map(tuple, rows)), position, frozenset(centred))
        case ["i", position, description]:
            return Image(position, description)
        case _:
            return Footnote(*record[1:])


def _item(record: list[Any]) -> Item:
    definition, owner, level, count, shown, text = record
    return Item(definition, owner, level, count, tuple((at, number) for at, number in shown), text)


def _note(record: list[Any]) -> Note:
    key, start, length, has_own_mark, items, ids = record
    return Note(key, start, length, has_own_mark, tuple(map(_item, items)), tuple(ids))
