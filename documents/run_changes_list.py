"""What the new draft changes in the last one, section by section, as a page for the people who edit it (thay đổi)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from domain.run_changes import capitalised, place_name, summary
from domain.vietnamese_dates import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
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
    """Sentences of one paragraph or table that came or went together are one row."""
    together = [list(group) for _, group in groupby(changes, key=_passage)]
    return [[str(number), *_row(group)] for number, group in enumerate(together, start=1)]


def _passage(change: Change) -> object:
    places = (change.before[:1], change.after[:1])
    return change.kind, change.units, change.why, *([one.place.paragraph for one in side] for side in places)


def _row(changes: Sequence[Change]) -> list[str]:
    first = changes[0]
    moved = f"({capitalised(place_name(first.moved_from))})\n" if first.moved_from else ""
    return [
        "\n".join(first.units) or _OF_THE_PROGRAM,
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
