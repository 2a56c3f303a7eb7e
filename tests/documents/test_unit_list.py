from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from documents.unit_list import TierRow, UnitRow, write_unit_list
from tests.documents.examples import audit_findings
from tests.documents.sheets import SHEET, part_of, rows_of, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

LATE = UnitRow(
    "HU-353",
    "Huyện ủy Lý Nhân",
    "Huyện",
    "Tỉnh ủy Hà Nam",
    date(2022, 8, 20),
    "Nộp chậm",
    date(2022, 8, 22),
    "123-BC/HU",
    2,
    3,
    date(2022, 8, 21),
    "",
    "0226.0000.001",
)
OPEN = UnitRow(
    "HU-350",
    "=Huyện ủy Kim Bảng",
    "Huyện",
    "",
    date(2022, 8, 20),
    "Chưa nộp",
    None,
    "",
    None,
    1,
    None,
    "30/8/2022: Đôn đốc lần 2",
    "",
)
DISTRICTS = TierRow("Huyện", expected=2, received=1, on_time=0, late=1, overdue=1, returned=0)
COMMUNES = TierRow("Xã", expected=8, received=6, on_time=5, late=1, overdue=2, returned=1)


def test_unit_list_has_a_row_for_each_unit() -> None:
    rows = rows_of(_written(LATE, OPEN), sheet=1)

    assert rows[0] == ["Danh sách theo dõi"]
    assert rows[1] == ["Tính đến hết ngày 25/8/2022"]
    assert rows[3][1:3] == ["Mã", "Đơn vị"]
    assert rows[4] == [
        "1",
        "HU-353",
        "Huyện ủy Lý Nhân",
        "Huyện",
        "Tỉnh ủy Hà Nam",
        "44793",
        "Nộp chậm",
        "44795",
        "123-BC/HU",
        "2",
        "3",
        "44794",
        "",
        "0226.0000.001",
    ]


def test_rows_are_as_high_as_their_longest_text_needs() -> None:
    long = replace(LATE, unit="Đảng ủy phường Lương Khánh Thiện", tier="Cấp huyện và tương đương")

    rows = {row.get("r"): row for row in sheet_of(_written(LATE, long), 1).iter(f"{SHEET}row")}

    assert [rows[number].get("ht") for number in ("5", "6")] == [None, "30"]  # 15 is the height of an ordinary row


def test_unit_list_printed_on_one_page_wide_stays_readable() -> None:
    widths = [float(column.get("width", "0")) for column in sheet_of(_written(LATE), 1).iter(f"{SHEET}col")]

    # A page turned sideways holds 146 characters between its margins; 8 of 11 points is what a sheet may shrink to.
    assert 146 / sum(widths) * 11 > 8


def test_unit_list_leaves_unknown_dates_empty_and_writes_no_formula() -> None:
    content = _written(LATE, OPEN)

    assert rows_of(content, sheet=1)[5][2] == "=Huyện ủy Kim Bảng"
    assert rows_of(content, sheet=1)[5][7] == ""
    assert list(sheet_of(content, 1).iter(f"{SHEET}f")) == []


def test_unit_list_dates_are_dates() -> None:
    content = _written(LATE)

    deadline = next(cell for cell in sheet_of(content, 1).iter(f"{SHEET}c") if cell.get("r") == "F5")
    styles = etree.fromstring(part_of(content, "xl/styles.xml"))
    formats = styles.find(f"{SHEET}cellXfs")
    assert formats is not None
    number_format = formats[int(deadline.get("s", "0"))].get("numFmtId")
    (wanted,) = [f.get("numFmtId") for f in styles.iter(f"{SHEET}numFmt") if f.get("formatCode") == "dd/mm/yyyy"]
    assert number_format == wanted


def test_summary_counts_each_tier_and_all() -> None:
    rows = rows_of(_written(LATE, tiers=(COMMUNES, DISTRICTS)), sheet=2)

    assert rows[4:] == [
        ["Xã", "8", "6", "5", "1", "2", "1", "0.625"],
        ["Huyện", "2", "1", "0", "1", "1", "0", "0"],
        ["Cộng", "10", "7", "5", "2", "3", "1", "0.5"],
    ]


def test_summary_of_no_tier_is_nought() -> None:
    assert rows_of(_written(), sheet=2)[4:] == [["Cộng", "0", "0", "0", "0", "0", "0", "0"]]


def test_on_time_rate_is_over_the_expected() -> None:
    assert COMMUNES.on_time_rate == pytest.approx(5 / 8)
    assert TierRow("Tỉnh", 0, 0, 0, 0, 0, 0).on_time_rate == 0


def test_unit_list_is_ready_to_filter_and_to_print() -> None:
    sheet = sheet_of(_written(LATE, OPEN), 1)

    setup, pane = next(sheet.iter(f"{SHEET}pageSetup")), next(sheet.iter(f"{SHEET}pane"))
    assert next(sheet.iter(f"{SHEET}autoFilter")).get("ref") == "A4:N6"
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert (pane.get("ySplit"), pane.get("state")) == ("4", "frozen")


def test_unit_list_is_the_same_twice() -> None:
    assert _written(LATE, OPEN, tiers=(DISTRICTS,)) == _written(LATE, OPEN, tiers=(DISTRICTS,))


def test_unit_list_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(_written(LATE, OPEN, tiers=(DISTRICTS,)), tmp_path / "units.xlsx") == []


def _written(*rows: UnitRow, tiers: tuple[TierRow, ...] = ()) -> bytes:
    return write_unit_list(rows, tiers=tiers, title="Danh sách theo dõi", as_of=date(2022, 8, 25))
