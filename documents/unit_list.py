"""The list of units as an Excel file: one sheet with a row for each unit, one with the count for each tier."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from documents.workbooks import Book, Rate
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

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
    book = Book(title)
    caption = f"Tính đến hết ngày {day_text(as_of)}"
    units = book.sheet("Danh sách đơn vị", _UNIT_COLUMNS, caption=caption)
    for place, row in enumerate(rows, start=1):
        units.append((place, *astuple(row)))
    units.filter()
    summary = book.sheet("Tổng hợp theo cấp", _TIER_COLUMNS, caption=caption)
    for tier in [*tiers, _total(tiers)]:
        summary.append((*astuple(tier), Rate(tier.on_time_rate)))
    return book.to_bytes()


def _total(tiers: Sequence[TierRow]) -> TierRow:
    counts = [sum(column) for column in zip(*(astuple(row)[1:] for row in tiers), strict=True)]
    return TierRow("Cộng", *counts) if counts else TierRow("Cộng", 0, 0, 0, 0, 0, 0)
