"""One report on its way into the draft: each of its positions becomes a passage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph
from documents.merging.blanks import BEGIN, END, blank
from documents.merging.block_copying import BlockCopier
from documents.merging.block_writing import blocks_xml
from documents.merging.list_import import ListImport
from documents.merging.looks import Looks
from documents.merging.note_copying import NoteCopier
from documents.merging.object_copying import ObjectCopier
from documents.merging.page_turning import Pages
from documents.merging.paragraph_copying import ParagraphCopier
from documents.merging.part_import import PartImport
from documents.merging.passages import Passage, Stored
from documents.merging.pieces import Piece, from_character, on_one_line, text_of, trimmed, written
from documents.merging.room import BODY, HEADING, Carried
from documents.merging.style_import import StyleImport
from documents.merging.table_copying import Shape, TableCopier
from documents.reading import UNREAD_PART
from documents.word_names import WORD
from documents.word_paragraph import WordParagraph, one_line_each
from documents.word_tables import OpenTable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from lxml.etree import _Element

    from documents.blocks import Block, Report
    from documents.merging.list_import import ListLibrary
    from documents.merging.part_import import PartLibrary
    from documents.merging.room import Room
    from documents.merging.spill import Heap
    from documents.merging.style_import import StyleLibrary
    from documents.reading import WordReport

MARKS = (blank(BEGIN), blank(END))
_PLAIN_HEAD = '<w:pPr><w:pStyle w:val="BodyText"/></w:pPr>'


@dataclass(frozen=True, slots=True)
class Libraries:
    """What all reports share: styles, definitions of lists, parts, and the heap on which XML waits."""

    styles: StyleLibrary
    lists: ListLibrary
    parts: PartLibrary
    heap: Heap


class ReportCopier:
    """`number` tells this report from all others. The file behind `word` must not be read any more."""

    def __init__(self, word: WordReport, number: int, libraries: Libraries) -> None:
        word.boxes.put_back()
        self._word, self._heap = word, libraries.heap
        self._blocks = _by_position(word.report)
        self._joined = {first: second for second, first in word.joined.items()}
        self._pages = Pages(word)
        imported = StyleImport(word.paragraphs.styles, libraries.styles)
        fonts = word.file.has_legacy_fonts or word.file.has_picture_fonts
        looks = Looks(word.paragraphs.styles, imported, fonts=fonts)
        lists = ListImport(str(number), word.paragraphs.numbering, libraries.lists)
        objects = ObjectCopier(word.passed_over)
        notes = NoteCopier(str(number), word.notes.elements, libraries.heap)
        self._tables = TableCopier(imported)

        def paragraphs(part: str, noted: NoteCopier | None) -> ParagraphCopier:
            return ParagraphCopier(
                styles=word.paragraphs.styles,
                looks=looks,
                imported=imported,
                lists=lists,
                items=word.paragraphs.items,
                parts=PartImport(word.file, part, libraries.parts),
                objects=objects,
                notes=noted,
            )

        self._paragraphs = paragraphs(word.file.main, notes)
        has_deleted_ends = next(word.file.body.iter(f"{WORD}del", f"{WORD}moveFrom"), None) is not None
        self._tables.blocks = objects.blocks = BlockCopier(
            self._paragraphs, self._tables, has_deleted_ends=has_deleted_ends
        ).copy
        for kind in word.notes.elements:
            tables = TableCopier(imported)
            noted = paragraphs(word.file.part_name(f"{kind}s"), None)
            inside = BlockCopier(noted, tables, has_deleted_ends=True)
            tables.blocks = notes.blocks[kind] = inside.copy

    def passages(
        self, unit: str, route: Mapping[int, str], without_heading: Collection[int]
    ) -> Iterator[tuple[Passage, list[str]]]:
        """In the order of the report, each with what it lost on the way."""
        for position in sorted(route):
            blocks = self._blocks.get(position, ())
            if position in without_heading:
                blocks = tuple(block for block in blocks if not isinstance(block, Heading))
            if not blocks:
                continue
            carried = Carried()
            stored = self._copied(position, blocks, carried)
            if stored is None:
                stored = from_blocks(blocks, self._heap)
                carried.lost += [one.text for one in blocks if isinstance(one, Paragraph) and one.text == UNREAD_PART]
            yield Passage(unit, route[position], position, blocks, bool(stored.pieces), stored), carried.lost

    def _copied(self, position: int, blocks: tuple[Block, ...], carried: Carried) -> Stored | None:
        part = self._word.parts[position - 1]
        if isinstance(part, OpenTable):
            return self._table(part.element, carried)
        elements = self._word.elements(position)
        if not isinstance(part, WordParagraph) or not elements or all(isinstance(one, Footnote) for one in blocks):
            return None
        return self._paragraph(part, elements, blocks, carried)

    def _table(self, element: _Element, carried: Carried) -> Stored | None:
        shape = Shape(element)
        is_across = self._pages.needs_turning(shape)
        xml = self._tables.copy(shape, self._pages.room(is_across=is_across), carried)
        if not xml:
            return None
        first, last = xml.find("</w:pPr>") + len("</w:pPr>"), xml.rfind("</w:p>")
        marked = f"{xml[:first]}{MARKS[0]}{xml[first:last]}{MARKS[1]}{xml[last:]}"
        return self._on_heap(marked, carried, is_table=True, is_across=is_across)

    def _paragraph(
        self, part: WordParagraph, elements: tuple[_Element, ...], blocks: tuple[Block, ...], carried: Carried
    ) -> Stored | None:
        position = blocks[0].position
        is_across = self._pages.has_wide_object(elements)
        room: Room = self._pages.room(is_across=True) if is_across else BODY
        pieces = self._paragraphs.pieces(elements, room, carried)
        heading = blocks[0] if isinstance(blocks[0], Heading) else None
        if position in self._joined or position in self._word.joined:
            pieces = _settled_otherwise(pieces, blocks)
            return self._framed(None, pieces, HEADING if heading else room, carried, is_across=is_across)
        if not part.number and len(blocks) == 1 and heading is None:
            plain = self._plain(elements[-1], pieces, blocks[0], carried)
            if plain is not None:
                return plain
        text = part.text
        if heading is not None and " ".join(text.split()) == heading.text:
            pieces, room = [one if one.is_raw else Piece(one.text, "", one.link) for one in pieces], HEADING
        elif heading is None and isinstance(blocks[0], Paragraph) and blocks[0].text != text and text:
            return self._rest(pieces, blocks, room, carried, is_across=is_across)
        return self._framed(elements[-1], trimmed(pieces), room, carried, is_across=is_across)

    def _plain(self, element: _Element, pieces: list[Piece], block: Block, carried: Carried) -> Stored | None:
        """One of which sentences may be taken, as pieces that are its text to the letter."""
        if not isinstance(block, Paragraph) or any(one.is_raw for one in pieces):
            return None
        flat = on_one_line(pieces)
        if text_of(flat) != block.text:
            return None
        head = self._paragraphs.properties(element, flat, BODY, carried)
        return Stored(head, tuple(flat), items=tuple(carried.items), ids=tuple(carried.ids))

    def _rest(
        self, pieces: list[Piece], blocks: tuple[Block, ...], room: Room, carried: Carried, *, is_across: bool
    ) -> Stored | None:
        """What runs on behind a heading that is left out."""
        rest = blocks[0].text if isinstance(blocks[0], Paragraph) else ""
        start = _start_of(rest, text_of(pieces))
        if start is None:
            return None
        pieces = from_character(pieces, start)
        flat = on_one_line(pieces)
        if len(blocks) == 1 and not any(one.is_raw for one in flat) and text_of(flat) == rest:
            head = f'<w:pPr><w:pStyle w:val="{room.style}"/></w:pPr>'
            return Stored(head, tuple(flat), ids=tuple(carried.ids))
        return self._framed(None, trimmed(pieces), room, carried, is_across=is_across)

    def _framed(
        self, element: _Element | None, pieces: list[Piece], room: Room, carried: Carried, *, is_across: bool
    ) -> Stored:
        if element is not None:
            xml = self._paragraphs.framed(element, pieces, room, carried, marks=MARKS)
        else:
            xml = f'<w:p><w:pPr><w:pStyle w:val="{room.style}"/></w:pPr>{MARKS[0]}{written(pieces)}{MARKS[1]}</w:p>'
        return self._on_heap(xml, carried, is_across=is_across)

    def _on_heap(self, xml: str, carried: Carried, *, is_table: bool = False, is_across: bool = False) -> Stored:
        start, length = self._heap.put(xml)
        return Stored(
            start=start,
            length=length,
            items=tuple(carried.items),
            notes=tuple(carried.notes),
            ids=tuple(carried.ids),
            is_table=is_table,
            is_across=is_across,
        )


def from_blocks(blocks: tuple[Block, ...], heap: Heap) -> Stored:
    """What is written where there is no XML to take."""
    said: list[Block] = [block for block in blocks if not isinstance(block, Image)]
    xml = [f"{one[:-6]}{MARKS[1]}</w:p>" if one.endswith("</w:p>") else one for one in blocks_xml(said or blocks)]
    xml = [one.replace("</w:pPr>", f"</w:pPr>{MARKS[0]}", 1) for one in xml]
    start, length = heap.put("".join(xml))
    return Stored(start=start, length=length, blocks=len(xml), is_table=xml[-1].endswith("</w:tbl>"))


def plain_from_blocks(blocks: Sequence[Block]) -> Stored | None:
    """A paragraph of nothing but text on one line, which may be taken apart as one of a Word file; None for anything else."""
    if len(blocks) != 1 or not isinstance(blocks[0], Paragraph):
        return None
    text = blocks[0].text
    if not text.isprintable() or one_line_each(text) != text:
        return None
    return Stored(head=_PLAIN_HEAD, pieces=(Piece(text),))


def _by_position(report: Report) -> dict[int, tuple[Block, ...]]:
    found: dict[int, list[Block]] = {}
    for block in report.blocks:
        found.setdefault(block.position, []).append(block)
    return {position: tuple(blocks) for position, blocks in found.items()}


def _settled_otherwise(pieces: list[Piece], blocks: tuple[Block, ...]) -> list[Piece]:
    """A title that stands on two lines of its file is one here, with the text as the reader joined it."""
    text = next((one.text for one in blocks if isinstance(one, Heading | Paragraph)), "")
    return [*([Piece(text)] if text else []), *(piece for piece in pieces if piece.is_raw)]


def _start_of(rest: str, text: str) -> int | None:
    """Where the rest begins in the text; None where it cannot be told."""
    first = rest.split("\n", 1)[0].split(" ", 1)[0]
    start = text.rfind(first) if first else -1
    while start >= 0:
        if one_line_each(text[start:]) == rest:
            return start
        start = text.rfind(first, 0, start)
    return None
