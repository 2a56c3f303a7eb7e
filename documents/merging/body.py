"""Writes the sections of a draft, block by block: nothing that was written is kept but the last block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO

from documents.blocks import Paragraph
from documents.merging.blanks import BEGIN, DRAWING, END, NOTE, NUMBERED, SHAPE, TYPED, blank, filled
from documents.merging.pieces import HYPHEN, kept, run, text_of, written
from documents.merging.report_copying import MARKS
from documents.merging.sources import Sources, comment, comment_begin, comment_end, footnote, said
from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from documents.merging.list_import import Item, Lists
    from documents.merging.passages import Passage
    from documents.merging.room import Note
    from documents.merging.skeleton import Skeleton
    from documents.merging.sources import PartFile
    from documents.merging.spill import Heap
    from domain.sentences import Span

_GAP = '<w:p><w:pPr><w:pStyle w:val="Gap"/></w:pPr></w:p>'
_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_NOTE_MARK = f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{run(' ')}"
_NUMBER_OF_A_DOCUMENT = re.compile(r"\S*-\S*/\S*|\S*/\S*-\S*")
_A_SHAPE = f"\x01{SHAPE}"
_FIRST_NUMBER = 10_000  # of drawings: those of the skeleton have smaller ones


class Body:
    """`position` is that of the block written last, as a reader of the draft counts it."""

    def __init__(
        self,
        out: BinaryIO,
        *,
        skeleton: Skeleton,
        style_ids: Mapping[str, str],
        heap: Heap,
        lists: Lists,
        notes: PartFile,
        comments: PartFile,
        sources: Sources,
    ) -> None:
        self._out, self._skeleton, self._heap, self._lists = out, skeleton, heap, lists
        self._notes, self._comments, self._sources = notes, comments, sources
        self._style_ids = style_ids
        self.position = self._count = skeleton.position
        self.ids: set[str] = set()
        self.note_ids: set[str] = set()
        self._held = ""
        self._source: str | None = None
        self._source_number: int | None = None
        self._is_table = self._is_across = self.was_turned = False
        self._drawings, self._shapes = _FIRST_NUMBER, 1
        self._note_numbers: dict[str, int] = {}

    def paragraph(self, text: str, *, style: str, source: str | None = None) -> None:
        """The program's own words, or a quoted sentence; each line becomes a paragraph. `style` by its name in the file."""
        if source is not None:
            self.begin_source(source)
        worn = self._style_ids[style]
        for line in printable(text).split("\n"):
            inner = run(_NUMBER_OF_A_DOCUMENT.sub(_unbroken, line)) if line else ""
            self._put(f'<w:p><w:pPr><w:pStyle w:val="{worn}"/></w:pPr>{MARKS[0]}{inner}{MARKS[1]}</w:p>')
        if source is not None:
            self.end_source()

    def passage(self, passage: Passage, *, keep: Sequence[Span] | None = None) -> Paragraph | None:
        """A passage as it is; with `keep` only those characters of a plain one. Returns the paragraph that it became."""
        stored = passage.stored
        if passage.is_plain:
            pieces = stored.pieces if keep is None else kept(stored.pieces, keep)
            if not pieces:
                return None
            xml, text = f"<w:p>{stored.head}{MARKS[0]}{written(pieces)}{MARKS[1]}</w:p>", text_of(pieces)
        else:
            xml, text = self._heap.get(stored.start, stored.length), passage.text
        self.ids.update(stored.ids)
        xml = self._filled(xml, stored.items, stored.notes)
        self._put(xml, blocks=stored.blocks, is_table=stored.is_table, is_across=stored.is_across)
        return None if stored.is_table else Paragraph(text, self.position)

    def begin_source(self, text: str) -> None:
        """Everything up to `end_source` carries one note on where it is from."""
        self.end_source()
        if self._sources is not Sources.NONE:
            self._source = text

    def end_source(self) -> None:
        """Nothing happens where nothing was written since it began."""
        if self._source is not None and self._source_number is not None:
            self._held = self._held.replace(MARKS[1], self._source_end(self._source, self._source_number))
        self._source = self._source_number = None

    def finish(self) -> None:
        """Everything that was held back is written, and the page is upright again."""
        self.end_source()
        self._flush()
        if self._is_across:
            self._turn(is_across=False)
        elif self._is_table and self._skeleton.ends_before_table:
            self._add(_GAP)

    def _put(self, xml: str, *, blocks: int = 1, is_table: bool = False, is_across: bool = False) -> None:
        self._flush()
        if is_across != self._is_across:
            self._turn(is_across=is_across)
        elif self._is_table:
            self._add(_GAP)
        self._held = xml.replace(MARKS[0], self._source_begin())
        self._is_table = is_table
        self._count += blocks
        self.position = self._count

    def _turn(self, *, is_across: bool) -> None:
        """End the pages as they have been so far."""
        self._add(self._skeleton.section_end(is_first=not self.was_turned, is_across=self._is_across))
        self._is_across, self._is_table, self.was_turned = is_across, False, True

    def _add(self, xml: str) -> None:
        """Something that no reader sees, but counts."""
        self._out.write(xml.encode())
        self._count += 1

    def _flush(self) -> None:
        if self._held:
            self._out.write(self._held.replace(MARKS[1], "").encode("utf-8", "replace"))
            self._held = ""

    def _source_begin(self) -> str:
        if self._source is None or self._source_number is not None:
            return ""
        if self._sources is Sources.FOOTNOTES:
            self._source_number = 0  # it gets its number where it is cited
            return ""
        self._source_number = self._comments.count
        self._comments.add(comment(self._source_number, self._source))
        return comment_begin(self._source_number)

    def _source_end(self, text: str, number: int) -> str:
        if self._sources is Sources.COMMENTS:
            return comment_end(number)
        return self._cite(self._add_note(said(text)))

    def _add_note(self, inner: str, mark: str = _NOTE_MARK) -> int:
        number = self._notes.count + 1
        self._notes.add(footnote(number, inner, mark=mark))
        return number

    def _cite(self, number: int, *, has_own_mark: bool = False) -> str:
        own = ' w:customMarkFollows="1"' if has_own_mark else ""
        return f'<w:r>{_REFERENCE}<w:footnoteReference{own} w:id="{number}"/></w:r>'

    def _filled(self, xml: str, items: tuple[Item, ...], notes: tuple[Note, ...]) -> str:
        numbers: dict[int, int | None] = {}
        first_shape, self._shapes = self._shapes, self._shapes + xml.count(_A_SHAPE)

        def fill(kind: str, at: int) -> str:
            if kind == NUMBERED:
                number = numbers[at] = self._lists.number(items[at])
                return "" if number is None else _listed(items[at], number)
            if kind == TYPED:
                is_typed = numbers.get(at) is None and items[at].text
                return run(items[at].text) if is_typed else ""
            if kind == SHAPE:
                return str(first_shape + at)
            return self._filled_otherwise(kind, at, notes)

        return filled(xml, fill)

    def _filled_otherwise(self, kind: str, at: int, notes: tuple[Note, ...]) -> str:
        if kind == DRAWING:
            self._drawings += 1
            return str(self._drawings)
        if kind == NOTE:
            return self._cite(self._number_of(notes[at]), has_own_mark=notes[at].has_own_mark)
        return blank(kind) if kind in (BEGIN, END) else ""

    def _number_of(self, note: Note) -> int:
        """A note that is cited twice is written once."""
        if note.key not in self._note_numbers:
            inner = self._filled(self._heap.get(note.start, note.length), note.items, ())
            self.note_ids.update(note.ids)
            mark = "" if note.has_own_mark else _NOTE_MARK
            self._note_numbers[note.key] = self._add_note(inner, mark)
        return self._note_numbers[note.key]


def _listed(item: Item, number: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{item.level}"/><w:numId w:val="{number}"/></w:numPr>'


def _unbroken(found: re.Match[str]) -> str:
    """07-CT/TW: no line ends behind such a hyphen."""
    return found[0].replace("-", HYPHEN)
