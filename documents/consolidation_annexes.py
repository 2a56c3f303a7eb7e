"""The annexes of a consolidated report (phụ lục): what it rests on, what it lacks, and what a reader should look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.absences import ABSENCES, NOT_SENT, delay_text, last_contact_text
from documents.copies_annex import write_copies
from documents.coverage_table import LEGEND, write_coverage
from documents.letterhead import number_line
from documents.party_document import Column, PartyDocument
from domain.coverage import coverage
from domain.vietnamese_dates import day_text, long_day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from documents.unplaced_content import UnplacedContent
    from domain.consolidation import Absent, Preflight, RunInput
    from domain.copies import Copied, CopyGroup
    from domain.figures import Conflict
    from domain.outline import Outline
    from domain.outline_check import OutlineCheck

NOTHING = "Không có."
NO_NUMBER = "Không ghi số"
SHOWN_OF_SHA256 = 12

# What of the findings of a check makes an annex of its own.
_STALE = {
    "stale_date": "Mốc thời gian",
    "stale_agency": "Tên cơ quan",
    "other_unit": "Tiêu đề văn bản",
}
_INPUT_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 70),
    Column("Số văn bản", 36),
    Column("Lần nộp", 16, centred=True),
    Column("Thời điểm nhận", 54, centred=True),
    Column("Đúng hạn, chậm", 28, centred=True),
    Column(f"{SHOWN_OF_SHA256} ký tự đầu mã SHA-256", 36, centred=True),
)
_ABSENT_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 62),
    Column("Lý do", 52),
    Column("Hạn gửi", 26, centred=True),
    Column("Số ngày chậm, quá hạn", 20, centred=True),
    Column("Lần liên hệ gần nhất", 30, centred=True),
    Column("Hẹn gửi", 26, centred=True),
    Column("Ghi chú", 24),
)
_STALE_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 58),
    Column("Loại", 28),
    Column("Vị trí", 44),
    Column("Nội dung cần xem lại", 110),
)
_CONFLICT_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 62),
    Column("Vị trí", 48),
    Column("Số liệu mâu thuẫn", 130),
)
_UNPLACED_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 62),
    Column("Vị trí", 36),
    Column("Trích nội dung", 142),
)
_REMARK_COLUMNS = (*_UNPLACED_COLUMNS[:-1], Column("Nội dung thay thế trong dự thảo", 142))


@dataclass(frozen=True, slots=True)
class ConsolidationAnnexes:
    """`checks` are the kept checks of the versions that go in, by unit.

    `names` tells every unit's name by its code, in the order of the plan. `report_code` is what follows the number of the
    report that the annexes belong to ("BC/BTGTU"), `year` its year; `issuer` is who reports, as a sentence names it.
    `remarks` are what could not be carried over into the draft as it was, with the words that stand there in its place.
    """

    issuer: str
    report_code: str
    year: int
    outline: Outline
    preflight: Preflight
    names: Mapping[str, str]
    checks: Mapping[str, OutlineCheck]
    groups: tuple[CopyGroup, ...] = ()
    copied: tuple[Copied, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    unplaced: tuple[UnplacedContent, ...] = ()
    remarks: tuple[UnplacedContent, ...] = ()


def write_consolidation_annexes(value: ConsolidationAnnexes) -> bytes:
    """A .docx in landscape. The same value gives the same bytes."""
    document = PartyDocument("Phụ lục báo cáo tổng hợp", landscape=True)
    for number, (title, is_empty, write) in enumerate(_annexes(value), start=1):
        document.annex(f"PHỤ LỤC {number}\n{title}", new_page=not is_empty)
        document.paragraph(_belongs_to(value), style="Place And Date")
        document.keep_with_next()
        document.gap()
        if is_empty:
            document.paragraph(NOTHING)
        else:
            write(document, value)
    return document.to_bytes()


def by_time_of_hand_in(inputs: Sequence[RunInput]) -> list[RunInput]:
    """The earliest first; of the same moment in the order of the plan."""
    return sorted(inputs, key=lambda one: one.received_at)


def _annexes(
    value: ConsolidationAnnexes,
) -> list[tuple[str, bool, Callable[[PartyDocument, ConsolidationAnnexes], None]]]:
    """The title of each, whether it has nothing to say, and who writes it."""
    inputs, absent = value.preflight.inputs, value.preflight.absent
    return [
        ("Đối chiếu báo cáo của các đơn vị với đề cương", not (inputs or absent), _write_coverage),
        ("Báo cáo được tổng hợp, theo thời gian nộp", not inputs, _write_inputs),
        ("Đơn vị chưa được tổng hợp", not absent, _write_absent),
        ("Nội dung trùng lặp hoặc gần như trùng lặp", not (value.groups or value.copied), _write_copies),
        ("Mốc thời gian, tên cơ quan, tiêu đề văn bản cần xem lại", not _stale_rows(value), _write_stale),
        ("Số liệu mâu thuẫn trong báo cáo", not value.conflicts, _write_conflicts),
        ("Nội dung chưa xếp được vào mục nào của đề cương", not value.unplaced, _write_unplaced),
        ("Nội dung không chuyển được nguyên dạng sang dự thảo", not value.remarks, _write_remarks),
    ]


def _belongs_to(value: ConsolidationAnnexes) -> str:
    """The report's number and day are given by people, here as there."""
    number = number_line(None, code=value.report_code)
    return (
        f"(Kèm theo Báo cáo {number[:1].lower()}{number[1:]} {long_day_text(None, year=value.year)} của {value.issuer})"
    )


