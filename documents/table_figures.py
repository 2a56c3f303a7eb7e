"""Figures in tables: tables that promise figures and have none, totals that are not the sum of their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from documents.section_answers import key_of
from domain.figures import number_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.blocks import Table

FEWEST_ADDENDS = 2

_THOUSANDS = re.compile(r"[-–]?\d{1,3}(?:[. ]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"[-–]?\d+(?:,\d+)?")
# "1,350" is 1.35 to one clerk and a thousand to another; "1.5" is meant as 1,5.
_AMBIGUOUS = re.compile(r"\d{1,3}(?:,\d{3})+")
_POINT = re.compile(r"\d+\.\d{1,2}")
_NOTHING = re.compile(r"[\s.…_–—-]*")
_OF_FIGURES = re.compile(
    r"\b(?:so luong|kinh phi|ty le|tong so|tong cong|so luot|nam (?:19|20)\d{2}|so (?:hoi nghi|lop|nguoi|tin|bai|loa|ho))\b|%"
)
_NOT_ADDED = re.compile(
    r"^(?:stt|tt|so tt|ghi chu|ma so|nam|nam sinh)$|\b(?:ty le|binh quan|trung binh|don gia|xep loai|diem|thu tu|dvt|don vi tinh)\b|%"
)
_UNIT = re.compile(r"^(?:dvt|don vi tinh|don vi)$")
_TOTAL = re.compile(r"^(?:tong|tong so|tong cong|cong|tong chung|cong chung|toan (?:huyen|xa|tinh|thi xa|thanh pho))$")
_OF_WHICH = re.compile(r"^(?:trong do|bao gom|gom|rieng)\b")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_OF_COLUMN = re.compile(r"\s*\(?(?:\d|[A-D])\)?\s*")
_ROMAN = re.compile(r"[IVX]+\.?")


@dataclass(frozen=True, slots=True)
class WrongTotal:
    """`row` from 1, the head counted; `parts` are what should add up, in Vietnamese: rows or columns."""

    row: int
    name: str
    column: str
    stated: str
    sum: str
    parts: str = "dòng"


def number_of(cell: str) -> Decimal | None:
    """A number as Vietnamese write it: 1.350 and 1 350 are thousands, 1,5 is one and a half. None for anything else."""
    text = cell.strip()
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[. ]", "", text)
    elif _POINT.fullmatch(text):
        text = text.replace(".", ",")
    elif not _PLAIN.fullmatch(text) or _AMBIGUOUS.fullmatch(text):
        return None
    return Decimal(text.replace(",", ".").replace("–", "-"))


def is_without_figures(table: Table) -> bool:
    """Whether its head names figures and every cell below those names is empty, dashes or dots."""
    if len(table.rows) < FEWEST_ADDENDS:
        return False
    columns = [place for place, head in enumerate(table.rows[0]) if _OF_FIGURES.search(folded(head))]
    cells = [row[place] for row in table.rows[1:] for place in columns]
    return bool(cells) and all(_NOTHING.fullmatch(cell) for cell in cells)


def wrong_totals(table: Table) -> Iterator[WrongTotal]:
    """The cells of the one row of totals that differ from the sum of their column.

    Left alone: shares, averages and years, columns with anything but numbers, tables with subtotals or unlike units.
    """
    totals = [place for place, row in enumerate(table.rows) if place and is_total(row)]
    if len(totals) != 1 or _has_subtotals(table.rows) or _has_unlike_units(table.rows):
        return
    place = totals[0]
    addends = _addends(table.rows, place)
    if len(addends) < FEWEST_ADDENDS or place not in (1, head_rows(table.rows), len(table.rows) - 1):
        return
    for column in range(1, len(table.rows[0])):
        wrong = _wrong_total(table.rows, place, column, addends)
        if wrong is not None:
            yield wrong


def _wrong_total(
    rows: Sequence[Sequence[str]], place: int, column: int, addends: Sequence[Sequence[str]]
) -> WrongTotal | None:
    heads = [folded(row[column]) for row in rows[: head_rows(rows)]]
    stated = number_of(rows[place][column])
    if stated is None or any(_NOT_ADDED.search(head) for head in heads):
        return None
    cells = [row[column] for row in addends]
    numbers = [Decimal(0) if _NOTHING.fullmatch(cell) else number_of(cell) for cell in cells]
    found = [number for number in numbers if number is not None]
    if len(found) != len(cells) or sum(1 for cell in cells if number_of(cell) is not None) < FEWEST_ADDENDS:
        return None
    total = sum(found, Decimal(0))
    if abs(total - stated) <= _rounding(found, stated):
        return None
    name = next(cell for cell in rows[place] if _TOTAL.match(key_of(cell)))
    return WrongTotal(
        place + 1, name, " ".join(rows[0][column].split()), rows[place][column].strip(), number_text(total)
    )


def _rounding(numbers: Sequence[Decimal], stated: Decimal) -> Decimal:
    """Half a unit of the last digit for each number with decimals and for the total; nothing where all are whole."""
    if not any(map(_decimals, (*numbers, stated))):
        return Decimal(0)
    half = Decimal(5)
    return sum(
        (half.scaleb(-_decimals(one) - 1) for one in numbers if _decimals(one)), half.scaleb(-_decimals(stated) - 1)
    )


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def head_rows(rows: Sequence[Sequence[str]]) -> int:
    """Rows before the first with a figure outside its first column; years and the numbers of columns are no figures."""
    return next((place for place, row in enumerate(rows) if place and _has_figures(row)), 1)


def _has_figures(row: Sequence[str]) -> bool:
    numbers = [cell.strip() for cell in row[1:] if number_of(cell)]
    if not numbers:
        return False
    are_years = not row[0].strip() and not is_total(row) and all(map(_YEAR.fullmatch, numbers))
    return not are_years and not all(map(_OF_COLUMN.fullmatch, row))


def _addends(rows: Sequence[Sequence[str]], total: int) -> list[Sequence[str]]:
    body = [row for place, row in enumerate(rows) if place >= head_rows(rows) and place != total]
    counted = [row for row in body if any(number_of(cell) is not None for cell in row[1:])]
    parts = [row for row in counted if _is_part(row)]
    return counted if len(parts) == len(counted) else [row for row in counted if not _is_part(row)]


def heads_of(rows: Sequence[Sequence[str]]) -> list[str]:
    """What each column is called, over all the rows of the head; a merged cell stands over the columns below it."""
    head = rows[: head_rows(rows)] or [()]
    filled = [_filled(row) for row in head[:-1]]
    return [_joined(column) for column in zip(*filled, head[-1], strict=True)]


def _filled(row: Sequence[str]) -> list[str]:
    cells: list[str] = []
    for cell in row:
        cells.append(cell if cell.strip() or not cells else cells[-1])
    return cells


def _joined(cells: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(" ".join(cell.split()) for cell in cells if cell.strip()))


def is_total_name(head: str) -> bool:
    return _TOTAL.match(key_of(head)) is not None


def is_added(head: str) -> bool:
    """Whether the figures of a column may be added up: no numbers of rows, years, shares or averages."""
    return _NOT_ADDED.search(folded(head)) is None


def is_nothing(cell: str) -> bool:
    """Whether a cell is empty, or dots and dashes."""
    return _NOTHING.fullmatch(cell) is not None


def is_total(row: Sequence[str]) -> bool:
    return any(_TOTAL.match(key_of(cell)) for cell in row[:2])


def _is_part(row: Sequence[str]) -> bool:
    """Whether the row breaks down the one above it."""
    name = next((cell.strip() for cell in row[:2] if key_of(cell) and not cell.strip().rstrip(".").isdigit()), "")
    return name.startswith(("-", "–", "+", "•")) or bool(_OF_WHICH.match(key_of(name)))


def _has_subtotals(rows: Sequence[Sequence[str]]) -> bool:
    """Numbered I and 1, or 1 and 1.1: some rows are sums of others."""
    numbers = [row[0].strip().rstrip(".") for row in rows[1:] if row[0].strip()]
    kinds = {
        "roman" if _ROMAN.fullmatch(one) else "dotted" if "." in one else "whole"
        for one in numbers
        if one[:1].isdigit() or _ROMAN.fullmatch(one)
    }
    return len(kinds) > 1 or any(_OF_WHICH.match(key_of(cell)) for row in rows[1:] for cell in row[:2])


def _has_unlike_units(rows: Sequence[Sequence[str]]) -> bool:
    units = [place for place, head in enumerate(rows[0]) if _UNIT.match(key_of(head))]
    return any(len({key_of(row[place]) for row in rows[1:]} - {""}) > 1 for place in units)


def folded(text: str) -> str:
    return key_of(text) if "%" not in text else f"{key_of(text)} %"
