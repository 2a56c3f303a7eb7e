from __future__ import annotations

import struct
from io import BytesIO
from random import Random
from zipfile import ZipFile

import pytest

from documents.blocks import Heading, Paragraph, Table
from documents.package import UnreadableReport
from documents.party_document import Column, PartyDocument
from documents.reading import read_report
from tests.documents.examples import WORD, paragraph, word_file, zip_file


def test_report_keeps_headings_paragraphs_and_tables_in_order() -> None:
    document = PartyDocument("Báo cáo")
    document.heading("I- Tình hình", level=1)
    document.paragraph("Không.")
    document.table([Column("TT", 20), Column("Nội dung", 100)], [["1", "Loa"]])

    report = read_report(document.to_bytes())

    assert report.blocks == (
        Heading(1, "I- Tình hình", 1),
        Paragraph("Không.", 2),
        Table((("TT", "Nội dung"), ("1", "Loa")), 3),
    )


def test_position_counts_empty_paragraphs() -> None:
    content = word_file(f"<w:p/>{paragraph('  ')}{paragraph('Ba')}")

    assert read_report(content).blocks == (Paragraph("Ba", 3),)


@pytest.mark.parametrize(
    ("style", "level"),
    [("Heading1", 1), ("Muc", 2), ("MucNho", 2), ("Loop", None), ("Missing", None)],
)
def test_heading_level_follows_the_chain_of_styles(style: str, level: int | None) -> None:
    (block,) = read_report(word_file(paragraph("Đề mục", style=style))).blocks

    assert getattr(block, "level", None) == level


def test_table_knows_its_centred_columns_by_style_or_by_the_paragraph_itself() -> None:
    document = PartyDocument("Báo cáo")
    document.table([Column("TT", 20, centred=True), Column("Nội dung", 100)], [["1", "Loa"], ["2", ""]])
    centred = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>5</w:t></w:r></w:p>'
    spanned = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{paragraph('x')}</w:tc><w:tc>{centred}</w:tc>"
    by_hand = word_file(f"<w:tbl><w:tr>{spanned}</w:tr><w:tr>{spanned}</w:tr></w:tbl>")

    tables = [*read_report(document.to_bytes()).blocks, *read_report(by_hand).blocks]

    assert [table.centred for table in tables if isinstance(table, Table)] == [{0}, {2}]


@pytest.mark.parametrize(("outline", "level"), [("0", 1), ("2", 3), ("9", None)])
def test_heading_level_of_the_paragraph_itself_wins(outline: str, level: int | None) -> None:
    properties = f'<w:pPr><w:pStyle w:val="Muc"/><w:outlineLvl w:val="{outline}"/></w:pPr>'

    (block,) = read_report(word_file(f"<w:p>{properties}<w:r><w:t>Đề mục</w:t></w:r></w:p>")).blocks

    assert getattr(block, "level", None) == level


def test_tracked_insertion_is_kept_and_deletion_dropped() -> None:
    content = word_file(
        "<w:p><w:r><w:t xml:space='preserve'>Có </w:t></w:r>"
        "<w:del><w:r><w:delText>10</w:delText></w:r></w:del><w:ins><w:r><w:t>12</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>đã chuyển đi</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t xml:space='preserve'> cụm loa</w:t></w:r></w:moveTo></w:p>",
    )

    assert read_report(content).blocks == (Paragraph("Có 12 cụm loa", 1),)


def test_content_control_is_read_through() -> None:
    inline = "<w:p><w:sdt><w:sdtContent><w:r><w:t>Trong dòng</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    around = f"<w:sdt><w:sdtContent>{paragraph('Cả đoạn')}</w:sdtContent></w:sdt>"

    assert read_report(word_file(inline + around)).blocks == (Paragraph("Trong dòng", 1), Paragraph("Cả đoạn", 2))


