from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import docx

from documents.blocks import Heading, Paragraph, Table
from documents.copies_side_by_side import (
    LEGEND,
    NOTHING,
    SHOWN_LETTERS_OF_A_LINE,
    SHOWN_PAIRS,
    SHOWN_ROWS,
    CopiesSideBySide,
    write_copies_side_by_side,
)
from documents.reading import read_report
from domain.sentences import Span
from tests.documents.consolidations import (
    AS_OF,
    FROM_OUTLINE,
    FROM_PREVIOUS,
    NAMES,
    OUTLINE,
    PAIR,
    SHARED,
)
from tests.documents.examples import audit_findings

if TYPE_CHECKING:
    from pathlib import Path

    from domain.copies import Copied

VALUE = CopiesSideBySide("Kế hoạch số 15-KH/TU", AS_OF, OUTLINE, NAMES, copied=(PAIR, FROM_OUTLINE, FROM_PREVIOUS))


def test_two_texts_stand_side_by_side_under_the_names_of_their_units() -> None:
    assert _tables(VALUE)[0] == (
        ("Huyện ủy Kim Bảng", "Huyện ủy Lý Nhân"),
        ("Cấp ủy đã ban hành văn bản.", "Đảng bộ ta có lời riêng."),
        (SHARED, SHARED),
        ("Riêng của Kim Bảng.", "Hết."),
    )


def test_what_both_share_is_bold_on_grey() -> None:
    document = docx.Document(BytesIO(write_copies_side_by_side(replace(VALUE, copied=(PAIR,)))))

    runs = [run for cell in document.tables[0]._cells[2:] for one in cell.paragraphs for run in one.runs]
    marked = [run.text for run in runs if run.bold and run._r.xpath("./w:rPr/w:shd[@w:fill='D9D9D9']")]
    assert marked == [SHARED, SHARED]
    assert [run.text for run in runs if run.bold] == marked


def test_pair_tells_its_section_and_how_alike_it_is() -> None:
    content = _blocks(VALUE)

    assert [one.text for one in content if isinstance(one, Heading)] == [
        "1. Mục I.1: Tiêu đề mục I.1",
        "2. Mục IV: Tiêu đề mục IV",
        "3. Mục I.2: Tiêu đề mục I.2",
    ]
    assert [one.text for one in content if isinstance(one, Paragraph)][3:] == [
        "Theo Kế hoạch số 15-KH/TU; tính đến 17 giờ 00 ngày 22/9/2022.",
        LEGEND,
        "Huyện ủy Kim Bảng và Huyện ủy Lý Nhân: giống nhau 87%.",
        "Huyện ủy Lý Nhân và Đề cương: giống nhau 100%.",
        "Huyện ủy Lý Nhân và Huyện ủy Lý Nhân (đợt trước): giống nhau 60%.",
    ]


def test_no_copy_at_all_is_said() -> None:
    texts = _texts(replace(VALUE, copied=()))

    assert NOTHING in texts
    assert LEGEND not in texts


def test_pairs_beyond_what_is_printed_are_counted() -> None:
    value = replace(VALUE, copied=(PAIR,) * (SHOWN_PAIRS + 2))

    assert len(_tables(value)) == SHOWN_PAIRS
    assert _texts(value)[-1] == "Còn 2 cặp, xem phụ lục về nội dung trùng lặp."


def test_own_words_that_go_on_are_left_out_and_counted() -> None:
    own = [f"Lời riêng thứ {number}." for number in range(6)]

    (table,) = _tables(replace(VALUE, copied=(_pair("\n".join([*own, SHARED])),)))

    assert table[1][0] == "Lời riêng thứ 0.\nLời riêng thứ 1.\nLời riêng thứ 2.\n(lược 12 từ không trùng)"
    assert table[2] == (SHARED, SHARED)


def test_own_words_behind_a_moved_copy_are_left_out_after_it() -> None:
    moved = "Câu này đổi chỗ."
    first = "\n".join([SHARED, *(f"Riêng {number}." for number in range(4)), moved, "Riêng 4."])
    pair = _pair(first, second=f"{moved}\n{SHARED}", shared=(SHARED, moved))

    (table,) = _tables(replace(VALUE, copied=(pair,)))

    assert table[3][0].split("\n")[2:] == ["Riêng 2.", "(lược 2 từ không trùng)", moved, "(lược 2 từ không trùng)"]


def test_endless_line_is_cut_and_the_rest_counted() -> None:
    text = "chữ " * 2_000

    (table,) = _tables(replace(VALUE, copied=(_pair(text, second=text, shared=(text,)),)))

    assert len(table[1][0]) < SHOWN_LETTERS_OF_A_LINE + 30
    assert table[1][0].endswith("… (lược 1250 từ)")


def test_endless_pair_is_cut_and_the_rest_counted() -> None:
    lines = [f"Câu chung thứ {number}." for number in range(SHOWN_ROWS + 2)]
    text = "\n".join(lines)

    value = replace(VALUE, copied=(_pair(text, second=text, shared=tuple(lines)),))

    assert len(_tables(value)[0]) == SHOWN_ROWS + 1
    assert _texts(value)[-1] == "Phần sau của hai nội dung này (16 từ) xem tại báo cáo của đơn vị."


def test_section_that_the_outline_does_not_know_is_named_by_its_number() -> None:
    blocks = _blocks(replace(VALUE, copied=(replace(PAIR, section="V.9"),)))

    assert [one.text for one in blocks if isinstance(one, Heading)] == ["1. Mục V.9"]


def test_side_by_side_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    content = write_copies_side_by_side(VALUE)

    assert write_copies_side_by_side(VALUE) == content
    assert audit_findings(content, tmp_path / "copies.docx") == []


def _pair(first: str, *, second: str = SHARED, shared: tuple[str, ...] = (SHARED,)) -> Copied:
    stretches = tuple(
        (Span(at, at + len(words)), Span(other, other + len(words)))
        for words in shared
        for at, other in [(first.index(words), second.index(words))]
    )
    return replace(
        PAIR,
        first=replace(PAIR.first, text=first),
        second=replace(PAIR.second, text=second),
        stretches=stretches,
    )


def _blocks(value: CopiesSideBySide) -> tuple[object, ...]:
    return read_report(write_copies_side_by_side(value)).blocks


def _texts(value: CopiesSideBySide) -> list[str]:
    return [one.text for one in _blocks(value) if isinstance(one, Paragraph)]


def _tables(value: CopiesSideBySide) -> list[tuple[tuple[str, ...], ...]]:
    return [one.rows for one in _blocks(value) if isinstance(one, Table)]
