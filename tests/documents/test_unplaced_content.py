from __future__ import annotations

from documents.blocks import Heading, Image, Paragraph, Table
from documents.outline_matching import MatchedReport, Unplaced
from documents.unplaced_content import LETTERS_OF_A_QUOTATION, UnplacedContent, unplaced_content


def found(*unplaced: Unplaced) -> tuple[UnplacedContent, ...]:
    return unplaced_content(MatchedReport({}, unplaced, (), ()), unit="A")


def test_content_is_quoted_with_its_place_and_its_amount() -> None:
    blocks = (Paragraph("Đã tổ chức hội thi.", 41), Table((("Năm", "2021"),), 42), Image(43))

    assert found(Unplaced(Heading(1, "V- Khác", 40), blocks)) == (
        UnplacedContent("A", "đoạn 40 đến đoạn 43", "“V- Khác Đã tổ chức hội thi. Năm 2021” (9 từ, 1 bảng, 1 ảnh)"),
    )


def test_text_without_a_heading_stands_at_its_own_place() -> None:
    assert found(Unplaced(None, (Paragraph("Lời mở đầu.", 3),))) == (
        UnplacedContent("A", "đoạn 3", "“Lời mở đầu.” (3 từ)"),
    )


def test_heading_of_a_section_that_is_taken_names_it() -> None:
    (one,) = found(Unplaced(Heading(1, "IV- Đề xuất", 90), (), claims="IV"))

    assert one.text == "“IV- Đề xuất” (3 từ; đề mục trùng với mục IV)"


def test_long_content_is_quoted_from_its_beginning() -> None:
    (one,) = found(Unplaced(None, (Paragraph("chữ " * 400, 3),)))

    assert one.text.startswith("“chữ chữ")
    assert one.text.endswith("…” (400 từ)")
    assert len(one.text) <= LETTERS_OF_A_QUOTATION + len("“” (400 từ)")


def test_picture_alone_is_not_lost_and_blank_lines_are_nothing() -> None:
    assert found(Unplaced(None, (Image(8),)), Unplaced(None, (Paragraph("….", 9),)), Unplaced(None, ())) == (
        UnplacedContent("A", "đoạn 8", "(1 ảnh)"),
    )
