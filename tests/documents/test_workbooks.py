from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from documents.workbooks import Book, Centred, Rate
from tests.documents.examples import audit_findings
from tests.documents.sheets import SHEET, format_of, part_of, rows_of, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

COLUMNS = (("Một", 10), ("Hai", 10), ("Ba", 10))


def written(*rows: tuple[object, ...], legend: str = "") -> bytes:
    book = Book("Tiêu đề")
    sheet = book.sheet("Trang", COLUMNS, caption="Chú thích", legend=legend)
    for row in rows:
        sheet.append(row)
    sheet.filter()
    return book.to_bytes()


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-BC/HU", "@SUM(A1)", "\t=1"])
def test_text_like_a_formula_stays_text_also_when_it_is_edited(text: str) -> None:
    content = written((text, None, None))

    assert rows_of(content, sheet=1)[4][0] == text
    assert list(sheet_of(content, 1).iter(f"{SHEET}f")) == []
    assert b'quotePrefix="1"' in part_of(content, "xl/styles.xml")
    assert b'quotePrefix="1"' not in part_of(written(("Thường", None, None)), "xl/styles.xml")


@pytest.mark.parametrize(
    ("value", "held", "number_format"),
    [
        (Decimal(1350), "1350", "[$-42A]#,##0"),
        (Decimal("1350.50"), "1350.5", "[$-42A]#,##0.0"),
        (Decimal("0.125"), "0.125", "[$-42A]#,##0.000"),
        (Decimal("1E+3"), "1000", "[$-42A]#,##0"),
        (Rate(0.875), "0.875", "0.0%"),
        (date(2022, 8, 20), "44793", "dd/mm/yyyy"),
        (datetime(2022, 8, 20, 12, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), "44793.5", "dd/mm/yyyy hh:mm"),
    ],
)
def test_value_is_held_as_what_it_is(value: object, held: str, number_format: str) -> None:
    content = written((value, None, None))

    assert rows_of(content, sheet=1)[4][0] == held
    assert format_of(content, "A5", sheet=1) == number_format


def test_number_too_long_to_be_exact_stays_a_text() -> None:
    assert rows_of(written((Decimal(1234567890123456789), None, None)), sheet=1)[4][0] == "1234567890123456789"


def test_text_longer_than_a_cell_can_hold_is_cut_and_shows_it() -> None:
    (cell, *_) = rows_of(written(("x" * 40_000, None, None)), sheet=1)[4]

    assert (len(cell), cell[-1]) == (32_767, "…")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert rows_of(written((Centred("a\x00b\ud800"), None, None)), sheet=1)[4][0] == "ab"


def test_legend_stands_over_the_whole_width_in_as_many_lines_as_it_takes() -> None:
    content = written(legend="chữ " * 20)

    (merged,) = sheet_of(content, 1).iter(f"{SHEET}mergeCell")
    heights = {row.get("r"): row.get("ht") for row in sheet_of(content, 1).iter(f"{SHEET}row")}
    assert (merged.get("ref"), heights["3"]) == ("A3:C3", "45")


def test_row_is_as_high_as_the_lines_of_its_text_but_never_higher_than_excel_allows() -> None:
    content = written(("một\nhai\nba", None, None), ("x " * 20_000, None, None))

    heights = {row.get("r"): row.get("ht") for row in sheet_of(content, 1).iter(f"{SHEET}row")}
    assert (heights["5"], heights["6"]) == ("45", "408.75")


def test_workbook_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    rows = (("=a", Decimal("1.5"), Rate(0.5)), (Centred("b"), date(2022, 8, 20), 7))

    assert written(*rows, legend="Lời") == written(*rows, legend="Lời")
    assert audit_findings(written(*rows, legend="Lời"), tmp_path / "book.xlsx") == []
