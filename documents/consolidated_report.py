"""One report out of many (tổng hợp): every passage under its section and under the name of its unit, word for word.

Nothing is summarised and nothing is lost: what answers no section stands in an annex, and so does the list of what came in.
Only the mark that ends a document ("./.") is taken off a passage, which here ends nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Paragraph, Table
from documents.letterhead import write_letterhead, write_signature, write_title
from documents.party_document import Column, PartyDocument
from documents.section_answers import without_idle_hints
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from documents.blocks import Block
    from documents.letterhead import Letterhead, Signature
    from documents.outline_matching import MatchedReport
    from domain.outline import Outline, Section

NOTHING_YET = "Chưa có nội dung."
NO_NUMBER = "không ghi số"
SHOWN_OF_SHA256 = 12
END_OF_DOCUMENT = "./."

_INPUT_COLUMNS = (
    Column("STT", 12, centred=True),
    Column("Đơn vị", 58),
    Column("Số văn bản", 32),
    Column("Ngày nhận", 26, centred=True),
    Column(f"{SHOWN_OF_SHA256} ký tự đầu mã SHA-256", 37, centred=True),
)
# Characters: no column of a unit's table is taken for narrower or wider than this when the page is shared out.
_NARROWEST, _WIDEST = 4, 40


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """One input. `number` is the number of the document as the unit wrote it, empty when it has none."""

    unit: str
    number: str
    received: date
    sha256: str
    matched: MatchedReport


@dataclass(frozen=True, slots=True)
class ConsolidatedReport:
    """`reports` in the order in which the units are to appear; `missing` names the expected units that are not in.

    `plan` is the plan as cited in a sentence, `issuer` the unit that reports.
    """

    letterhead: Letterhead
    abstract: str
    plan: str
    issuer: str
    outline: Outline
    reports: tuple[ReceivedReport, ...]
    missing: tuple[str, ...]
    signature: Signature


def write_consolidated_report(value: ConsolidatedReport) -> bytes:
    """A .docx. The same value gives the same bytes."""
    document = PartyDocument(f"Báo cáo {value.abstract}")
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Báo cáo", abstract=value.abstract)
    document.paragraph(f"Thực hiện {value.plan}, {value.issuer} báo cáo như sau:")
    document.paragraph(_coverage(value))
    for section in value.outline.walk():
        _write_section(document, section, value.reports)
    document.paragraph(f"{value.issuer} trân trọng báo cáo{END_OF_DOCUMENT}")
    write_signature(document, value.signature)
    _write_annexes(document, value.reports)
    return document.to_bytes()


def _coverage(value: ConsolidatedReport) -> str:
    received, expected = len(value.reports), len(value.reports) + len(value.missing)
    counted = f"Báo cáo này tổng hợp từ báo cáo của {received}/{expected} đơn vị."
    if not value.missing:
        return f"{counted} Tất cả các đơn vị đã có báo cáo."
    return f"{counted} Chưa tổng hợp {len(value.missing):02d} đơn vị: {'; '.join(value.missing)}."


def _write_section(document: PartyDocument, section: Section, reports: Sequence[ReceivedReport]) -> None:
    document.heading(section.heading, level=section.level)
    answered = [(report.unit, said) for report in reports if (said := _said(report.matched, section))]
    for unit, said in answered:
        document.paragraph(f"{unit}:", style="Unit Line")
        _write_blocks(document, said)
    if not answered and not section.sections:
        document.paragraph(NOTHING_YET)


def _said(matched: MatchedReport, section: Section) -> tuple[Block, ...]:
    """Without the hints of the form that the unit left as they stood."""
    passages = matched.sections.get(section.id)
    return () if passages is None else without_idle_hints(passages.blocks, section.prompts)


def _write_blocks(document: PartyDocument, blocks: Sequence[Block]) -> None:
    for block in blocks:
        if isinstance(block, Heading):
            document.paragraph(block.text, style="Unit Heading")
        elif isinstance(block, Paragraph):
            document.paragraph(_going_on(block.text))
        elif isinstance(block, Footnote):
            document.paragraph(f"[{block.number}] {block.text}")
        elif isinstance(block, Table):
            _write_table(document, block)


def _going_on(text: str) -> str:
    """What ended the report of a unit ends a sentence only."""
    return f"{text.removesuffix(END_OF_DOCUMENT)}." if text.endswith(END_OF_DOCUMENT) else text


def _write_table(document: PartyDocument, table: Table) -> None:
    head, *rows = table.rows
    widths = _shared_width(table, document.width)
    columns = [
        Column(title, width, centred=place in table.centred)
        for place, (title, width) in enumerate(zip(head, widths, strict=True))
    ]
    document.table(columns, rows)


def _shared_width(table: Table, width: float) -> list[float]:
    """The width of the page, shared out by the longest text in each column."""
    longest = [
        max(len(line) for cell in column for line in [*cell.split("\n")]) for column in zip(*table.rows, strict=True)
    ]
    shares = [min(max(length, _NARROWEST), _WIDEST) for length in longest]
    return [width * share / sum(shares) for share in shares]


def _write_annexes(document: PartyDocument, reports: Sequence[ReceivedReport]) -> None:
    """Numbered only where there are two."""
    with_unplaced = [report for report in reports if report.matched.unplaced]
    document.annex(f"PHỤ LỤC{' 1' if with_unplaced else ''}\nDanh sách báo cáo được tổng hợp")
    _write_inputs(document, reports)
    if with_unplaced:
        document.annex("PHỤ LỤC 2\nNội dung chưa xếp được vào đề cương")
        _write_unplaced(document, with_unplaced)


def _write_inputs(document: PartyDocument, reports: Sequence[ReceivedReport]) -> None:
    rows = [
        [str(n), report.unit, report.number or NO_NUMBER, day_text(report.received), report.sha256[:SHOWN_OF_SHA256]]
        for n, report in enumerate(reports, start=1)
    ]
    document.table(_INPUT_COLUMNS, rows)


def _write_unplaced(document: PartyDocument, reports: Sequence[ReceivedReport]) -> None:
    for report in reports:
        document.paragraph(f"{report.unit}:", style="Unit Line")
        for unplaced in report.matched.unplaced:
            heading = () if unplaced.heading is None else (unplaced.heading,)
            _write_blocks(document, (*heading, *unplaced.blocks))
