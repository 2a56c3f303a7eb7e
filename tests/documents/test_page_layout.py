from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from documents.blocks import Heading, Paragraph, Recognised
from documents.page_layout import report_of
from documents.page_lines import Line, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.blocks import Block

PAGE_HEIGHT, TOP, PITCH, SIZE = 842.0, 740.0, 18.0, 14.0
LEFT, RIGHT, INDENT = 85.0, 552.0, 28.0
FULL = "mười hai chữ cái trong dòng này vừa đủ để đầy một dòng của trang in"


def line(
    text: str, *, indent: float = 0, right: float = 0, bold: int | None = None, up: float = 0, columns: bool = False
) -> Line:
    """`bold` letters at the beginning, none when it is left out; `right` where it ends, by the length of its text if 0."""
    left = LEFT + indent
    return Line(text, bold or 0, left, up, right or min(RIGHT, left + 7 * len(text)), up + SIZE, columns)


def page(*lines: Line, pitch: float = PITCH) -> Page:
    """Lines one below the other; `up` moves a line that much further down."""
    foot, placed = TOP, []
    for one in lines:
        foot -= pitch + one.bottom
        placed.append(replace(one, bottom=foot, top=foot + SIZE))
    return Page(595, PAGE_HEIGHT, tuple(placed))


def texts(pages: Sequence[Page]) -> list[str]:
    return [text_of(block) for block in report_of(pages).blocks]


def text_of(block: Block) -> str:
    assert isinstance(block, Heading | Paragraph)
    return block.text


def test_full_lines_run_on_and_a_short_one_ends_the_paragraph() -> None:
    pages = [page(line(FULL, right=RIGHT), line(FULL, right=RIGHT), line("hết đoạn."), line("Đoạn sau"))]

    assert texts(pages) == [f"{FULL} {FULL} hết đoạn.", "Đoạn sau"]


def test_an_indent_begins_a_paragraph_also_behind_a_full_line() -> None:
    pages = [page(line(FULL, right=RIGHT), line(FULL, indent=INDENT, right=RIGHT), line("hết."))]

    assert texts(pages) == [FULL, f"{FULL} hết."]


def test_a_wider_gap_begins_a_paragraph_also_behind_a_full_line() -> None:
    pages = [page(line(FULL, right=RIGHT), line(FULL, right=RIGHT), line(FULL, right=RIGHT, up=6), line("hết."))]

    assert texts(pages) == [f"{FULL} {FULL}", f"{FULL} hết."]


def test_running_text_has_its_own_step_however_narrow_the_lists_around_it_are() -> None:
    narrow = [line(f"Nơi nhận {number}", up=-6) for number in range(12)]
    text = [
        line(FULL, indent=INDENT, right=RIGHT), line(FULL, right=RIGHT), line("hết."),
        line(FULL, indent=INDENT, right=RIGHT), line(FULL, right=RIGHT), line("hết nữa."),
    ]  # fmt: skip
    pages = [page(*narrow, *text, pitch=20)]

    assert texts(pages)[-2:] == [f"{FULL} {FULL} hết.", f"{FULL} {FULL} hết nữa."]


def test_a_paragraph_runs_over_to_the_next_page_without_number_and_running_head() -> None:
    def whole(number: int, *lines: Line) -> Page:
        body = page(*lines).lines
        head = Line("Báo cáo của Huyện ủy", 0, LEFT, 800, 300, 814)
        foot = Line(f"- {number} -", 0, 290, 30, 310, 44)
        return Page(595, PAGE_HEIGHT, (head, *body, foot))

    pages = [
        whole(1, line(FULL, right=RIGHT)),
        whole(2, line("giữa đoạn. Năm 2022", right=RIGHT)),
        whole(3, line("hết.")),
    ]

    assert texts(pages) == [f"{FULL} giữa đoạn. Năm 2022 hết."]


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert texts([page(line("Tổng số"), line("12"))]) == ["Tổng số", "12"]


def test_bold_lines_with_a_number_are_headings_over_several_lines() -> None:
    title = "II- Kết quả sau 5 năm thực hiện Chỉ thị số 07-"
    pages = [
        page(
            line(title, right=RIGHT, bold=99),
            line("CT/TW của Ban Bí thư", bold=99),
            line("1. Kết quả", bold=99),
            line("a) Ưu điểm", bold=99),
            line("Không."),
        )
    ]

    assert report_of(pages).blocks == (
        Heading(1, "II- Kết quả sau 5 năm thực hiện Chỉ thị số 07-CT/TW của Ban Bí thư", 1),
        Heading(2, "1. Kết quả", 2),
        Heading(3, "a) Ưu điểm", 3),
        Paragraph("Không.", 4),
    )
    assert {heading.recognised for heading in report_of(pages).headings} == {Recognised.LAYOUT}


@pytest.mark.parametrize(
    ("text", "bold", "heading", "rest"),
    [
        ("1. Ưu điểm: Đã tổ chức học tập.", 10, "1. Ưu điểm:", "Đã tổ chức học tập."),
        ("1. Ưu điểm. Đã tổ chức học tập.", 11, "1. Ưu điểm.", "Đã tổ chức học tập."),
    ],
)
def test_a_bold_title_with_the_text_behind_it_is_a_heading_and_a_paragraph(
    text: str, bold: int, heading: str, rest: str
) -> None:
    assert report_of([page(line(text, bold=bold))]).blocks == (Heading(2, heading, 1), Paragraph(rest, 1))


def test_a_number_and_the_look_of_a_title_make_a_heading_on_its_word_alone() -> None:
    report = report_of([page(line("I- Tình hình quán triệt"), line("1. Đã tổ chức 12 hội nghị;"))])

    assert report.blocks == (Heading(1, "I- Tình hình quán triệt", 1), Paragraph("1. Đã tổ chức 12 hội nghị;", 2))
    assert report.headings[0].recognised is Recognised.TYPED


def test_rows_of_a_table_stay_lines_in_order() -> None:
    rows = [line(f"{number} Loa truyền thanh 27 64", right=RIGHT, columns=True) for number in (1, 2)]

    assert texts([page(*rows)]) == ["1 Loa truyền thanh 27 64", "2 Loa truyền thanh 27 64"]


def test_pieces_of_one_printed_line_are_one_line() -> None:
    pieces = (Line("1.", 2, 85, 700, 95, 714), Line("Kết quả", 7, 110, 700, 160, 714))

    assert report_of([Page(595, PAGE_HEIGHT, pieces)]).blocks == (Heading(2, "1. Kết quả", 1),)


def test_no_pages_make_an_empty_report() -> None:
    assert report_of([]).blocks == ()
    assert report_of([Page(595, PAGE_HEIGHT, ())]).blocks == ()
