"""The list of units as an Excel file: one sheet with a row for each unit, one with the count for each tier."""

from __future__ import annotations

import textwrap
from dataclasses import astuple, dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped]

from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

# The file itself carries no clock, so that the same list is the same bytes.
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 -- Excel knows no zones
_A4 = 9
_HEAD_ROW = 3
_SIZE = 11
_LINE_HEIGHT = 15
_HEAD_LINES = 3
# In all about as many characters as a page turned sideways holds at the size of the text: names take two lines
# rather than let the page shrink.
_UNIT_COLUMNS = (
    ("STT", 5),
    ("Mã", 10),
    ("Đơn vị", 26),
    ("Cấp", 13),
    ("Cấp trên trực tiếp", 17),
    ("Hạn nộp", 11),
    ("Trạng thái", 11),
    ("Ngày nộp", 11),
    ("Số văn bản", 13),
    ("Số ngày chậm, quá hạn", 9),
    ("Số lần thông báo", 9),
    ("Lần liên hệ gần nhất", 11),
    ("Bước tiếp theo", 17),
    ("Điện thoại", 14),
)
_TIER_COLUMNS = (
    ("Cấp", 22),
    ("Phải nộp", 11),
    ("Đã nhận", 11),
    ("Đúng hạn", 11),
    ("Nộp chậm", 11),
    ("Quá hạn chưa nộp", 13),
    ("Đang trả lại", 11),
    ("Tỷ lệ đúng hạn trên số phải nộp", 18),
)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit. `days_late` is None while the deadline has not passed; names and states are shown as given.

    `reminders` counts all that was sent to the unit about its duty, the opening notice among it.
    """

    code: str
    unit: str
    tier: str
    superior: str
    deadline: date
    status: str
    submitted: date | None
    number: str
    days_late: int | None
    reminders: int
    last_contact: date | None
    next_step: str
    phone: str


@dataclass(frozen=True, slots=True)
class TierRow:
    """The count of a tier: on time and late make up what was received, overdue is what is still missing."""

    tier: str
    expected: int
    received: int
    on_time: int
    late: int
    overdue: int
    returned: int

    @property
    def on_time_rate(self) -> float:
        """From 0 to 1, over the expected units."""
        return self.on_time / self.expected if self.expected else 0.0


def write_unit_list(rows: Sequence[UnitRow], *, tiers: Sequence[TierRow], title: str, as_of: date) -> bytes:
    """An .xlsx. The same values give the same bytes."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "dd/mm/yyyy"}) as workbook:
        workbook.set_properties({"title": title, "created": _CREATED})
        book = _Book(workbook)
        caption = f"Tính đến hết ngày {day_text(as_of)}"
        book.units(rows, title=title, caption=caption)
        book.tiers(tiers, title=title, caption=caption)
    return target.getvalue()


class _Book:
    """A workbook in the house's look."""

    def __init__(self, workbook: xlsxwriter.Workbook) -> None:
        self._workbook = workbook
        ruled = {"font_name": "Times New Roman", "font_size": _SIZE, "border": 1, "valign": "top", "text_wrap": True}
        centred = {**ruled, "align": "center"}
        self._text = workbook.add_format(ruled)
        self._number = workbook.add_format(centred)
        self._date = workbook.add_format({**centred, "num_format": "dd/mm/yyyy"})
        self._rate = workbook.add_format({**centred, "num_format": "0.0%"})
        self._head = workbook.add_format({**centred, "bold": True, "valign": "vcenter", "bg_color": "#E7E6E6"})
        self._title = workbook.add_format({"font_name": "Times New Roman", "font_size": 14, "bold": True})
        self._caption = workbook.add_format({"font_name": "Times New Roman", "font_size": 12, "italic": True})

    def units(self, rows: Sequence[UnitRow], *, title: str, caption: str) -> None:
        sheet = self._sheet("Danh sách đơn vị", _UNIT_COLUMNS, title=title, caption=caption)
        for place, row in enumerate(rows, start=1):
            values = (place, *astuple(row))
            self._write_row(sheet, _HEAD_ROW + place, values)
            sheet.set_row(_HEAD_ROW + place, _LINE_HEIGHT * _lines(values, [width for _, width in _UNIT_COLUMNS]))
        sheet.autofilter(_HEAD_ROW, 0, _HEAD_ROW + len(rows), len(_UNIT_COLUMNS) - 1)

    def tiers(self, tiers: Sequence[TierRow], *, title: str, caption: str) -> None:
        sheet = self._sheet("Tổng hợp theo cấp", _TIER_COLUMNS, title=title, caption=caption)
        for place, row in enumerate([*tiers, _total(tiers)], start=1):
            self._write_row(sheet, _HEAD_ROW + place, astuple(row))
            sheet.write_number(_HEAD_ROW + place, len(_TIER_COLUMNS) - 1, row.on_time_rate, self._rate)

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]], *, title: str, caption: str) -> Worksheet:
        sheet = self._workbook.add_worksheet(name)
        sheet.write_string(0, 0, title, self._title)
        sheet.write_string(1, 0, caption, self._caption)
        for place, (heading, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(_HEAD_ROW, place, heading, self._head)
        sheet.set_row(_HEAD_ROW, _LINE_HEIGHT * _HEAD_LINES)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        _set_up_print(sheet)
        return sheet

    def _write_row(self, sheet: Worksheet, row: int, values: Sequence[object]) -> None:
        for column, value in enumerate(values):
            self._write(sheet, value, row=row, column=column)

    def _write(self, sheet: Worksheet, value: object, *, row: int, column: int) -> None:
        """A text is always written as text: a name that begins with "=" is no formula."""
        match value:
            case None:
                sheet.write_blank(row, column, None, self._text)
            case date():
                sheet.write_datetime(row, column, value, self._date)
            case int():
                sheet.write_number(row, column, value, self._number)
            case _:
                sheet.write_string(row, column, str(value), self._text)


def _lines(values: Sequence[object], widths: Sequence[int]) -> int:
    """How many lines the row needs. Only Excel works that out on opening, others print one line over the next row."""
    return max(
        (
            len(textwrap.wrap(value, width))
            for value, width in zip(values, widths, strict=True)
            if isinstance(value, str)
        ),
        default=1,
    )


def _total(tiers: Sequence[TierRow]) -> TierRow:
    counts = [sum(column) for column in zip(*(astuple(row)[1:] for row in tiers), strict=True)]
    return TierRow("Cộng", *counts) if counts else TierRow("Cộng", 0, 0, 0, 0, 0, 0)


def _set_up_print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.set_footer("&CTrang &P/&N")
