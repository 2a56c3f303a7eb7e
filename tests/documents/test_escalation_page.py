from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]

from documents.blocks import Paragraph, Table
from documents.escalation_page import write_escalation_page
from documents.office import convert
from documents.reading import read_report
from documents.sniffing import FileKind
from tests.documents.examples import audit_findings
from tests.documents.test_escalation_list import OVERDUE, UNREACHED, VALUE
from tests.documents.test_office import soffice

if TYPE_CHECKING:
    from pathlib import Path

LONG_NAME = replace(OVERDUE, unit="Đài Phát thanh - Truyền hình tỉnh Hà Nam", is_returned=True)
THIRTEEN = replace(VALUE, entries=(LONG_NAME,) * 12, unreached=(UNREACHED,))


def test_units_stand_in_one_table_those_that_nobody_reached_last_and_without_days() -> None:
    (_, table, _) = [one for one in read_report(write_escalation_page(VALUE)).blocks if isinstance(one, Table)]

    assert table.rows[1:] == (
        ("1", "Huyện ủy Lý Nhân", "20/8/2022", "5", "23/8/2022, gọi điện thoại", "30/8/2022"),
        ("2", "Thị ủy Duy Tiên", "20/8/2022", "–", "Chưa liên lạc được", ""),
    )


def test_page_counts_and_blames_nobody_who_was_not_reached() -> None:
    said = [one.text for one in read_report(write_escalation_page(VALUE)).blocks if isinstance(one, Paragraph)]

    assert any(text.endswith("đã nhận được báo cáo của 11/13 đơn vị; 02 đơn vị quá hạn:") for text in said)
    assert any("chưa xác định trách nhiệm của đơn vị" in text for text in said)
    without = read_report(write_escalation_page(replace(VALUE, unreached=()))).blocks
    assert not any("trách nhiệm" in getattr(one, "text", "") for one in without)


def test_returned_report_is_marked() -> None:
    blocks = read_report(write_escalation_page(THIRTEEN)).blocks

    assert any("(đã trả lại)" in one.rows[1][1] for one in blocks if isinstance(one, Table) and len(one.rows) > 1)


def test_thirteen_units_fit_on_one_page() -> None:
    pages = convert(write_escalation_page(THIRTEEN), FileKind.DOCX, office=soffice(), target="pdf")

    with pypdfium2.PdfDocument(pages) as document:
        assert len(document) == 1


def test_page_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    content = write_escalation_page(THIRTEEN)

    assert content == write_escalation_page(THIRTEEN)
    assert audit_findings(content, tmp_path / "page.docx") == []
