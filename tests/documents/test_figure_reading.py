"""Declared figures are read from tables and sentences; whatever is in doubt is left to people, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.plan_file import find_plan, load_plan
from documents.blocks import Block, Heading, Paragraph, Report, Table
from documents.figure_conflicts import conflicting_totals
from documents.figure_reading import other_figures, read_figures
from documents.outline_matching import MatchedReport, match
from domain.conflicts import stated_twice
from domain.figures import FigureFound

PLAN = load_plan(find_plan("ke-hoach-15-kh-tu")).plan
SECTIONS = {one.id: one for one in PLAN.outline.walk()}
HEAD = ("TT", "Nội dung", "Đơn vị tính", "Năm 2016", "Năm 2021")


def laid(section: str, *blocks: Block | str) -> MatchedReport:
    """A report that says this in one section; texts become paragraphs."""
    heading = SECTIONS[section]
    found: list[Block] = [Heading(heading.level, heading.heading, 1)]
    for place, block in enumerate(blocks, start=2):
        found.append(Paragraph(block, place) if isinstance(block, str) else replace(block, position=place))
    return match(Report(tuple(found)), PLAN.outline)


def read(section: str, *blocks: Block | str) -> tuple[FigureFound, ...]:
    return read_figures(laid(section, *blocks), PLAN.figures, unit="HU-353")


def said(section: str, *blocks: Block | str) -> list[tuple[str, str]]:
    return [(one.figure, str(one.value)) for one in read(section, *blocks)]


def table(*rows: tuple[str, ...]) -> Table:
    return Table(rows, 1)


def test_a_table_is_read_by_its_rows_and_columns() -> None:
    rows = (HEAD, ("1", "Loa truyền thanh", "chiếc", "1 100", "1.350"), ("2", "Nhà văn hóa", "nhà", "", "12"))

    found = read("II.1.3", "Số liệu chủ yếu:", table(*rows))

    assert found == (
        FigureFound(
            "HU-353",
            "loa",
            "II.1.3",
            Decimal(1350),
            "mục II.1.3, bảng 1 (đoạn 3), dòng 2",
            "Loa truyền thanh; Năm 2021: 1.350",
            "Loa truyền thanh",
            "Năm 2021",
        ),
        FigureFound(
            "HU-353",
            "nha-van-hoa",
            "II.1.3",
            Decimal(12),
            "mục II.1.3, bảng 1 (đoạn 3), dòng 3",
            "Nhà văn hóa; Năm 2021: 12",
            "Nhà văn hóa",
            "Năm 2021",
        ),
    )


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ((("TT", "Nội dung", "Năm", ""), ("", "", "2016", "2021"), ("1", "Loa truyền thanh", "30", "45")), "45"),
        ((("TT", "Nội dung", "Số lượng"), ("(1)", "(2)", "(3)"), ("1", "- Số loa truyền thanh (chiếc)", "45")), "45"),
        ((("Nội dung", "ĐVT", "Hiện có", "Ghi chú"), ("Tổng số loa", "chiếc", "45", "")), "45"),
        ((("TT", "Xã", "Loa truyền thanh"), ("1", "A", "20"), ("2", "B", "25"), ("", "Tổng số", "45")), "45"),
        ((("TT", "Xã", "Loa", ""), ("", "", "Năm 2016", "Năm 2021"), ("1", "A", "30", "45")), "45"),
        ((("Nội dung", "Kế hoạch 2021", "Thực hiện 2021"), ("Loa truyền thanh", "50", "45")), "45"),
    ],
    ids=["two rows of heads", "numbers of columns", "no year", "a row of totals", "one place", "done, not planned"],
)
def test_tables_of_other_shapes(rows: tuple[tuple[str, ...], ...], value: str) -> None:
    assert said("II.1.3", table(*rows)) == [("loa", value)]


@pytest.mark.parametrize(
    "rows",
    [
        (("Nội dung", "Năm 2016"), ("Loa truyền thanh", "30")),
        (("Nội dung", "Năm 2021"), ("Loa truyền thanh", "khoảng 40")),
        (("Nội dung", "Năm 2021"), ("Loa hỏng", "4")),
        (("Nội dung", "ĐVT", "Năm 2021"), ("Loa truyền thanh", "%", "98")),
        (("Nội dung", "Năm 2021"), ("Loa truyền thanh", "30"), ("Loa truyền thanh", "40")),
        (("Nội dung", "Đợt 1", "Đợt 2"), ("Loa truyền thanh", "30", "40")),
        (("Nội dung", "Năm 2021"), ("Kinh phí đầu tư", "450")),
    ],
    ids=["another year", "a guess", "another row", "a share", "twice", "two columns", "money of no unit"],
)
def test_a_table_that_leaves_a_doubt_gives_no_figure(rows: tuple[tuple[str, ...], ...]) -> None:
    assert said("II.1.3", table(*rows)) == []


@pytest.mark.parametrize(
    ("caption", "rows", "value"),
    [
        ("Số liệu:", (HEAD, ("1", "Kinh phí đầu tư (cộng dồn)", "tỷ đồng", "0", "1,5")), "1500"),
        ("Số liệu:", (("Nội dung", "Năm 2021 (nghìn đồng)"), ("Tổng kinh phí", "450.000")), "450"),
        ("Đơn vị tính: triệu đồng", (("Nội dung", "Năm 2021"), ("Tổng kinh phí", "1.742,5")), "1742.5"),
    ],
)
def test_money_is_told_in_the_unit_of_the_plan(caption: str, rows: tuple[tuple[str, ...], ...], value: str) -> None:
    assert said("II.1.3", caption, table(*rows)) == [("kinh-phi", value)]


@pytest.mark.parametrize(
    ("section", "text", "expected"),
    [
        ("I.1", "Đã ban hành 05 văn bản chỉ đạo.", [("van-ban", "5")]),
        ("I.1", "Số lượt người được phổ biến là 1.350.", [("luot-nguoi", "1350")]),
        (
            "I.1",
            "Tổ chức 1 350 hội nghị, tỷ lệ đảng viên học tập đạt 98,5%.",
            [("hoi-nghi", "1350"), ("ty-le-hoc-tap", "98.5")],
        ),
        ("II.1.3", "Số loa truyền thanh tăng từ 250 chiếc năm 2016 lên 600 chiếc năm 2021.", [("loa", "600")]),
        (
            "II.1.3",
            "Hiện có 600 loa (40 cụm không dây), tăng 350 chiếc so với năm 2016.",
            [("loa", "600"), ("cum-loa", "40")],
        ),
        ("II.1.3", "Năm 2016 chỉ có 100 loa, đến nay (tháng 7/2022) là 250 loa.", [("loa", "250")]),
        ("II.1.3", "Toàn huyện có 600 loa, gồm 400 loa có dây và 200 loa không dây.", [("loa", "600")]),
        (
            "II.1.3",
            "Tổng kinh phí là 1,2 tỷ đồng, trong đó xã hội hóa 300 triệu đồng.",
            [("kinh-phi", "1200"), ("xa-hoi-hoa", "300")],
        ),
        ("II.1.3", "Đã đầu tư 5 tỷ 200 triệu đồng cho hệ thống truyền thanh.", [("kinh-phi", "5200")]),
    ],
)
def test_a_sentence_states_a_figure(section: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(section, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Hiện có khoảng 600 loa.",
        "Có hơn 600 loa hoạt động tốt.",
        "Mỗi thôn có 2 loa.",
        "Năm 2016 có 250 loa.",
        "Trong đó, khu trung tâm có 40 loa.",
        "Đã thay thế 12 loa; lắp mới 20 loa.",
        "Còn 12 loa hỏng.",
        "Phấn đấu có 700 loa.",
        "Thôn Đông có 20 loa, thôn Đoài có 30 loa.",
        "Có từ 10 đến 12 loa ở mỗi cụm dân cư.",
        "Bố trí kinh phí mỗi xã 20 triệu đồng.",
    ],
)
def test_a_guess_a_part_a_change_and_another_year_are_no_figure(text: str) -> None:
    assert said("II.1.3", text) == []


def test_sentences_are_read_in_the_section_of_the_figure_alone() -> None:
    assert said("III.2.2", "Nâng cấp mạng lưới 600 loa.") == []


def test_a_sentence_under_the_section_above_counts_where_the_section_is_missing() -> None:
    (found,) = read("II.1", "Hiện có 600 loa.")

    assert (found.section, found.where) == ("II.1", "mục II.1, đoạn 2")


def test_what_the_plan_does_not_declare_is_listed_with_its_row_and_column() -> None:
    rows = (HEAD, ("1", "Loa truyền thanh", "chiếc", "30", "45"), ("2", "Máy tăng âm", "bộ", "", "7"))

    others = other_figures(laid("II.1.3", table(*rows)), PLAN.figures, unit="HU-353")

    assert [(one.figure, one.name, one.column, str(one.value)) for one in others] == [
        ("", "Loa truyền thanh (chiếc)", "Năm 2016", "30"),
        ("", "Máy tăng âm (bộ)", "Năm 2021", "7"),
    ]


def test_a_table_and_a_sentence_that_differ_are_a_conflict() -> None:
    rows = (HEAD, ("1", "Loa truyền thanh", "chiếc", "30", "45"), ("2", "Bảng tin", "chiếc", "3", "4"))

    (conflict,) = stated_twice(PLAN.figures, read("II.1.3", "Hiện có 46 loa.", table(*rows)))

    assert conflict.code == "stated_twice"
    assert "45 (mục II.1.3, bảng 1 (đoạn 3), dòng 2); 46 (mục II.1.3, đoạn 2)" in conflict.text


def test_totals_that_do_not_add_up_are_conflicts_with_their_section() -> None:
    rows = (("TT", "Xã", "Số loa"), ("1", "A", "30"), ("2", "B", "45"), ("", "Tổng số", "57"))
    text = "Tổ chức tổng số 15 hội nghị, gồm: 8 hội nghị trực tiếp và 5 hội nghị trực tuyến."

    found = conflicting_totals(laid("II.1.3", table(*rows), text), unit="HU-353")

    assert [(one.code, one.section, one.where) for one in found] == [
        ("total_does_not_add_up", "II.1.3", "mục II.1.3, bảng 1 (đoạn 2), dòng 4"),
        ("total_does_not_add_up", "II.1.3", "mục II.1.3, đoạn 3"),
    ]


def test_years_in_the_head_of_a_table_are_no_figures_to_be_added() -> None:
    rows = (
        ("TT", "Xã", "Số loa", ""),
        ("", "", "2016", "2021"),
        ("1", "A", "30", "40"),
        ("2", "B", "5", "6"),
        ("", "Tổng", "35", "46"),
    )

    assert conflicting_totals(laid("II.1.3", table(*rows)), unit="HU-353") == ()


CELLS = st.sampled_from(
    ("", "TT", "Xã", "Loa truyền thanh", "Năm 2021", "2021", "Tổng số", "1.350", "45", "98%", "-", "(1)")
)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5)))
def test_no_table_is_too_strange_and_no_number_of_it_is_told_twice(rows: list[list[str]]) -> None:
    matched = laid("II.1.3", table(*map(tuple, rows)))

    declared = read_figures(matched, PLAN.figures, unit="HU-353")
    others = other_figures(matched, PLAN.figures, unit="HU-353")

    conflicting_totals(matched, unit="HU-353")
    assert len(declared) + len(others) <= sum(any(map(str.isdigit, cell)) for row in rows for cell in row)
