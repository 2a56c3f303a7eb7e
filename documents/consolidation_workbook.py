"""The workbook of a consolidation: status, coverage, figures, copies and the log of messages, a sheet each, to sort and filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.absences import ABSENCES, delay_text
from documents.copies_annex import names_of
from documents.coverage_table import LEGEND, SIGNS, sign_of
from documents.figure_sheets import NOTHING, FigureSheets, write_figure_sheets
from documents.workbooks import Book, Centred, Rate
from domain.copies import CopyKind
from domain.coverage import count_of, coverage
from domain.vietnamese_dates import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from documents.workbooks import Sheet
    from domain.consolidation import Absent, Preflight, RunInput
    from domain.copies import Copied, CopyGroup
    from domain.figures import Figure, FigureFound
    from domain.outline import Outline
    from domain.outline_check import OutlineCheck

_SHOWN_OF_SHA256 = 12
_STATUS_COLUMNS = (
    ("STT", 5),
    ("Mã", 10),
    ("Đơn vị", 26),
    ("Tình trạng", 22),
    ("Thời điểm nhận", 16),
    ("Lần nộp", 7),
    ("Số văn bản", 13),
    ("Số ngày chậm, quá hạn", 9),
    ("Hạn của đơn vị chưa có", 11),
    ("Lần liên hệ gần nhất", 16),
    ("Hẹn gửi", 11),
    ("Tên tệp, ghi chú", 22),
    (f"{_SHOWN_OF_SHA256} ký tự đầu mã SHA-256", 15),
)
_COPY_COLUMNS = (
    ("STT", 5),
    ("Mục", 9),
    ("Loại", 24),
    ("Nhóm", 7),
    ("Đơn vị", 36),
    ("Giống với", 36),
    ("Mức giống nhau", 11),
    ("Số từ", 9),
)
_MESSAGE_COLUMNS = (
    ("STT", 5),
    ("Thời điểm", 16),
    ("Đơn vị", 30),
    ("Loại thông báo", 24),
    ("Kênh", 12),
    ("Người nhận", 34),
    ("Kết quả", 20),
)
_COPY_KINDS = {
    CopyKind.UNITS: "giữa các báo cáo",
    CopyKind.OUTLINE: "chép lời đề cương",
    CopyKind.PREVIOUS: "chép báo cáo đợt trước",
}


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message of the campaign: when it was settled (local), for which unit, and how it ended; all in words."""

    at: datetime
    unit: str
    kind: str
    channel: str
    recipient: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ConsolidationWorkbook:
    """`checks`, `names`, `groups` and `copied` are those of the annexes; `found` holds every figure of the reports."""

    title: str
    outline: Outline
    preflight: Preflight
    names: Mapping[str, str]
    checks: Mapping[str, OutlineCheck]
    figures: tuple[Figure, ...]
    found: tuple[FigureFound, ...]
    groups: tuple[CopyGroup, ...] = ()
    copied: tuple[Copied, ...] = ()
    messages: tuple[SentMessage, ...] = ()


def write_consolidation_workbook(value: ConsolidationWorkbook) -> bytes:
    """An .xlsx. The same value gives the same bytes."""
    book = Book(value.title)
    caption = f"Tính đến {moment_text(value.preflight.as_of)}"
    _write_status(book, value, caption)
    _write_coverage(book, value, caption)
    figures = FigureSheets(value.figures, value.found, _names_of_inputs(value))
    write_figure_sheets(book, figures, caption=caption)
    _write_copies(book, value, caption)
    _write_messages(book, value, caption)
    return book.to_bytes()


def _in_order(value: ConsolidationWorkbook) -> list[RunInput | Absent]:
    """Everybody expected, in the order of the plan."""
    places = {unit: place for place, unit in enumerate(value.names)}
    expected: list[RunInput | Absent] = [*value.preflight.inputs, *value.preflight.absent]
    return sorted(expected, key=lambda one: places.get(one.unit, len(places)))


