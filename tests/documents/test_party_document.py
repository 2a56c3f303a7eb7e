from __future__ import annotations

from io import BytesIO

import docx
from docx.enum.section import WD_ORIENT

from documents.party_document import LANDSCAPE_WIDTH_MM, Column, PartyDocument
from documents.reading import Heading, Paragraph, read_report


def test_text_with_line_breaks_becomes_paragraphs() -> None:
    document = PartyDocument("Báo cáo")

    document.paragraph("Một\nHai")

    assert read_report(document.to_bytes()).blocks == (Paragraph("Một", 1), Paragraph("Hai", 2))


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    document = PartyDocument("Báo\x00 cáo")

    document.paragraph("Một\x0b\ud800\uffff hai")

    assert read_report(document.to_bytes()).blocks == (Paragraph("Một hai", 1),)


def test_heading_deeper_than_the_template_gets_its_deepest_style() -> None:
    document = PartyDocument("Báo cáo")

    document.heading("a) Chi tiết", level=6)

    assert read_report(document.to_bytes()).blocks == (Heading(4, "a) Chi tiết", 1),)


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
