"""Figures in the tables of a report: the cells that the plan declares, and all others with their row and column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.money import converted, money_in, plain
from documents.section_answers import key_of
from documents.table_figures import folded, head_rows, heads_of, is_total, number_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from documents.blocks import Table
    from domain.figures import Figure

# A row is named in one of its first columns; further to the right stand units, figures and remarks.
COLUMNS_OF_A_NAME = 3

_NAME = re.compile(r"[^\W\d_]{2,}")
_COUNTER = re.compile(r"^(?:stt|tt|so tt)$")
_MEASURE = re.compile(r"^(?:dvt|don vi tinh|don vi)$")
_NOT_DONE = re.compile(r"\b(?:ke hoach|chi tieu|muc tieu|so sanh|so voi|tang|giam|ghi chu|ty le)\b|%")
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_BRACKETS = re.compile(r"\([^)]*\)")
_AROUND = re.compile(r"^(?:\d+ )*(?:(?:tong so|tong|so luong|so) )?|(?: (?:toan|tren dia ban|hien co|hien nay)\b.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure in a table: its place, from 0, its value, what its row and column are called, and how it is written."""

    row: int
    column: int
    value: Decimal
    name: str
    head: str
    text: str

    @property
    def quote(self) -> str:
        return f"{self.name}; {self.head}: {self.text}" if self.head else f"{self.name}: {self.text}"


class FigureTable:
    """A table as one looks a figure up in it. `caption` is the text right above it, which may name the unit of money."""

    def __init__(self, table: Table, caption: str) -> None:
        self._rows = table.rows
        self._begins = head_rows(table.rows)
        self._heads = heads_of(table.rows)
        self._keys = [folded(head) for head in self._heads]
        self._measures = [place for place, key in enumerate(self._keys) if _MEASURE.match(key)]
        self._caption = caption if "don vi" in key_of(caption) or "dvt" in key_of(caption) else ""
        self._totals = [place for place in self._body() if is_total(table.rows[place])]

    def declared(self, figure: Figure) -> Iterator[Cell]:
        """The one cell of a declared figure, if there is one and no doubt about it."""
        wanted = {name_key(row) for row in figure.rows}
        rows = [place for place in self._body() if name_key(self.name(place)) in wanted]
        if len(rows) == 1:
            column = self._column(rows[0], figure)
            yield from self._cell(rows[0], column, figure)
        elif not rows:
            yield from self._below(figure, wanted)

    def others(self, taken: frozenset[tuple[int, int]]) -> Iterator[Cell]:
        """Every other figure, as it stands in its cell."""
        for row in self._body():
            for column, text in enumerate(self._rows[row]):
                value = number_of(text.strip().rstrip("%").rstrip())
                if value is not None and (row, column) not in taken and not self._counts(column):
                    measure = self._measure(row)
                    name = f"{self.name(row)} ({measure})" if measure else self.name(row)
                    yield Cell(row, column, value, name, self._heads[column], text.strip())

    def name(self, row: int) -> str:
        return next((_flat(cell) for cell in self._rows[row][:COLUMNS_OF_A_NAME] if _NAME.search(cell)), "")

    def _body(self) -> range:
        return range(self._begins, len(self._rows))

    def _below(self, figure: Figure, wanted: set[str]) -> Iterator[Cell]:
        """Where the figures are the columns and the places the rows: the one row of totals, or the only row."""
        rows = self._totals or list(self._body())
        columns = [place for place, head in enumerate(self._heads) if _without_years(head, figure) in wanted]
        if len(rows) == 1 and len(columns) == 1:
            yield from self._cell(rows[0], columns[0], figure)

    def _column(self, row: int, figure: Figure) -> int | None:
        """The first of the declared columns that the row has a figure in; the only one where none is named so."""
        is_share = "%" in figure.measure
        filled = [
            place
            for place, text in enumerate(self._rows[row])
            if number_of(text.strip().rstrip("%").rstrip()) is not None and not self._counts(place)
            if is_share or not _NOT_DONE.search(self._keys[place])
        ]
        for wanted in map(key_of, figure.columns):
            found = [place for place in filled if re.search(rf"\b{re.escape(wanted)}\b", self._keys[place])]
            if found:
                return found[0] if len(found) == 1 else None
        is_of_another_year = bool(filled) and bool(_YEAR.search(self._keys[filled[0]])) and bool(figure.columns)
        return filled[0] if len(filled) == 1 and not is_of_another_year else None

    def _cell(self, row: int, column: int | None, figure: Figure) -> Iterator[Cell]:
        if column is None:
            return
        text = self._rows[row][column].strip()
        number = number_of(text.rstrip("%").rstrip())
        value = None if number is None else self._measured(number, row, column, figure)
        if value is not None:
            yield Cell(row, column, value, self.name(row), self._heads[column], text)

    def _measured(self, number: Decimal, row: int, column: int, figure: Figure) -> Decimal | None:
        """In the unit of the figure; None where the table gives another, or money of no known unit."""
        around = (self._rows[row][column], self._measure(row), self.name(row), self._heads[column], self._caption)
        if "%" in figure.measure:
            return plain(number)
        if any("%" in text for text in around[:-1]):
            return None
        wanted = money_in(figure.measure)
        if not wanted:
            return plain(number)
        given = next(filter(None, map(money_in, around)), "")
        return converted(number, given, wanted) if given else None

    def _measure(self, row: int) -> str:
        return " ".join(_flat(self._rows[row][place]) for place in self._measures)

    def _counts(self, column: int) -> bool:
        return bool(_COUNTER.match(self._keys[column]))


def name_key(name: str) -> str:
    """What a row is called without its number, brackets, and the words around it that tell no row from another."""
    return _AROUND.sub("", key_of(_BRACKETS.sub(" ", name))).strip()


def _without_years(head: str, figure: Figure) -> str:
    """The name in a head that also bears the year asked for."""
    years = [column for column in figure.columns if _YEAR.fullmatch(column)]
    key = name_key(head)
    for year in years:
        key = re.sub(rf" (?:nam )?{year}$", "", key)
    return key


def _flat(text: str) -> str:
    return " ".join(text.split())
