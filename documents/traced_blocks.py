"""The sentences of blocks with their places: of a paragraph, of each cell of a table, of a note."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Paragraph, Table
from domain.sentences import sentence_spans
from domain.traces import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from documents.blocks import Block


@dataclass(frozen=True, slots=True)
class Placed:
    """One sentence and where it stands."""

    place: Place
    text: str


def placed_sentences(blocks: Iterable[Block]) -> Iterator[Placed]:
    """Every sentence of the blocks, which may stand at several positions; those of one position are counted as parts."""
    position, part = 0, -1
    for block in blocks:
        if block.position != position:
            position, part = block.position, -1
        if isinstance(block, Heading | Paragraph):
            part += 1
        match block:
            case Heading() | Paragraph():
                yield from _sentences(block.text, Place(position, 0, 0, part=part))
            case Footnote():
                yield from _sentences(block.text, Place(position, 0, 0, note=block.number))
            case Table():
                yield from _of_table(block)


def words_at(blocks: Iterable[Block], place: Place) -> str | None:
    """The words at a place, None where there is no such place: how a trace is checked against the report it names."""
    part = -1
    for block in blocks:
        if block.position != place.paragraph:
            continue
        if isinstance(block, Heading | Paragraph):
            part += 1
        text = _text_at(block, place, is_part=part == place.part)
        if text is not None:
            return text[place.start : place.end] if place.end <= len(text) else None
    return None


def _text_at(block: Block, place: Place, *, is_part: bool) -> str | None:
    """The text that the characters of the place are counted in, if it is this block's."""
    if isinstance(block, Footnote):
        return block.text if block.number == place.note else None
    if isinstance(block, Table) and place.row is not None and place.column is not None:
        has_cell = place.row < len(block.rows) and place.column < len(block.rows[place.row])
        return block.rows[place.row][place.column] if has_cell else None
    if isinstance(block, Heading | Paragraph) and place.note is None and place.row is None and is_part:
        return block.text
    return None


def _of_table(table: Table) -> Iterator[Placed]:
    for row, cells in enumerate(table.rows):
        for column, cell in enumerate(cells):
            yield from _sentences(cell, Place(table.position, 0, 0, row=row, column=column))


def _sentences(text: str, place: Place) -> Iterator[Placed]:
    for span in sentence_spans(text):
        yield Placed(replace(place, start=span.start, end=span.end), span.of(text))
