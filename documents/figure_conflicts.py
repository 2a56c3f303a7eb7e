"""Totals in a report that are not the sum of their parts, in its tables and in its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Heading, Paragraph, Table
from documents.report_places import Places
from documents.row_totals import wrong_row_totals
from documents.sentence_totals import wrong_sentences
from documents.table_figures import wrong_totals
from domain.figures import Conflict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from documents.blocks import Block
    from documents.outline_matching import MatchedReport


def conflicting_totals(matched: MatchedReport, *, unit: str) -> tuple[Conflict, ...]:
    """Each total that does not add up, in the order of the report; letterhead and signature state none."""
    places = Places(matched)
    blocks = [block for passages in matched.sections.values() for block in passages.blocks]
    blocks += [block for unplaced in matched.unplaced for block in unplaced.blocks]
    return tuple(
        Conflict(unit, "total_does_not_add_up", places.section_of(block), places.of(block, row=row), says)
        for block in sorted(blocks, key=lambda block: block.position)
        for row, says in wrong_totals_in(block)
    )


def wrong_totals_in(block: Block) -> Iterator[tuple[int, str]]:
    """The row of a table, from 1, or 0 for a text, and what is wrong there, in Vietnamese."""
    if isinstance(block, Table):
        for wrong in (*wrong_totals(block), *wrong_row_totals(block)):
            yield (
                wrong.row,
                (
                    f"Dòng “{wrong.name}” ghi {wrong.stated} ở cột “{wrong.column}”, các {wrong.parts} cộng lại là {wrong.sum}; "
                    "đề nghị đơn vị đối chiếu."
                ),
            )
    elif isinstance(block, Heading | Paragraph):
        for sentence, stated, total in wrong_sentences(block.text):
            yield 0, f"“{sentence}”: tổng ghi {stated}, các phần cộng lại là {total}; đề nghị đơn vị đối chiếu."