def _write_coverage(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    sections = [leaf.id for leaf in value.outline.leaves()]
    rows = coverage(value.preflight, value.checks, sections=sections, order=value.names)
    counted = f"Đã tổng hợp báo cáo của {len(value.preflight.inputs)}/{len(rows)} đơn vị."
    document.paragraph(f"{counted} {LEGEND}", style="Table Text")
    document.gap()
    write_coverage(document, rows, sections)


def _write_inputs(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    inputs = by_time_of_hand_in(value.preflight.inputs)
    document.table(_INPUT_COLUMNS, [_input_row(number, one) for number, one in enumerate(inputs, start=1)])


def _input_row(number: int, one: RunInput) -> list[str]:
    return [
        str(number),
        one.name,
        one.document_number or NO_NUMBER,
        str(one.version),
        moment_text(one.received_at),
        delay_text(one.days_late),
        one.sha256[:SHOWN_OF_SHA256],
    ]


def _write_absent(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    rows = [_absent_row(number, one) for number, one in enumerate(value.preflight.absent, start=1)]
    document.table(_ABSENT_COLUMNS, rows)


def _absent_row(number: int, one: Absent) -> list[str]:
    return [
        str(number),
        one.name,
        ABSENCES[one.reason],
        day_text(one.deadline),
        _overdue(one),
        last_contact_text(one),
        day_text(one.promised) if one.promised else "",
        one.note,
    ]


def _overdue(one: Absent) -> str:
    """Who sent something the program cannot take is not told to be early or late."""
    if one.days_late:
        return str(one.days_late)
    return "Chưa quá hạn" if one.reason in NOT_SENT else ""


def _write_copies(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    write_copies(document, value.groups, value.copied, names=value.names)


def _write_stale(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    rows = [[str(number), *cells] for number, cells in enumerate(_stale_rows(value), start=1)]
    document.table(_STALE_COLUMNS, rows)


def _stale_rows(value: ConsolidationAnnexes) -> list[list[str]]:
    """Unit by unit in the order of the plan, within a report in the order of the file."""
    return [
        [name, _STALE[finding.code], _capitalised(finding.where), finding.text]
        for unit, name in value.names.items()
        if unit in value.checks
        for finding in value.checks[unit].findings
        if finding.code in _STALE
    ]


def _write_conflicts(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    rows = [
        [str(number), value.names.get(one.unit, one.unit), _capitalised(one.where), one.text]
        for number, one in enumerate(value.conflicts, start=1)
    ]
    document.table(_CONFLICT_COLUMNS, rows)


def _write_unplaced(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    document.table(_UNPLACED_COLUMNS, _quotations(value.unplaced, value))


def _write_remarks(document: PartyDocument, value: ConsolidationAnnexes) -> None:
    document.table(_REMARK_COLUMNS, _quotations(value.remarks, value))


def _quotations(contents: Sequence[UnplacedContent], value: ConsolidationAnnexes) -> list[list[str]]:
    return [
        [str(number), value.names.get(one.unit, one.unit), _capitalised(one.where), one.text]
        for number, one in enumerate(contents, start=1)
    ]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
