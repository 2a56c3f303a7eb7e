from __future__ import annotations

from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING

import pytest
from docx import Document

from documents.blocks import Footnote, Heading, Paragraph, Table
from documents.outline_matching import match
from documents.programs import Programs
from documents.readable_pages import (
    CUT,
    CUT_PICTURES,
    MOST_BLOCKS,
    MOST_LETTERS,
    MOST_PICTURES,
    SCAN,
    SCAN_ALONE,
    Picture,
    make_readable,
)
from documents.reading import read_report
from tests.documents.examples import OUTLINE
from tests.documents.pictures import png, with_pictures
from tests.documents.word_files import Parts, build, line

if TYPE_CHECKING:
    from collections.abc import Mapping


def test_blocks_of_a_word_file_come_in_order_with_their_places() -> None:
    note = '<w:footnote w:id="1"><w:p><w:r><w:t>Số liệu của huyện.</w:t></w:r></w:p></w:footnote>'
    cells = "".join(f"<w:tc>{line(text)}</w:tc>" for text in ("Xã", "27"))
    content = build(
        line("I. TÌNH HÌNH", properties='<w:outlineLvl w:val="0"/>')
        + line("Có 27 xã", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>",
        Parts(footnotes=note),
    )

    pages = make_readable(content, name="a.docx").pages

    assert pages.blocks == (
        Heading(1, "I. TÌNH HÌNH", 1),
        Paragraph("Có 27 xã", 2),
        Footnote(1, "Số liệu của huyện.", 2),
        Table((("Xã", "27"),), 3),
    )
    assert pages.notes == ()


def test_headings_stand_where_the_outline_check_says(foreign: Mapping[str, bytes]) -> None:
    content = foreign["report.docx"]

    placed = [one.heading for one in match(read_report(content), OUTLINE).sections.values()]

    assert len(placed) > 3
    assert set(placed) <= set(make_readable(content, name="a.docx").pages.headings)


def test_pictures_are_numbered_and_one_that_stands_twice_is_kept_once() -> None:
    made = make_readable(with_pictures([png(shade=1), png(shade=2), png(shade=1)]), name="a.docx")

    assert [block.number for block in made.pages.blocks if isinstance(block, Picture)] == [1, 2, 1]
    assert [one.content for one in made.pictures] == [png(shade=1), png(shade=2)]


def test_many_pictures_are_cut_with_a_sentence() -> None:
    made = make_readable(with_pictures([png(shade=number) for number in range(MOST_PICTURES + 10)]), name="a.docx")

    assert len(made.pictures) == MOST_PICTURES
    assert made.pages.notes == (CUT_PICTURES,)


def test_long_report_is_cut_with_a_sentence_and_quickly() -> None:
    paragraph = line("Đảng ủy đã chỉ đạo thực hiện tốt nhiệm vụ được giao. " * 10)
    content = build(paragraph * 3_000)  # some 600 pages

    began = perf_counter()
    pages = make_readable(content, name="a.docx").pages

    assert pages.notes == (CUT,)
    assert sum(len(block.text) for block in pages.blocks if isinstance(block, Paragraph)) <= MOST_LETTERS
    assert perf_counter() - began < 5


def test_table_that_is_too_long_loses_its_last_rows_alone() -> None:
    rows = "".join(f"<w:tr><w:tc>{line('chữ ' * 100)}</w:tc></w:tr>" for _ in range(2_000))

    (table,) = make_readable(build(f"<w:tbl>{rows}</w:tbl>"), name="a.docx").pages.blocks

    assert isinstance(table, Table)
    assert 500 < len(table.rows) < 2_000


def test_many_short_blocks_are_cut() -> None:
    pages = make_readable(build(line("a") * (MOST_BLOCKS + 1)), name="a.docx").pages

    assert (len(pages.blocks), pages.notes) == (MOST_BLOCKS, (CUT,))


def test_older_file_is_shown_as_what_it_is_converted_to(foreign: Mapping[str, bytes]) -> None:
    pages = make_readable(foreign["report.doc"], name="report.doc").pages

    assert len(pages.headings) > 5
    assert pages.notes == ()


def test_older_file_without_its_program_says_so(foreign: Mapping[str, bytes]) -> None:
    made = make_readable(foreign["report.doc"], name="report.doc", programs=Programs())

    assert made.pages.blocks == ()
    assert "LibreOffice" in made.pages.notes[0]


def test_text_of_a_pdf_is_shown_with_its_headings(foreign: Mapping[str, bytes]) -> None:
    pages = make_readable(foreign["report.pdf"], name="report.pdf").pages

    assert len(pages.headings) > 5
    assert pages.notes == ()


def test_scanned_pdf_is_shown_as_pictures_of_its_pages(foreign: Mapping[str, bytes]) -> None:
    made = make_readable(foreign["scan.pdf"], name="scan.pdf")

    assert made.pages.blocks == (Picture(1, 0, "Trang chụp 1"),)
    assert made.pages.notes == (SCAN,)
    assert made.pictures[0].kind == "png"


def test_picture_is_shown_and_a_tif_only_named(foreign: Mapping[str, bytes]) -> None:
    assert make_readable(png(), name="a.png").pictures[0].content == png()
    assert make_readable(foreign["scan.tif"], name="scan.tif").pages.notes == (SCAN_ALONE,)


def test_scan_pasted_into_a_word_file_is_shown() -> None:
    document, target = Document(), BytesIO()
    document.add_picture(BytesIO(png()))
    document.save(target)

    made = make_readable(target.getvalue(), name="a.docx")

    assert len(made.pictures) == 1
    assert made.pages.notes == (SCAN,)


@pytest.mark.parametrize("name", ["locked.docx", "locked.pdf"])
def test_locked_file_is_a_sentence(foreign: Mapping[str, bytes], name: str) -> None:
    pages = make_readable(foreign[name], name=name).pages

    assert pages.blocks == ()
    assert "mật khẩu" in pages.notes[0]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"hello", b"\xff\xd8\xff"])
def test_damaged_file_is_a_sentence(content: bytes) -> None:
    made = make_readable(content, name="")

    assert made.pages.blocks == ()
    assert made.pages.notes
