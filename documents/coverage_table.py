"""Units by sections in a document: one sign for each answer, told apart in black and white, with the counts below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.party_document import Column, Line
from domain.coverage import count_of
from domain.outline_check import SectionState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.party_document import Cell, PartyDocument
    from domain.coverage import UnitCoverage

SIGNS = {
    SectionState.FOUND: "●",
    SectionState.NONE: "K",
    SectionState.EMPTY: "○",
    SectionState.MISSING: "T",
    SectionState.NOT_OWED: "–",
}
MEANINGS = {
    SectionState.FOUND: "có nội dung",
    SectionState.NONE: "trả lời “Không.” (là đủ)",
    SectionState.EMPTY: "có đề mục nhưng để trống",
    SectionState.MISSING: "thiếu, không có trong báo cáo",
    SectionState.NOT_OWED: "không phải báo cáo mục này",
}
UNCHECKED = "?"
LEGEND = (
    "Ký hiệu: "
    + "; ".join(f"{sign} {MEANINGS[state]}" for state, sign in SIGNS.items())
    + f"; {UNCHECKED} chương trình chưa đối chiếu được. Ô để trống: báo cáo của đơn vị chưa được tổng hợp."
)
NOT_IN = "chưa có báo cáo"

# A page holds so many columns of sections; a longer outline goes on in a second table.
_MOST_SECTIONS = 16
# So wide that "III.2.1" stands on one line in sixteen columns.
_NUMBER_WIDTH, _NAME_WIDTH, _SUM_WIDTH = 9, 54, 14


def sign_of(state: SectionState | None) -> str:
    return SIGNS[state] if state else UNCHECKED


def write_coverage(document: PartyDocument, rows: Sequence[UnitCoverage], sections: Sequence[str]) -> None:
    """`sections` are those along which the states of the rows go."""
    for first in range(0, len(sections), _MOST_SECTIONS):
        places = range(first, min(first + _MOST_SECTIONS, len(sections)))
        columns = _columns([sections[place] for place in places], document.width)
        units = [_row(number, row, places) for number, row in enumerate(rows, start=1)]
        document.table(columns, [*units, *_counts(rows, places, of=len(sections))], narrow=True)


def _columns(sections: Sequence[str], width: float) -> list[Column]:
    each = (width - _NUMBER_WIDTH - _NAME_WIDTH - _SUM_WIDTH) / max(len(sections), _MOST_SECTIONS // 2)
    return [
        Column("STT", _NUMBER_WIDTH, centred=True),
        Column("Đơn vị", _NAME_WIDTH),
        *(Column(section, each, centred=True) for section in sections),
        Column("Đã trả lời", _SUM_WIDTH, centred=True),
    ]


def _row(number: int, row: UnitCoverage, places: range) -> list[Cell]:
    if not row.is_in:
        return [str(number), f"{row.name} ({NOT_IN})", *("" for _ in places), ""]
    signs = [sign_of(row.states[place]) for place in places]
    return [str(number), row.name, *signs, f"{row.answered}/{row.owed}"]


def _counts(rows: Sequence[UnitCoverage], places: range, *, of: int) -> Iterator[list[Cell]]:
    """For each sign how many reports bear it in a section; the last column stays empty, sections are not added up."""
    for state, sign in SIGNS.items():
        counts = count_of(rows, state, sections=of)
        cells = [[Line(str(counts[place]), "Narrow Heading")] for place in places]
        yield ["", [Line(f"Số báo cáo: {sign}", "Narrow Heading")], *cells, ""]
