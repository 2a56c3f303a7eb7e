"""The phone list as it comes back: which lines were filled in, and what cannot be read in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from documents.phone_list import AT, CALLS_SHEET, CODE, DAY, NOTE, NUMBER, RESULT, RESULTS, WHO
from documents.sheet_reading import sheet_values
from domain.calls import CallResult, call_result
from domain.errors import RuleBroken
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WRITTEN = re.compile(
    r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}))?(?:[ ,]+(?P<hour>\d{1,2})(?:[:h]|g| giờ )(?P<minute>\d{0,2}))?"
)
# Excel counts days from here, a minute being a part of a day; what is counted so far lies in these years.
_DAY_NOUGHT = datetime(1899, 12, 30)  # noqa: DTZ001 -- the hour on the wall
_COUNTED_DAYS = range(36_526, 73_051)  # 2000 to 2099
_MINUTES = 24 * 60
_LISTED = re.compile(r"(?P<hour>\d\d) giờ (?P<minute>\d\d) ngày (?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})")
NOT_A_LIST = (
    "Tệp này không phải danh sách gọi điện thoại do chương trình lập (.xlsx). Hãy lập danh sách bằng: dondoc phone list --xlsx "
    "danh-sach-goi.xlsx, điền vào rồi đọc lại."
)


@dataclass(frozen=True, slots=True)
class FilledLine:
    """One line with a result. `row` is its number in the sheet; `at` is the hour on the wall, without a zone.

    `fault` says what cannot be read, and then nothing else of the line counts.
    """

    row: int
    unit: str
    number: str = ""
    result: CallResult = CallResult.REACHED
    day: date | None = None
    at: datetime | None = None
    who: str = ""
    note: str = ""
    fault: str = ""


def read_phone_workbook(content: bytes) -> list[FilledLine]:
    """The lines that were filled in, in the order of the sheet. Refuses what is no phone list of this program."""
    try:
        rows = sheet_values(content, name=CALLS_SHEET, sheet=CALLS_SHEET)
    except RuleBroken as unreadable:
        raise RuleBroken(NOT_A_LIST) from unreadable
    heads = [place for place, row in enumerate(rows) if CODE in row and RESULT in row]
    if not heads:
        raise RuleBroken(NOT_A_LIST)
    listed_at = _listed_at(rows[: heads[0]])
    return list(_filled(rows, heads[0], listed_at))


def _filled(rows: Sequence[Sequence[object]], head: int, listed_at: datetime | None) -> Iterator[FilledLine]:
    columns = {str(heading): place for place, heading in enumerate(rows[head])}
    for place, row in enumerate(rows[head + 1 :], start=head + 2):
        cells = {heading: row[column] for heading, column in columns.items() if column < len(row)}
        if _text(cells.get(RESULT)) or _text(cells.get(DAY)):
            yield _line(place, cells, listed_at)


def _line(row: int, cells: Mapping[str, object], listed_at: datetime | None) -> FilledLine:
    unit = _text(cells.get(CODE))
    try:
        return FilledLine(
            row=row,
            unit=unit,
            number=_number(cells.get(NUMBER)),
            result=_result(_text(cells.get(RESULT))),
            day=_day(cells.get(DAY), listed_at),
            at=_moment(cells.get(AT), listed_at),
            who=_text(cells.get(WHO)),
            note=_text(cells.get(NOTE)),
        )
    except RuleBroken as fault:
        return FilledLine(row, unit, fault=str(fault))


def _text(cell: object) -> str:
    return "" if cell is None else nfc(str(cell)).strip()


def _number(cell: object) -> str:
    """A number that somebody typed over became a figure, and lost its nought in front."""
    return f"0{int(cell)}" if isinstance(cell, int | float) else _text(cell)


def _result(text: str) -> CallResult:
    found = call_result(text)
    if found is None:
        raise RuleBroken(f"Kết quả “{text}” không rõ; hãy chọn một trong: {', '.join(RESULTS)}.")
    return found


def _day(cell: object, listed_at: datetime | None) -> date | None:
    found = _read(cell, listed_at)
    return found.date() if found else None


def _moment(cell: object, listed_at: datetime | None) -> datetime | None:
    """When the call was made; on the day of the list not before it. Where nothing is said, the moment of the list."""
    found = _read(cell, listed_at)
    if found is None:
        return listed_at
    is_day_alone = found.time() == time.min
    return listed_at if listed_at is not None and is_day_alone and found.date() == listed_at.date() else found


def _read(cell: object, listed_at: datetime | None) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time.min)
    if isinstance(cell, int | float) and int(cell) in _COUNTED_DAYS:
        return _DAY_NOUGHT + timedelta(days=round(cell * _MINUTES) / _MINUTES)
    text = _text(int(cell) if isinstance(cell, float) else cell)
    if not text:
        return None
    try:
        written = _WRITTEN.fullmatch(text)
        return _of_parts(written, listed_at) if written else datetime.fromisoformat(text)
    except ValueError as unreadable:
        raise RuleBroken(f"“{text}” không phải ngày giờ; hãy ghi như 22/8/2022 hoặc 22/8/2022 09:15.") from unreadable


def _of_parts(found: re.Match[str], listed_at: datetime | None) -> datetime:
    """25/8 is a day of the year of the list."""
    year = int(found["year"]) if found["year"] else listed_at.year if listed_at else 0
    hour, minute = int(found["hour"] or 0), int(found["minute"] or 0)
    return datetime(year, int(found["month"]), int(found["day"]), hour, minute)  # noqa: DTZ001 -- the hour on the wall


def _listed_at(rows: Sequence[Sequence[object]]) -> datetime | None:
    found = next((match for row in rows for cell in row if (match := _LISTED.search(_text(cell)))), None)
    return _of_parts(found, None) if found else None