def _names_of_inputs(value: ConsolidationWorkbook) -> dict[str, str]:
    included = {one.unit for one in value.preflight.inputs}
    return {one.unit: one.name for one in _in_order(value) if one.unit in included}


def _write_status(book: Book, value: ConsolidationWorkbook, caption: str) -> None:
    sheet = book.sheet("Tình trạng", _STATUS_COLUMNS, caption=caption)
    absent = {one.unit: one for one in value.preflight.absent}
    inputs = {one.unit: one for one in value.preflight.inputs}
    for number, one in enumerate(_in_order(value), start=1):
        rest = _received(inputs[one.unit]) if one.unit in inputs else _not_received(absent[one.unit])
        sheet.append((number, one.unit, one.name, *rest))
    _finish(sheet, _STATUS_COLUMNS, is_empty=not (absent or inputs))


def _received(one: RunInput) -> tuple[object, ...]:
    status = f"Được tổng hợp; {delay_text(one.days_late).lower()}"
    arrival = (one.received_at, one.version, one.document_number, one.days_late)
    return (status, *arrival, None, None, None, one.file_name, one.sha256[:_SHOWN_OF_SHA256])


def _not_received(one: Absent) -> tuple[object, ...]:
    arrival = (None, None, None, one.days_late)
    return (ABSENCES[one.reason], *arrival, one.deadline, one.last_contact, one.promised, one.note, None)


def _write_coverage(book: Book, value: ConsolidationWorkbook, caption: str) -> None:
    sections = [leaf.id for leaf in value.outline.leaves()]
    tail = (("Đã trả lời", 8), ("Phải trả lời", 8))
    columns = (("STT", 5), ("Đơn vị", 34), *((section, 8) for section in sections), *tail)
    sheet = book.sheet("Đối chiếu đề cương", columns, caption=caption, legend=LEGEND)
    rows = coverage(value.preflight, value.checks, sections=sections, order=value.names)
    for number, row in enumerate(rows, start=1):
        signs = [Centred(sign_of(state)) for state in row.states] if row.is_in else [None] * len(sections)
        sums = (row.answered, row.owed) if row.is_in else (None, None)
        sheet.append((number, row.name, *signs, *sums))
    _finish(sheet, columns, is_empty=not rows)
    for state, sign in SIGNS.items():
        counts = count_of(rows, state, sections=len(sections))
        sheet.append((None, f"Số báo cáo: {sign}", *counts, None, None), strong=True)


def _write_copies(book: Book, value: ConsolidationWorkbook, caption: str) -> None:
    sheet = book.sheet("Trùng lặp", _COPY_COLUMNS, caption=caption)
    groups = {(group.section, unit): number for number, group in enumerate(value.groups, 1) for unit in group.units}
    for number, pair in enumerate(value.copied, start=1):
        sheet.append((number, *_copy_row(pair, value.names, groups)))
    _finish(sheet, _COPY_COLUMNS, is_empty=not value.copied)


def _copy_row(pair: Copied, names: Mapping[str, str], groups: Mapping[tuple[str, str], int]) -> Iterator[object]:
    """A pair of units has the number of the group that both belong to."""
    yield pair.section
    yield _COPY_KINDS[pair.kind]
    yield groups.get((pair.section, pair.first.unit)) if pair.kind is CopyKind.UNITS else None
    yield from names_of(pair, names)
    yield Rate(pair.likeness)
    yield len(pair.first.text.split())


def _write_messages(book: Book, value: ConsolidationWorkbook, caption: str) -> None:
    sheet = book.sheet("Nhật ký gửi", _MESSAGE_COLUMNS, caption=caption)
    for number, one in enumerate(value.messages, start=1):
        sheet.append((number, one.at, one.unit, one.kind, one.channel, one.recipient, one.outcome))
    _finish(sheet, _MESSAGE_COLUMNS, is_empty=not value.messages)


def _finish(sheet: Sheet, columns: Sequence[tuple[str, int]], *, is_empty: bool) -> None:
    if is_empty:
        sheet.append((None, NOTHING, *[None] * (len(columns) - 2)))
    sheet.filter()
