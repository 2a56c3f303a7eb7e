"""Totals at the end of the rows of a table ("Tổng số" as a column) that are not the sum of the other columns."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from documents.table_figures import (
    FEWEST_ADDENDS,
    WrongTotal,
    head_rows,
    heads_of,
    is_added,
    is_nothing,
    is_total_name,
    number_of,
)
from domain.figures import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.blocks import Table

# So many rows must add up before another one is wrong: only they tell that the column is the sum of the others.
FEWEST_RIGHT = 2


def wrong_row_totals(table: Table) -> Iterator[WrongTotal]:
    """The cells of the one column of totals that differ from the sum of their row, where most rows do add up."""
    heads = heads_of(table.rows)
    totals = [place for place, head in enumerate(heads) if place and is_total_name(head)]
    if len(totals) != 1:
        return
    body = range(head_rows(table.rows), len(table.rows))
    added = [place for place, head in enumerate(heads) if place not in totals and is_added(head)]
    sums = {
        row: _sum(table.rows[row], [place for place in added if _is_of_numbers(table, place, body)]) for row in body
    }
    stated = {row: number_of(table.rows[row][totals[0]]) for row in body}
    known = [row for row in body if sums[row] is not None and stated[row] is not None]
    wrong = [row for row in known if sums[row] != stated[row]]
    if len(known) - len(wrong) < max(FEWEST_RIGHT, len(wrong) + 1):
        return
    for row in wrong:
        cells, total = table.rows[row], sums[row] or Decimal(0)
        name = next((cell for cell in cells if any(map(str.isalpha, cell))), "")
        says = " ".join(name.split()), heads[totals[0]], cells[totals[0]].strip(), number_text(total)
        yield WrongTotal(row + 1, *says, parts="cột")


def _is_of_numbers(table: Table, column: int, body: range) -> bool:
    cells = [table.rows[row][column] for row in body]
    return any(map(number_of, cells)) and all(is_nothing(cell) or number_of(cell) is not None for cell in cells)


def _sum(row: Sequence[str], columns: Sequence[int]) -> Decimal | None:
    numbers = [number for place in columns if (number := number_of(row[place])) is not None]
    whole = all(number == number.to_integral_value() for number in numbers)
    return sum(numbers, Decimal(0)) if len(numbers) >= FEWEST_ADDENDS and whole else None
