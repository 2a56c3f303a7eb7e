"""What a reader should look at in a report (điểm cần xem lại): flagged with its place, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Table
from documents.figure_conflicts import wrong_totals_in
from documents.issuers import other_issuer
from documents.report_places import Places
from documents.section_answers import texts_of, words_of
from documents.stale_agencies import stale_names
from documents.stale_dates import in_date_line, in_text, in_title, period_of
from documents.table_figures import is_without_figures
from domain.outline_check import ReportFinding
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from documents.blocks import Report
    from documents.outline_matching import MatchedReport
    from domain.outline import Section
    from domain.plans import Plan
    from domain.units import Unit

# A title in a paragraph of its own; what is longer is the introduction.
WORDS_OF_A_TITLE = 60


class ReportFindings:
    """All that stands out in one report, in the order of the file."""

    def __init__(self, report: Report, matched: MatchedReport, plan: Plan) -> None:
        self._report, self._matched, self._plan = report, matched, plan
        self._places = Places(matched)
        self._period = period_of(plan)
        self._names = stale_names(plan)
        self._around = {id(block) for block in (*matched.opening, *matched.closing)}

    def found(
        self, *, unit: Unit, units: Iterable[Unit], received: date | None, missing: tuple[str, ...]
    ) -> tuple[ReportFinding, ...]:
        """`missing` are the numbers of the missing sections; `units` all units of the plan, `received` the day of handing in."""
        found = [*self._of_opening(received), *self._of_issuer(unit, units)]
        for block in self._report.blocks:
            if id(block) not in self._around:
                found += self._of_block(block)
        return (*found, *self._of_outline(missing))

    def _of_opening(self, received: date | None) -> Iterator[ReportFinding]:
        for block in self._matched.opening:
            for text in texts_of(block):
                lines = text.split("\n")
                for line in lines:
                    for says in in_date_line(line, self._period, received=received):
                        yield ReportFinding("stale_date", self._places.of(block), says)
                if not isinstance(block, Table) and len(text.split()) <= WORDS_OF_A_TITLE:
                    for says in in_title(text, self._period):
                        yield ReportFinding("stale_date", self._places.of(block), says)

    def _of_issuer(self, unit: Unit, units: Iterable[Unit]) -> Iterator[ReportFinding]:
        lines = [line for block in self._matched.opening for text in texts_of(block) for line in text.split("\n")]
        other = other_issuer(lines, unit, units)
        if other is not None:
            yield ReportFinding(
                "other_unit",
                "phần mở đầu",
                f"Tiêu đề văn bản ghi tên {other.name}, đơn vị nộp là {unit.name}; có thể nộp nhầm hoặc chép lại báo cáo.",
            )

    def _of_block(self, block: Block) -> Iterator[ReportFinding]:
        for text in texts_of(block):
            for says in self._names.in_text(fold(text)):
                yield ReportFinding("stale_agency", self._places.of(block), says)
        if isinstance(block, Heading | Paragraph):
            for says in in_text(block.text, fold(block.text), self._period):
                yield ReportFinding("stale_date", self._places.of(block), says)
        if isinstance(block, Table) and is_without_figures(block):
            where = self._places.of(block)
            yield ReportFinding("table_without_figures", where, "Bảng có cột số liệu nhưng chưa ghi số liệu nào.")
        for row, says in wrong_totals_in(block):
            yield ReportFinding("total_does_not_add_up", self._places.of(block, row=row), says)

    def _of_outline(self, missing: tuple[str, ...]) -> Iterator[ReportFinding]:
        yield from self._texts_under_parents(missing)
        for unplaced in self._matched.unplaced:
            if unplaced.claims and unplaced.heading is not None:
                first = self._matched.sections[unplaced.claims].heading
                yield ReportFinding(
                    "repeated_heading",
                    f"đoạn {unplaced.heading.position}",
                    f"Đề mục “{unplaced.heading.text}” lặp lại mục {unplaced.claims} ở đoạn {first.position}; nội dung ở đây "
                    "chưa được tính vào mục đó. Đề nghị đơn vị gộp lại một chỗ.",
                )
        for section, heading in self._matched.continued:
            yield ReportFinding(
                "continued_section",
                f"mục {section}, đoạn {heading.position}",
                f"Mục {section} được viết ở hai chỗ; nội dung dưới “{heading.text}” đã được gộp vào mục này.",
            )

    def _texts_under_parents(self, missing: tuple[str, ...]) -> Iterator[ReportFinding]:
        """A unit that wrote all of II.1 without its sub-headings has answered none of them where they are looked for."""
        for section in self._plan.outline.walk():
            passages = self._matched.sections.get(section.id)
            lacking = [leaf for leaf in _leaves(section) if leaf in missing]
            if passages is None or not section.sections or not lacking or not words_of(passages.blocks):
                continue
            if not any(leaf in self._matched.sections for leaf in _leaves(section)):
                yield ReportFinding(
                    "text_under_parent",
                    f"mục {section.id}, đoạn {passages.heading.position}",
                    f"Nội dung được viết chung dưới mục {section.id}, chưa tách theo các mục {', '.join(lacking)} của đề "
                    "cương; đề nghị tách theo từng mục.",
                )


def _leaves(section: Section) -> list[str]:
    return [one.id for one in section.walk() if not one.sections]
