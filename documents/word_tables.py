"""A table of Word as rows of text; what is nested in a cell is flattened into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.blocks import Table
from documents.word_names import CELL, FOREIGN, ROW, TABLE
from documents.word_paragraph import Mark, WordParagraph, one_line_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

# Word allows 63 columns; a larger span is a mistake or an attack.
_MAX_SPAN = 63
_SPAN = re.compile(r"[1-9][0-9]?")


@dataclass(slots=True)
class _Cell:
    """`columns` is the number of those that it covers."""

    columns: int
    paragraphs: list[WordParagraph] = field(default_factory=list)

    @property
    def text(self) -> str:
        return one_line_each("\n".join([one.number + one.typed for one in self.paragraphs]))

    @property
    def is_centred(self) -> bool:
        """Told by its first paragraph."""
        return bool(self.paragraphs) and self.paragraphs[0].is_centred


class OpenTable:
    """Takes what comes in the stream of a document as long as it belongs to the table."""

    def __init__(self, element: _Element) -> None:
        self.element = element
        self._has_nested = False
        self._rows: list[list[_Cell]] = []
        self.paragraphs: list[WordParagraph] = []

    def holds(self, one: WordParagraph | Mark) -> bool:
        parent = None if one.element is None else one.element.getparent()
        if parent is None or parent is self.element or parent.tag in (CELL, ROW):
            return True
        return next(parent.iterancestors(TABLE), None) is not None

    def add(self, one: WordParagraph | Mark) -> None:
        if isinstance(one, WordParagraph):
            self._last_cell().paragraphs.append(one)
            self.paragraphs.append(one)
        elif one.element.tag == TABLE:
            self._has_nested = True
        elif not self._has_nested or next(one.element.iterancestors(TABLE), None) is self.element:
            self._add_mark(one)

    def table(self, position: int) -> Table:
        """Rows of equal length; the columns that a cell covers or a row skips are empty."""
        rows = [[column for cell in row for column in _columns_of(cell)] for row in self._rows]
        width = max((len(row) for row in rows), default=0)
        texts = tuple((*(text for text, _ in row), *[""] * (width - len(row))) for row in rows)
        return Table(texts, position, _centred_columns(rows))

    def _add_mark(self, mark: Mark) -> None:
        if mark.element.tag == ROW:
            self._rows.append([_Cell(1) for _ in range(_columns(mark, least=0))])
        elif mark.element.tag == CELL:
            if not self._rows:
                self._rows.append([])
            self._rows[-1].append(_Cell(_columns(mark, least=1)))

    def _last_cell(self) -> _Cell:
        """Text beside the cells, which no program writes, goes with the one before it."""
        if not self._rows:
            self._rows.append([])
        if not self._rows[-1]:
            self._rows[-1].append(_Cell(1))
        return self._rows[-1][-1]


def whole_tables(stream: Iterable[WordParagraph | Mark]) -> Iterator[WordParagraph | OpenTable | Mark]:
    """What stands in the text itself, one after another, each table with all that is in it."""
    table: OpenTable | None = None
    for one in stream:
        if table is not None:
            if table.holds(one):
                table.add(one)
                continue
            yield table
            table = None
        if isinstance(one, Mark) and one.element.tag == TABLE:
            table = OpenTable(one.element)
        elif isinstance(one, WordParagraph) or one.element.tag == FOREIGN:
            yield one
    if table is not None:
        yield table


def _columns_of(cell: _Cell) -> list[tuple[str, bool]]:
    return [(cell.text, cell.is_centred), *[("", False)] * (cell.columns - 1)]


def _columns(mark: Mark, *, least: int) -> int:
    return min(int(mark.columns), _MAX_SPAN) if _SPAN.fullmatch(mark.columns) else least


def _centred_columns(rows: list[list[tuple[str, bool]]]) -> frozenset[int]:
    """Those in which every cell with text is centred; the first row is the head, which is always."""
    alike: dict[int, bool] = {}
    for row in rows[1:]:
        for column, (text, centred) in enumerate(row):
            if text:
                alike[column] = alike.get(column, True) and centred
    return frozenset(column for column, centred in alike.items() if centred)