def test_alternate_content_is_read_once() -> None:
    content = word_file(
        "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:t>Chọn</w:t></mc:Choice>"
        "<mc:Fallback><w:t>Dự phòng</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )

    assert read_report(content).blocks == (Paragraph("Chọn", 1),)


def test_field_shows_its_result_and_not_its_code() -> None:
    content = word_file("<w:p><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>")

    assert read_report(content).blocks == (Paragraph("7", 1),)


def test_text_is_composed_and_single_spaced() -> None:
    content = word_file(
        "<w:p><w:r><w:t>Ba\u0301o\u00a0 ca\u0301o</w:t><w:tab/><w:t>A</w:t><w:br/><w:t>B</w:t></w:r></w:p>"
    )

    assert read_report(content).blocks == (Paragraph("Báo cáo A\nB", 1),)


def test_table_rows_are_of_equal_length_and_without_deleted_rows() -> None:
    def cell(text: str, span: str = "") -> str:
        return f"<w:tc><w:tcPr>{span}</w:tcPr>{paragraph(text)}</w:tc>"

    wide = cell("Tổng", '<w:gridSpan w:val="2"/>')
    deleted = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('bỏ')}</w:tr>"
    content = word_file(f"<w:tbl><w:tr>{cell('a')}{cell('b')}{cell('c')}</w:tr>{deleted}<w:tr>{wide}</w:tr></w:tbl>")

    assert read_report(content).blocks == (Table((("a", "b", "c"), ("Tổng", "", "")), 1),)


def test_table_without_text_is_no_block() -> None:
    empty = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"

    assert read_report(word_file(empty + paragraph("Sau bảng"))).blocks == (Paragraph("Sau bảng", 2),)


def test_file_without_styles_is_still_read() -> None:
    with_styles = word_file(paragraph("Nội dung", style="Heading1"))

    report = read_report(_without(with_styles, "word/_rels/document.xml.rels"))

    assert report.blocks == (Paragraph("Nội dung", 1),)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "không phải tệp Word"),
        (b"Kinh gui", "không phải tệp Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc đời cũ"),
        (b"%PDF-1.7", "tệp PDF"),
        (b"PK\x03\x04 then junk", "bị hỏng"),
        (zip_file({"a.txt": b"a"}), "không phải tệp Word"),
        (word_file(paragraph("x"))[:-40], "bị hỏng"),
        (word_file("<w:p>"), "bị hỏng"),
    ],
)
def test_report_that_is_no_word_file_is_refused_with_the_way_out(content: bytes, hint: str) -> None:
    with pytest.raises(UnreadableReport, match=hint) as refusal:
        read_report(content)

    assert "Đề nghị" in str(refusal.value)


def test_zip_bomb_is_refused_unopened() -> None:
    bomb = word_file(paragraph("0" * 70_000_000))

    assert len(bomb) < 100_000
    with pytest.raises(UnreadableReport, match="quá lớn"):
        read_report(bomb)


def test_zip_bomb_within_the_limit_of_a_part_is_refused_by_its_ratio() -> None:
    with pytest.raises(UnreadableReport, match="quá lớn"):
        read_report(word_file(paragraph("0" * 30_000_000)))


def test_zip_that_declares_too_much_in_all_is_refused() -> None:
    content = bytearray(word_file(paragraph("x")))
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + 24, 2_000_000_000)

    with pytest.raises(UnreadableReport, match="quá lớn"):
        read_report(bytes(content))


def test_doctype_is_refused() -> None:
    entity = '<!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/hostname">]>'

    with pytest.raises(UnreadableReport, match="DOCTYPE"):
        read_report(word_file(paragraph("&secret;"), prologue=entity))


def test_document_without_a_body_is_refused() -> None:
    content = zip_file(
        {
            "_rels/.rels": _part(word_file(""), "_rels/.rels"),
            "word/document.xml": f'<w:document xmlns:w="{WORD}"/>'.encode(),
        },
    )

    with pytest.raises(UnreadableReport, match="không có nội dung"):
        read_report(content)


def test_file_damaged_anywhere_is_read_or_refused_but_never_breaks_the_reader() -> None:
    whole = word_file(paragraph("Đề mục", style="MucNho") + paragraph("Nội dung"))
    dice = Random("damage")  # noqa: S311 -- damage needs no secrecy

    for _ in range(400):
        damaged = bytearray(whole)
        damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        _read_or_refuse(bytes(damaged))


def _read_or_refuse(content: bytes) -> None:
    try:
        read_report(content)
    except UnreadableReport as refusal:
        assert "Đề nghị" in str(refusal)  # noqa: PT017 -- either outcome is right, a third is not


def _part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def _without(content: bytes, left_out: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return zip_file({name: archive.read(name) for name in archive.namelist() if name != left_out})
