from __future__ import annotations

from io import BytesIO

import docx
import pytest
from docx.enum.section import WD_ORIENT

from documents.blocks import Heading, Paragraph
from documents.custom_properties import read_custom_properties
from documents.party_document import LANDSCAPE_WIDTH_MM, Column, Line, PartyDocument
from documents.reading import read_report


def test_text_with_line_breaks_becomes_paragraphs() -> None:
    document = PartyDocument("Báo cáo")

    document.paragraph("Một\nHai")

    assert read_report(document.to_bytes()).blocks == (Paragraph("Một", 1), Paragraph("Hai", 2))


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    document = PartyDocument("Báo\x00 cáo")

    document.paragraph("Một\x0b\ud800\uffff hai")

    assert read_report(document.to_bytes()).blocks == (Paragraph("Một hai", 1),)


@pytest.mark.parametrize(
    ("text", "kept_together"),
    [
        ("Chỉ thị số 07-CT/TW về thông tin cơ sở", 1),
        ("Số 81/BC-STTTT", 1),
        ("Quyết định số 52/2016/QĐ-TTg, Kế hoạch 15-KH/TU", 2),
        ("Số        -BC/BTGTU", 1),
        ("giai đoạn 2016-2021, chính trị - xã hội", 0),
        ("- Như trên,", 0),
    ],
)
def test_number_of_a_document_is_never_torn_between_two_lines(text: str, kept_together: int) -> None:
    document = PartyDocument("Báo cáo")

    document.paragraph(text)
    content = document.to_bytes()

    (written,) = docx.Document(BytesIO(content)).paragraphs
    assert len(written._p.xpath(".//w:noBreakHyphen")) == kept_together
    assert written.text == text


def test_numbers_in_tables_and_panes_are_kept_whole_too() -> None:
    document = PartyDocument("Báo cáo")

    document.table([Column("Số", 100)], [["07-CT/TW"]])
    document.panes([Line("Số 05-BC/HU", "Letterhead")], widths=[100])

    body = docx.Document(BytesIO(document.to_bytes())).element.body
    assert len(body.xpath(".//w:noBreakHyphen")) == 2


def test_title_of_an_annex_keeps_its_two_lines() -> None:
    document = PartyDocument("Báo cáo")

    document.annex("PHỤ LỤC\nBáo cáo theo Kế hoạch 15-KH/TU")

    (title,) = docx.Document(BytesIO(document.to_bytes())).paragraphs
    assert len(title._p.xpath(".//w:br")) == 1


def test_heading_deeper_than_the_template_gets_its_deepest_style() -> None:
    document = PartyDocument("Báo cáo")

    document.heading("a) Chi tiết", level=6)

    assert read_report(document.to_bytes()).blocks == (Heading(4, "a) Chi tiết", 1),)


def test_hint_reads_as_a_paragraph_with_its_numbers_whole() -> None:
    document = PartyDocument("Báo cáo")

    document.hint("Việc thể chế hóa Chỉ thị số 07-CT/TW\x00", tag="I.3")
    content = document.to_bytes()

    assert read_report(content).blocks == (Paragraph("Việc thể chế hóa Chỉ thị số 07-CT/TW", 1),)
    body = docx.Document(BytesIO(content)).element.body
    assert len(body.xpath(".//w:sdt//w:noBreakHyphen")) == 1
    assert len(body.xpath(".//w:r[not(ancestor::w:sdt)]")) == 0


def test_marks_are_seen_on_no_page() -> None:
    document = PartyDocument("Báo cáo")
    document.paragraph("x")

    document.mark({"dondoc-plan": "ke-hoach\x00"})
    content = document.to_bytes()

    assert read_report(content).blocks == (Paragraph("x", 1),)
    assert read_custom_properties(content) == {"dondoc-plan": "ke-hoach"}


def test_landscape_turns_the_page() -> None:
    document = PartyDocument("Danh sách", landscape=True)

    section = docx.Document(BytesIO(document.to_bytes())).sections[0]

    assert document.width == LANDSCAPE_WIDTH_MM
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width or 0) > (section.page_height or 0)


def test_table_repeats_its_head_and_keeps_rows_whole() -> None:
    document = PartyDocument("Danh sách")

    document.table([Column("TT", 20), Column("Đơn vị", 145)], [["1", "A"], ["2", "B"]])

    rows = docx.Document(BytesIO(document.to_bytes())).tables[0].rows
    assert [len(row._tr.xpath("./w:trPr/w:tblHeader")) for row in rows] == [1, 0, 0]
    assert [len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in rows] == [1, 1, 1]


def test_narrow_table_keeps_its_text_close_to_the_rules() -> None:
    document = PartyDocument("Danh sách")

    document.table([Column("TT", 10, centred=True), Column("Đơn vị", 20)], [["1", "A"]], narrow=True)

    (table,) = docx.Document(BytesIO(document.to_bytes())).tables
    assert table.style is not None
    assert table.style.name == "Party Table Narrow"
    styles = [cell.paragraphs[0].style for row in table.rows for cell in row.cells]
    assert [style.name for style in styles if style] == [*["Narrow Heading"] * 2, "Narrow Centred", "Narrow Text"]


def test_torn_table_lets_its_rows_run_over_a_page_but_never_its_head() -> None:
    document = PartyDocument("Danh sách")

    document.table([Column("Đơn vị", 100)], [["A"], ["B"]], torn=True)

    rows = docx.Document(BytesIO(document.to_bytes())).tables[0].rows
    assert [len(row._tr.xpath("./w:trPr/w:cantSplit")) for row in rows] == [1, 0, 0]


def test_marks_of_a_line_are_bold_on_grey_and_change_no_letter() -> None:
    document = PartyDocument("Danh sách")
    line = Line("Đã ban\x00 hành Kế hoạch 05-KH/HU.", "Table Text", marks=((0, 2), (13, 30)))

    document.table([Column("Nội dung", 100)], [[[line]]])

    paragraph = docx.Document(BytesIO(document.to_bytes())).tables[0].cell(1, 0).paragraphs[0]
    assert paragraph.text == "Đã ban hành Kế hoạch 05-KH/HU."
    marked = [run.text for run in paragraph.runs if run.bold and run._r.xpath("./w:rPr/w:shd")]
    assert "".join(marked) == "ĐãKế hoạch 05-KH/HU"


def test_long_tables_hold_every_row_in_its_order() -> None:
    """Rows beyond some hundreds are laid aside as text while the document grows."""
    document = PartyDocument("Danh sách")
    for letter in "AB":
        document.table([Column("STT", 20)], [[f"Đơn vị {letter}{number} & <khác>"] for number in range(450)])

    written = docx.Document(BytesIO(document.to_bytes()))

    found = [[row.cells[0].text for row in table.rows] for table in written.tables]
    assert found == [["STT", *(f"Đơn vị {letter}{number} & <khác>" for number in range(450))] for letter in "AB"]
