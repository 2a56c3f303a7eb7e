"""What a reader should look at in a report (điểm cần lưu ý): flagged with its place, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.section_answers import words_of
from domain.outline_check import ReportFinding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.blocks import Report
    from documents.outline_matching import MatchedReport
    from domain.outline import Section
    from domain.plans import Plan


def findings_of(
    _report: Report, matched: MatchedReport, plan: Plan, *, missing: tuple[str, ...]
) -> tuple[ReportFinding, ...]:
    """In the order of the file."""
    return tuple(_text_under_parents(matched, plan, missing))


def _text_under_parents(matched: MatchedReport, plan: Plan, missing: tuple[str, ...]) -> Iterator[ReportFinding]:
    """A unit that wrote all of II.1 without its sub-headings has answered none of them where they are looked for."""
    for section in plan.outline.walk():
        passages = matched.sections.get(section.id)
        if passages is None or not section.sections or not words_of(passages.blocks):
            continue
        below = _leaves(section)
        if all(leaf.id in missing or leaf.id not in matched.sections for leaf in below):
            lacking = ", ".join(leaf.id for leaf in below if leaf.id in missing)
            if lacking:
                yield ReportFinding(
                    "text_under_parent",
                    f"mục {section.id}, đoạn {passages.heading.position}",
                    f"Nội dung được viết chung dưới mục {section.id}, chưa tách theo các mục {lacking} của đề cương; "
                    "đề nghị tách theo từng mục.",
                )


def _leaves(section: Section) -> tuple[Section, ...]:
    return tuple(one for one in section.walk() if not one.sections)
