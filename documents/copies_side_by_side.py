"""Copied sections side by side (đối chiếu nội dung trùng lặp): two texts in two columns, what they share marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.copied_lines import CopiedLine, copied_rows
from documents.copies_annex import names_of, percent_text
from documents.letterhead import write_title
from documents.party_document import Column, Line, PartyDocument
from domain.vietnamese_dates import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from documents.copied_lines import CopiedRow
    from domain.copies import Copied
    from domain.outline import Outline

SHOWN_PAIRS = 40
# Of a pair so much is printed; whoever needs more opens the two reports.
SHOWN_ROWS = 80
SHOWN_LETTERS_OF_A_LINE = 3_000
# What is not shared is shown only as far as it helps to find one's way.
SHOWN_LINES_OF_OWN = 3
SHOWN_LETTERS_OF_OWN = 300
LEGEND = "Chữ đậm trên nền xám là phần có chung ở cả hai bên. Mức giống nhau được làm tròn xuống."
NOTHING = "Không có nội dung trùng lặp hoặc gần như trùng lặp."


@dataclass(frozen=True, slots=True)
class CopiesSideBySide:
    """`plan` as a sentence cites it; `names` tells every unit's name by its code; `copied` in the order to be shown."""

    plan: str
    as_of: datetime
    outline: Outline
    names: Mapping[str, str]
    copied: tuple[Copied, ...]


def write_copies_side_by_side(value: CopiesSideBySide) -> bytes:
    """A .docx in landscape. The same value gives the same bytes."""
    document = PartyDocument("Đối chiếu nội dung trùng lặp", landscape=True)
    write_title(document, kind="Bản đối chiếu", abstract="nội dung trùng lặp hoặc gần như trùng lặp trong các báo cáo")
    document.paragraph(f"Theo {value.plan}; tính đến {moment_text(value.as_of)}.")
    document.paragraph(LEGEND if value.copied else NOTHING)
    for number, pair in enumerate(value.copied[:SHOWN_PAIRS], start=1):
        _write_pair(document, number, pair, value)
    if len(value.copied) > SHOWN_PAIRS:
        document.paragraph(f"Còn {len(value.copied) - SHOWN_PAIRS} cặp, xem phụ lục về nội dung trùng lặp.")
    return document.to_bytes()


def _write_pair(document: PartyDocument, number: int, pair: Copied, value: CopiesSideBySide) -> None:
    section = value.outline.section(pair.section)
    title = f": {section.title}" if section else ""
    document.heading(f"{number}. Mục {pair.section}{title}", level=2)
    first, second = names_of(pair, value.names)
    document.paragraph(f"{first} và {second}: giống nhau {percent_text(pair.likeness)}.")
    document.keep_with_next()
    half = document.width / 2
    rows = copied_rows(pair)
    document.table(
        (Column(first, half), Column(second, half)),
        [(_cell(row.first), _cell(row.second)) for row in rows[:SHOWN_ROWS]],
        torn=True,
    )
    if len(rows) > SHOWN_ROWS:
        document.paragraph(f"Phần sau của hai nội dung này ({_words_behind(rows)} từ) xem tại báo cáo của đơn vị.")


def _words_behind(rows: Sequence[CopiedRow]) -> int:
    return sum(_words(line.text) for row in rows[SHOWN_ROWS:] for line in (*row.first, *row.second))


def _cell(lines: Sequence[CopiedLine]) -> Sequence[Line]:
    return [*_shown(lines)] or [Line("", "Table Text")]


def _shown(lines: Sequence[CopiedLine]) -> Iterator[Line]:
    """What is shared as it stands, of what is not the beginning; what is left out is counted in its place."""
    own = left_out = 0
    for line in lines:
        own += not line.marks
        if not line.marks and own > SHOWN_LINES_OF_OWN:
            left_out += _words(line.text)
            continue
        if line.marks and left_out:
            yield _omission(left_out)
            left_out = 0
        yield _clipped(line)
    if left_out:
        yield _omission(left_out)


def _clipped(line: CopiedLine) -> Line:
    longest = SHOWN_LETTERS_OF_A_LINE if line.marks else SHOWN_LETTERS_OF_OWN
    if len(line.text) <= longest:
        return Line(line.text, "Table Text", marks=line.marks)
    marks = tuple((start, min(end, longest)) for start, end in line.marks if start < longest)
    text = f"{line.text[:longest]}… (lược {_words(line.text[longest:])} từ)"
    return Line(text, "Table Text", marks=marks)


def _omission(words: int) -> Line:
    return Line(f"(lược {words} từ không trùng)", "Table Centred")


def _words(text: str) -> int:
    return len(text.split())
