from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
from docx.shared import Mm, Pt

from documents.party_template import FONT, TEMPLATE, build_template
from tests.documents.examples import audit_findings

if TYPE_CHECKING:
    from pathlib import Path


def test_shipped_template_is_what_the_generator_builds() -> None:
    assert _parts(TEMPLATE.read_bytes()) == _parts(build_template())


def test_template_has_no_stale_parts_and_no_author() -> None:
    parts = _parts(TEMPLATE.read_bytes())

    assert "word/stylesWithEffects.xml" not in parts
    assert "docProps/thumbnail.jpeg" not in parts
    assert b"creator" not in parts["docProps/core.xml"]


def test_template_page_is_a4_with_the_margins_of_party_documents() -> None:
    section = docx.Document(str(TEMPLATE)).sections[0]

    assert (_mm(section.page_width), _mm(section.page_height)) == (210, 297)
    assert [_mm(section.top_margin), _mm(section.bottom_margin)] == [20, 20]
    assert [_mm(section.left_margin), _mm(section.right_margin)] == [30, 15]


def test_template_numbers_pages_from_the_second_on() -> None:
    section = docx.Document(str(TEMPLATE)).sections[0]

    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0]._p.xpath(".//w:fldSimple") == []
    assert len(section.header.paragraphs[0]._p.xpath(".//w:fldSimple")) == 1
    assert _mm(section.header_distance) == 10


def test_template_body_is_justified_with_a_first_line_of_ten_millimetres() -> None:
    body = docx.Document(str(TEMPLATE)).styles["Body Text"]

    assert body.font.size == Pt(14)
    assert body.paragraph_format.line_spacing == Pt(20)
    assert _mm(body.paragraph_format.first_line_indent) == 10


def test_template_headings_carry_outline_levels() -> None:
    styles = docx.Document(str(TEMPLATE)).styles

    levels = [styles[f"Heading {level}"].element.xpath("./w:pPr/w:outlineLvl/@w:val") for level in (1, 2, 3, 4)]

    assert levels == [["0"], ["1"], ["2"], ["3"]]


def test_template_speaks_in_one_font() -> None:
    styles = _parts(TEMPLATE.read_bytes())["word/styles.xml"].decode()

    assert f'w:ascii="{FONT}"' in styles
    assert "Theme=" not in styles


def test_template_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(TEMPLATE.read_bytes(), tmp_path / "party.docx") == []


def _parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _mm(length: int | None) -> int:
    assert length is not None
    return round(length / Mm(1))
