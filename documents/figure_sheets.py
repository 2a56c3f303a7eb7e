"""Figures as sheets: by unit with sums only where the plan declares one, where each was found, and those nobody declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.workbooks import Centred
from domain.figure_sums import figure_sum, values_by_unit
from domain.figures import FigureKind, number_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from documents.workbooks import Book
    from domain.figure_sums import FigureSum
    from domain.figures import Figure, FigureFound

NOT_SUMMED = "không cộng"
NO_SUM = "chưa cộng được"
NO_FIGURES = "Kế hoạch không khai báo số liệu nào."
NOTHING = "Không có."

_UNIT_WIDTH = 30
# Characters: many figures share the width of a page, as long as a number still fits.
_WIDEST, _NARROWEST, _FOR_ALL_FIGURES = 14, 8, 160
_KINDS = {
    FigureKind.FLOW: "phát sinh trong kỳ",
    FigureKind.STOCK: "hiện có",
    FigureKind.RATIO: "tỷ lệ",
}
_FOUND_COLUMNS = (
    ("STT", 5),
    ("Đơn vị", 26),
    ("Số liệu", 30),
    ("Giá trị", 12),
    ("Đơn vị tính", 11),
    ("Vị trí", 24),
    ("Trích báo cáo", 50),
)
_OTHER_COLUMNS = (
    ("STT", 5),
    ("Đơn vị", 26),
    ("Mục", 9),
    ("Dòng", 32),
    ("Cột", 22),
    ("Giá trị", 12),
    ("Vị trí", 24),
    ("Trích báo cáo", 30),
)


@dataclass(frozen=True, slots=True)
class FigureSheets:
    """`found` holds declared and undeclared figures; `names` tells every unit that goes in, in the order of the plan."""

    figures: tuple[Figure, ...]
    found: tuple[FigureFound, ...]
    names: Mapping[str, str]


def write_figure_sheets(book: Book, value: FigureSheets, *, caption: str) -> None:
    _write_by_unit(book, value, caption)
    _write_places(book, value, caption)
    _write_others(book, value, caption)


def _write_by_unit(book: Book, value: FigureSheets, caption: str) -> None:
    legend = (
        "Chỉ cộng số liệu được kế hoạch khai báo là cộng được; tỷ lệ không bao giờ cộng. Đơn vị ghi một số liệu thành nhiều giá "
        "trị khác nhau thì các giá trị được liệt kê, không đưa vào tổng."
    )
    width = max(_NARROWEST, min(_WIDEST, _FOR_ALL_FIGURES // max(1, len(value.figures))))
    columns = [("STT", 5), ("Đơn vị", _UNIT_WIDTH), *((_heading(one), width) for one in value.figures)]
    sheet = book.sheet("Số liệu", columns, caption=caption, legend=legend if value.figures else NO_FIGURES)
    if not value.figures:
        return
    stated = [values_by_unit(one, value.found) for one in value.figures]
    for number, (unit, name) in enumerate(value.names.items(), start=1):
        sheet.append((number, name, *(_cell(values.get(unit, ())) for values in stated)))
    sheet.filter()
    sums = [(one, figure_sum(one, value.found, tuple(value.names))) for one in value.figures]
    sheet.append((None, "Cộng", *(_total(figure, summed) for figure, summed in sums)), strong=True)
    counts = (_counted(figure, summed, of=len(value.names)) for figure, summed in sums)
    sheet.append((None, "Số đơn vị có số liệu trong tổng", *counts), strong=True)


def _heading(figure: Figure) -> str:
    return f"{figure.name} ({figure.measure}; {_KINDS[figure.kind]})"


def _cell(values: Sequence[Decimal]) -> Decimal | str | None:
    if len(values) > 1:
        return Centred("; ".join(number_text(value) for value in values))
    return values[0] if values else None


def _total(figure: Figure, summed: FigureSum) -> Decimal | str:
    if not figure.may_be_summed:
        return Centred(NOT_SUMMED)
    return Centred(NO_SUM) if summed.value is None else summed.value


def _counted(figure: Figure, summed: FigureSum, *, of: int) -> str:
    """9/13: how many of the units that are in gave exactly one value, and so stand in the total."""
    return Centred(f"{len(summed.added)}/{of}") if figure.may_be_summed else ""


def _write_places(book: Book, value: FigureSheets, caption: str) -> None:
    sheet = book.sheet("Nguồn số liệu", _FOUND_COLUMNS, caption=caption)
    known = {figure.id: figure for figure in value.figures}
    declared = [(one, known[one.figure]) for one in value.found if one.figure in known]
    for number, (one, figure) in enumerate(declared, start=1):
        name = value.names.get(one.unit, one.unit)
        sheet.append((number, name, figure.name, one.value, figure.measure, one.where, one.quote))
    if not declared:
        sheet.append((None, NOTHING, *[None] * (len(_FOUND_COLUMNS) - 2)))
    sheet.filter()


def _write_others(book: Book, value: FigureSheets, caption: str) -> None:
    legend = "Số liệu trong bảng của báo cáo mà kế hoạch không khai báo: chỉ liệt kê, không cộng."
    sheet = book.sheet("Số liệu khác", _OTHER_COLUMNS, caption=caption, legend=legend)
    known = {figure.id for figure in value.figures}
    others = [one for one in value.found if one.figure not in known]
    for number, one in enumerate(others, start=1):
        name = value.names.get(one.unit, one.unit)
        sheet.append((number, name, one.section, one.name, one.column, one.value, one.where, one.quote))
    if not others:
        sheet.append((None, NOTHING, *[None] * (len(_OTHER_COLUMNS) - 2)))
    sheet.filter()
