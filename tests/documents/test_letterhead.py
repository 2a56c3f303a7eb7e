from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import pytest
from docx.shared import Inches, Mm

from documents.blocks import Block, Paragraph, Table
from documents.letterhead import (
    PARTY_WIDTH_MM,
    Signature,
    dateline,
    in_capitals,
    number_line,
    write_letterhead,
    write_signature,
    write_title,
)
from documents.party_document import PartyDocument
from documents.reading import read_report
from tests.documents.examples import LETTERHEAD, SIGNATURE


@pytest.mark.parametrize(
    ("number", "line"),
    [(5, "Số 05-BC/HU"), (123, "Số 123-BC/HU"), (None, "Số        -BC/HU")],
)
def test_number_line_is_never_invented(number: int | None, line: str) -> None:
    assert number_line(number, code="BC/HU") == line


def test_letterhead_has_the_issuer_left_and_the_party_right() -> None:
    document = PartyDocument("Báo cáo")

    write_letterhead(document, LETTERHEAD)

    assert _blocks(document) == (
        Table(
            (
                (
                    "TỈNH ỦY HÀ NAM\nBAN TUYÊN GIÁO\n*\nSố -BC/BTGTU",
                    "ĐẢNG CỘNG SẢN VIỆT NAM\nHà Nam, ngày 25 tháng 8 năm 2022",
                ),
            ),
            1,
        ),
    )


def test_draft_shows_its_year_and_leaves_the_day_to_be_written() -> None:
    document = PartyDocument("Báo cáo")

    write_letterhead(document, replace(LETTERHEAD, day=None, year=2022))

    (table,) = _blocks(document)
    assert isinstance(table, Table)
    assert table.rows[0][1].endswith("Hà Nam, ngày tháng năm 2022")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Huyện ủy Lý Nhân", ["HUYỆN ỦY LÝ NHÂN"]),
        ("Đảng ủy phường Lê Hồng Phong", ["ĐẢNG ỦY PHƯỜNG", "LÊ HỒNG PHONG"]),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh", ["BAN CÁN SỰ ĐẢNG", "ỦY BAN NHÂN DÂN TỈNH"]),
        ("Đảng bộ thành phố Phủ Lý", ["ĐẢNG BỘ", "THÀNH PHỐ PHỦ LÝ"]),
        ("Đài Phát thanh - Truyền hình", ["ĐÀI PHÁT THANH -", "TRUYỀN HÌNH"]),
        ("Đảngbộkhôngcókhoảngtrắngnàotrongtên", ["ĐẢNGBỘKHÔNGCÓKHOẢNGTRẮNGNÀOTRONGTÊN"]),
        ("", []),
    ],
)
def test_name_too_long_for_a_line_is_broken_between_words_that_belong_apart(name: str, lines: list[str]) -> None:
    assert in_capitals(name, 75).split("\n") == (lines or [""])


@pytest.mark.parametrize(
    ("place", "day", "line"),
    [
        ("Thanh Liêm", None, "Thanh Liêm, ngày      tháng      năm 2022"),
        ("Lê Hồng Phong", None, "Lê Hồng Phong,\nngày      tháng      năm 2022"),
        ("Lê Hồng Phong", date(2022, 7, 18), "Lê Hồng Phong, ngày 18 tháng 7 năm 2022"),
        ("Lương Khánh Thiện", date(2022, 7, 18), "Lương Khánh Thiện,\nngày 18 tháng 7 năm 2022"),
    ],
)
def test_day_is_never_torn_between_two_lines(place: str, day: date | None, line: str) -> None:
    assert dateline(replace(LETTERHEAD, place=place, day=day, year=2022)) == line


def test_rule_below_the_party_is_as_long_as_its_name() -> None:
    document = PartyDocument("Báo cáo")

    write_letterhead(document, LETTERHEAD)

    cell = docx.Document(BytesIO(document.to_bytes())).tables[0].cell(0, 1)
    rule = cell.paragraphs[1].paragraph_format
    indents = (rule.left_indent or 0) + (rule.right_indent or 0)
    # A cell without margins of its own has 0.075 inch on either side.
    room = (cell.width or 0) - 2 * Inches(0.075) - indents
    assert room / Mm(1) == pytest.approx(PARTY_WIDTH_MM, abs=0.2)


def test_letterhead_of_a_provincial_committee_has_no_superior_line() -> None:
    document = PartyDocument("Báo cáo")

    write_letterhead(document, replace(LETTERHEAD, superior_line="", issuer_line="Tỉnh ủy Hà Nam"))

    (table,) = _blocks(document)
    assert isinstance(table, Table)
    assert table.rows[0][0].startswith("TỈNH ỦY HÀ NAM\n*")


def test_title_ends_with_five_hyphens() -> None:
    document = PartyDocument("Báo cáo")

    write_title(document, kind="Báo cáo", abstract="sơ kết 05 năm")

    assert _blocks(document) == (Paragraph("BÁO CÁO", 1), Paragraph("sơ kết 05 năm", 2), Paragraph("-----", 3))


def test_signature_on_behalf_names_authority_then_position() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("Hết./.")

    write_signature(document, Signature("T/M Ban Thường vụ", "Phó Bí thư", name="Lê Thị Hà", recipients=("Lưu",)))

    closing = _blocks(document)[-1]
    assert isinstance(closing, Table)
    assert closing.rows == (("Nơi nhận:\n- Lưu.", "T/M BAN THƯỜNG VỤ\nPHÓ BÍ THƯ\nLê Thị Hà"),)


def test_signature_of_a_head_stands_alone_and_recipients_end_with_a_stop() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("Hết./.")

    write_signature(document, SIGNATURE)

    closing = _blocks(document)[-1]
    assert isinstance(closing, Table)
    assert closing.rows == (("Nơi nhận:\n- Văn phòng Tỉnh ủy,\n- Lưu Ban Tuyên giáo.", "TRƯỞNG BAN"),)


def test_signature_without_recipients_has_no_list() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("Hết./.")

    write_signature(document, Signature("", "Giám đốc"))

    closing = _blocks(document)[-1]
    assert isinstance(closing, Table)
    assert closing.rows == (("", "GIÁM ĐỐC"),)


def _blocks(document: PartyDocument) -> tuple[Block, ...]:
    return read_report(document.to_bytes()).blocks
