"""What the new draft changes in the last one, section by section, as a page for the people who edit it (thay đổi)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from domain.run_changes import ChangeKind, capitalised, place_name, summary
from domain.vietnamese_dates import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from documents.letterhead import Letterhead, Signature
    from domain.run_causes import Reason
    from domain.run_changes import Change
    from domain.traces import TracedSentence

_REPORT_COLUMNS = (Column("STT", 12, centred=True), Column("Đơn vị", 70), Column("Thay đổi của báo cáo", 170))
_CHANGE_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 40),
    Column("Dự thảo lần trước", 70),
    Column("Dự thảo lần này", 70),
    Column("Lý do", 60),
)
# Letters in a row, beyond which another is begun.
_GLANCE = 1_200
_NOT_THERE = "(không có)"
_OF_THE_PROGRAM = "Lời dẫn của chương trình"


@dataclass(frozen=True, slots=True)
class RunChangesList:
    """`previous` and `current` are when the two runs were made (local); `titles` the headings of the sections by id.

    `reports` are the reports that came, changed or left between them, `changes` what that did to the draft.
    """

    letterhead: Letterhead
    abstract: str
    previous: datetime
    current: datetime
    titles: dict[str, str]
    reports: tuple[Reason, ...]
    changes: tuple[Change, ...]
    signature: Signature


def write_run_changes(value: RunChangesList) -> bytes:
    """A .docx in landscape. The same value gives the same bytes."""
    document = PartyDocument(f"Thay đổi của dự thảo {value.abstract}", landscape=True)
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Thay đổi so với dự thảo lần trước", abstract=value.abstract)
    document.paragraph(
        f"So sánh lượt tổng hợp lúc {moment_text(value.current)} với lượt lúc {moment_text(value.previous)}. "
        f"{summary(value.changes)}"
    )
    _write_reports(document, value.reports)
    _write_sections(document, value)
    write_signature(document, value.signature)
    return document.to_bytes()


def _write_reports(document: PartyDocument, reports: Sequence[Reason]) -> None:
    document.heading("I- Báo cáo đầu vào", level=1)
    if not reports:
        document.paragraph("Các báo cáo được tổng hợp không thay đổi.")
        return
    rows = [[str(number), reason.unit, reason.text] for number, reason in enumerate(reports, start=1)]
    document.table(_REPORT_COLUMNS, rows)


def _write_sections(document: PartyDocument, value: RunChangesList) -> None:
    document.heading("II- Nội dung dự thảo", level=1)
    if not value.changes:
        document.paragraph(summary(()))
        return
    for section, changes in groupby(value.changes, key=lambda change: change.section):
        document.heading(value.titles.get(section) or capitalised(place_name(section)), level=2)
        document.table(_CHANGE_COLUMNS, _rows(list(changes)))


def _rows(changes: Sequence[Change]) -> list[list[str]]:
    return [[str(number), *_row(group)] for number, group in enumerate(_together(changes), start=1)]


def _together(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """What came, or went, from one unit for one reason is a row, as far as it can be read at a glance."""
    group: list[Change] = []
    for change in changes:
        if group and not _goes_on(group, change):
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _goes_on(group: Sequence[Change], change: Change) -> bool:
    """The line with the name of the unit, the program's own words, goes with the unit's words behind it."""
    first = group[0]
    return (
        change.kind is first.kind is not ChangeKind.CHANGED
        and (change.why, change.moved_from) == (first.why, first.moved_from)
        and (change.units == group[-1].units or not group[-1].units)
        and sum(len(one.text) for each in group for one in each.before + each.after) < _GLANCE
    )


def _row(changes: Sequence[Change]) -> list[str]:
    first, last = changes[0], changes[-1]
    moved = f"({capitalised(place_name(first.moved_from))})\n" if first.moved_from else ""
    return [
        "\n".join(last.units) or _OF_THE_PROGRAM,
        moved + _words([one for change in changes for one in change.before]),
        _words([one for change in changes for one in change.after]),
        first.why,
    ]


def _words(sentences: Sequence[TracedSentence]) -> str:
    """A line for each paragraph, and for each row of a table."""
    lines = groupby(sentences, key=lambda one: (one.place.paragraph, one.place.row))
    return "\n".join(_line(list(line)) for _, line in lines) or _NOT_THERE


def _line(sentences: Sequence[TracedSentence]) -> str:
    return (" " if sentences[0].place.row is None else " | ").join(one.text for one in sentences)
