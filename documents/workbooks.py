"""Workbooks in the house's look: a title, a head that stays in sight, a filter, and pages turned sideways that print whole."""

from __future__ import annotations

import textwrap
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Self

import xlsxwriter  # type: ignore[import-untyped]

from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

HEAD_ROW = 3

# The file itself carries no clock, so that the same values are the same bytes.
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 -- Excel knows no zones
_A4 = 9
_FONT = "Times New Roman"
_SIZE = 11
_LINE_HEIGHT = 15
_HEAD_LINES = 3
# Excel holds no longer text in a cell, no higher row, and no more than so many digits of a number.
_LONGEST_TEXT, _HIGHEST_ROW, _MOST_DIGITS = 32_767, 409, 15
# A text that begins so would become a formula when somebody edits the cell or saves the sheet as CSV.
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Points for thousands, a comma for decimals, whatever the language of the office program.
_VIETNAMESE = "[$-42A]#,##0"


class Rate(float):
    """From 0 to 1, shown as a percentage."""

    __slots__ = ()


class Centred(str):
    """A short text that stands in the middle of its cell."""

    __slots__ = ()


class Tinted(Centred):
    """A short text on a ground of this colour (#C6E0B4), which says nothing that the text does not."""

    __slots__ = ("ground",)
    ground: str

    def __new__(cls, text: str, ground: str) -> Self:
        made = super().__new__(cls, text)
        made.ground = ground
        return made


class Book:
    """Sheets in the order in which they are asked for."""

    def __init__(self, title: str) -> None:
        self._title, self._target = title, BytesIO()
        self._workbook = xlsxwriter.Workbook(self._target, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
        self._workbook.set_properties({"title": title[:255], "created": _CREATED})
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}
        self._ruled: dict[tuple[tuple[str, object], ...], Format] = {}

    def sheet(self, name: str, columns: Sequence[tuple[str, int]], *, caption: str, legend: str = "") -> Sheet:
        """Columns by heading and width in characters. A `legend` stands over the whole width, in as many lines as it takes."""
        sheet = self._workbook.add_worksheet(name)
        head = self.format(align="center", bold=True, valign="vcenter", bg_color="#E7E6E6")
        sheet.write_string(0, 0, self._title, self._plain(size=14, bold=True))
        sheet.write_string(1, 0, caption, self._plain(size=12, italic=True))
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(HEAD_ROW, place, heading, head)
        heading_lines = _lines([heading for heading, _ in columns], [width for _, width in columns])
        sheet.set_row(HEAD_ROW, _LINE_HEIGHT * max(_HEAD_LINES, heading_lines))
        if legend:
            self._write_legend(sheet, legend, [width for _, width in columns])
        sheet.freeze_panes(HEAD_ROW + 1, 0)
        _set_up_print(sheet)
        return Sheet(self, sheet, [width for _, width in columns])

    def format(self, **looks: object) -> Format:
        """The format of a ruled cell with these looks, made once."""
        key = tuple(looks.items())
        if key not in self._ruled:
            ruled = {"font_name": _FONT, "font_size": _SIZE, "border": 1, "valign": "top", "text_wrap": True, **looks}
            self._ruled[key] = self._made(ruled)
        return self._ruled[key]

    def to_bytes(self) -> bytes:
        """Closes the book: nothing can be written afterwards."""
        self._workbook.close()
        return self._target.getvalue()

    def _plain(self, *, size: int, bold: bool = False, italic: bool = False) -> Format:
        return self._made({"font_name": _FONT, "font_size": size, "bold": bold, "italic": italic})

    def _made(self, looks: dict[str, object]) -> Format:
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(looks)
        return self._formats[key]

    def _write_legend(self, sheet: Worksheet, legend: str, widths: Sequence[int]) -> None:
        looks = {"font_name": _FONT, "font_size": _SIZE, "text_wrap": True, "valign": "top"}
        sheet.merge_range(HEAD_ROW - 1, 0, HEAD_ROW - 1, len(widths) - 1, legend, self._made(looks))
        sheet.set_row(HEAD_ROW - 1, _LINE_HEIGHT * len(textwrap.wrap(legend, sum(widths))))


class Sheet:
    """One sheet, filled row by row below its head."""

    def __init__(self, book: Book, sheet: Worksheet, widths: Sequence[int]) -> None:
        self._book, self._sheet, self._widths = book, sheet, widths
        self._row = HEAD_ROW

    def append(self, values: Sequence[object], *, strong: bool = False) -> None:
        """A row: texts, numbers, days and moments each as what they are, None as an empty cell; `strong` in bold."""
        self._row += 1
        for column, value in enumerate(values):
            self._write(value, column, strong=strong)
        height = _LINE_HEIGHT * _lines(values, self._widths)
        self._sheet.set_row(self._row, min(height, _HIGHEST_ROW))

    def filter(self) -> None:
        """Lets the reader filter the rows appended so far; totals come after."""
        self._sheet.autofilter(HEAD_ROW, 0, max(self._row, HEAD_ROW), len(self._widths) - 1)

    def choices(self, column: int, values: Sequence[str]) -> None:
        """Lets whoever fills in the rows appended so far pick one of the values in that column, or write another."""
        if self._row > HEAD_ROW:
            rule = {"validate": "list", "source": list(values), "error_type": "warning"}
            self._sheet.data_validation(HEAD_ROW + 1, column, self._row, column, rule)

    def _write(self, value: object, column: int, *, strong: bool) -> None:
        match value:
            case None | "":
                self._sheet.write_blank(self._row, column, None, self._book.format())
            case datetime():
                # Excel knows no zones: the hour is the one on the wall.
                self._number(value.replace(tzinfo=None), column, num_format="dd/mm/yyyy hh:mm", bold=strong)
            case date():
                self._number(value, column, num_format="dd/mm/yyyy", bold=strong)
            case Rate():
                self._number(value, column, num_format="0.0%", bold=strong)
            case int():
                self._number(value, column, bold=strong)
            case Decimal() if len(value.as_tuple().digits) <= _MOST_DIGITS:
                self._number(float(value), column, num_format=_number_format(value), bold=strong)
            case str():
                self._text(value, column, strong=strong)
            case _:
                self._text(str(value), column, strong=strong)

    def _number(self, value: object, column: int, **looks: object) -> None:
        self._sheet.write(self._row, column, value, self._book.format(align="center", **looks))

    def _text(self, value: str, column: int, *, strong: bool) -> None:
        """Always as text: a name that begins with "=" is no formula, nor becomes one when somebody edits it."""
        looks: dict[str, object] = {"quote_prefix": True} if value.startswith(_LIKE_A_FORMULA) else {}
        looks |= {"align": "center"} if isinstance(value, Centred) else {}
        looks |= {"bg_color": value.ground} if isinstance(value, Tinted) else {}
        text = printable(value)
        shown = text if len(text) <= _LONGEST_TEXT else f"{text[: _LONGEST_TEXT - 1]}…"
        self._sheet.write_string(self._row, column, shown, self._book.format(bold=strong, **looks))


def _number_format(value: Decimal) -> str:
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{_VIETNAMESE}.{'0' * places}" if places else _VIETNAMESE


def _lines(values: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines the row needs. Only Excel works that out on opening, others print one line over the next row."""
    return max(
        (
            sum(1 if len(line) <= width else max(1, len(textwrap.wrap(line, width))) for line in value.split("\n"))
            for value, width in zip(values, widths, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _set_up_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(HEAD_ROW)
    sheet.set_footer("&CTrang &P/&N")
