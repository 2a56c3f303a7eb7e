from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from documents.consolidation_workbook import ConsolidationWorkbook, SentMessage, write_consolidation_workbook
from documents.coverage_table import LEGEND
from documents.figure_sheets import NO_FIGURES, NO_SUM, NOT_SUMMED
from domain.figures import Figure, FigureFound, FigureKind
from tests.documents.consolidations import ANNEXES, AS_OF, CHECKS, EMPTY, GROUP, NAMES, OUTLINE, PAIR, PREFLIGHT
from tests.documents.examples import audit_findings
from tests.documents.sheets import SHEET, format_of, rows_of, sheet_names, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

STATUS, COVERAGE, FIGURES, PLACES, OTHERS, COPIES, MESSAGES = range(1, 8)

SPEAKERS = Figure("speakers", "Loa truyền thanh", "chiếc", "II.1.3", FigureKind.STOCK, is_summed=True)
RATIO = Figure("ratio", "Tỷ lệ quán triệt", "%", "I.1", FigureKind.RATIO)
MEETINGS = Figure("meetings", "Hội nghị", "hội nghị", "I.1", FigureKind.FLOW)


def found(unit: str, figure: str, value: str, *, name: str = "", column: str = "") -> FigureFound:
    return FigureFound(unit, figure, "II.1.3", Decimal(value), "mục II.1.3, bảng 1", "1.350 chiếc", name, column)


VALUE = ConsolidationWorkbook(
    title="Số liệu kèm theo báo cáo",
    outline=OUTLINE,
    preflight=PREFLIGHT,
    names=NAMES,
    checks=CHECKS,
    figures=(SPEAKERS, RATIO, MEETINGS),
    found=(
        found("HU-350", "speakers", "1350"),
        found("HU-353", "speakers", "12"),
        found("HU-353", "speakers", "15.5"),
        found("HU-350", "ratio", "98.5"),
        found("HU-353", "", "7", name="=Nhà văn hóa", column="Năm 2021"),
    ),
    groups=(GROUP,),
    copied=ANNEXES.copied,
    messages=(SentMessage(AS_OF, "Huyện ủy Lý Nhân", "Đôn đốc", "thư điện tử", "a@b.example", "đã gửi"),),
)
NOTHING_AT_ALL = ConsolidationWorkbook("Số liệu", OUTLINE, EMPTY, {}, {}, (), ())


def test_workbook_has_a_sheet_for_each_matter() -> None:
    assert sheet_names(_written(VALUE)) == [
        "Tình trạng",
        "Đối chiếu đề cương",
        "Số liệu",
        "Nguồn số liệu",
        "Số liệu khác",
        "Trùng lặp",
        "Nhật ký gửi",
    ]


def test_status_tells_who_is_in_and_who_is_not_in_the_order_of_the_plan() -> None:
    rows = rows_of(_written(VALUE), sheet=STATUS)

    assert rows[1] == ["Tính đến 17 giờ 00 ngày 22/9/2022"]
    assert [row[1:4] for row in rows[4:]] == [
        ["HU-350", "Huyện ủy Kim Bảng", "Được tổng hợp; đúng hạn"],
        ["TU-349", "Thị ủy Duy Tiên", "Chưa gửi báo cáo"],
        ["HU-353", "Huyện ủy Lý Nhân", "Được tổng hợp; chậm 2 ngày"],
        ["ĐUCA", "Đảng ủy Công an tỉnh", "Đã gửi bản giấy, chưa có tệp"],
    ]
    assert rows[6][5:8] == ["2", "123-BC/HU", "2"]
    assert rows[5][7:12] == ["33", "44793", "44824.33333333334", "44830", "Đang chờ ký"]


def test_coverage_bears_the_same_signs_as_the_annex() -> None:
    rows = rows_of(_written(VALUE), sheet=COVERAGE)

    assert rows[2][0] == LEGEND
    assert rows[4] == ["1", "Huyện ủy Kim Bảng", "●", "○", "–", "●", "2", "3"]
    assert rows[5] == ["2", "Thị ủy Duy Tiên", "", "", "", "", "", ""]
    assert rows[8] == ["", "Số báo cáo: ●", "2", "0", "0", "1", "", ""]


def test_only_what_may_be_summed_has_a_total() -> None:
    rows = rows_of(_written(VALUE), sheet=FIGURES)

    assert rows[3][2:] == [
        "Loa truyền thanh (chiếc; hiện có)",
        "Tỷ lệ quán triệt (%; tỷ lệ)",
        "Hội nghị (hội nghị; phát sinh trong kỳ)",
    ]
    assert rows[-2] == ["", "Cộng", "1350", NOT_SUMMED, NOT_SUMMED]
    assert rows[-1] == ["", "Số đơn vị có số liệu trong tổng", "1/2", "", ""]


@pytest.mark.parametrize(
    "ratio", [replace(RATIO, is_summed=True), replace(RATIO, kind=FigureKind.STOCK, is_summed=True)]
)
def test_ratio_is_never_summed_whatever_the_plan_says(ratio: Figure) -> None:
    rows = rows_of(_written(replace(VALUE, figures=(ratio,))), sheet=FIGURES)

    assert rows[-2] == ["", "Cộng", NOT_SUMMED]


def test_figure_that_nobody_states_has_no_total() -> None:
    assert rows_of(_written(replace(VALUE, found=())), sheet=FIGURES)[-2][2] == NO_SUM


def test_figures_of_a_unit_are_numbers_and_two_different_ones_are_listed() -> None:
    content = _written(VALUE)
    rows = rows_of(content, sheet=FIGURES)

    assert rows[4] == ["1", "Huyện ủy Kim Bảng", "1350", "98.5", ""]
    assert rows[5] == ["2", "Huyện ủy Lý Nhân", "12; 15,5", "", ""]
    assert format_of(content, "C5", sheet=FIGURES) == "[$-42A]#,##0"


def test_filter_of_the_figures_leaves_the_totals_in_place() -> None:
    assert next(sheet_of(_written(VALUE), FIGURES).iter(f"{SHEET}autoFilter")).get("ref") == "A4:E6"


def test_every_figure_leads_to_its_place_and_what_nobody_declared_is_listed() -> None:
    content = _written(VALUE)

    assert rows_of(content, sheet=PLACES)[4] == [
        "1",
        "Huyện ủy Kim Bảng",
        "Loa truyền thanh",
        "1350",
        "chiếc",
        "mục II.1.3, bảng 1",
        "1.350 chiếc",
    ]
    assert rows_of(content, sheet=OTHERS)[4:] == [
        ["1", "Huyện ủy Lý Nhân", "II.1.3", "=Nhà văn hóa", "Năm 2021", "7", "mục II.1.3, bảng 1", "1.350 chiếc"]
    ]


def test_figure_that_the_plan_does_not_know_is_not_lost() -> None:
    rows = rows_of(_written(replace(VALUE, figures=(RATIO,))), sheet=OTHERS)

    assert len(rows[4:]) == 4


def test_copies_are_listed_with_their_group() -> None:
    rows = rows_of(_written(VALUE), sheet=COPIES)

    assert rows[4] == [
        "1",
        "I.1",
        "giữa các báo cáo",
        "1",
        "Huyện ủy Kim Bảng",
        "Huyện ủy Lý Nhân",
        str(PAIR.likeness),
        str(len(PAIR.first.text.split())),
    ]
    assert [row[2:4] for row in rows[5:]] == [["chép lời đề cương", ""], ["chép báo cáo đợt trước", ""]]


def test_message_log_has_a_row_for_each_message() -> None:
    assert rows_of(_written(VALUE), sheet=MESSAGES)[4] == [
        "1",
        "44826.70833333334",
        "Huyện ủy Lý Nhân",
        "Đôn đốc",
        "thư điện tử",
        "a@b.example",
        "đã gửi",
    ]


def test_empty_campaign_says_so_on_every_sheet() -> None:
    content = _written(NOTHING_AT_ALL)

    firsts = {
        sheet: rows_of(content, sheet=sheet)[4:5] for sheet in (STATUS, COVERAGE, PLACES, OTHERS, COPIES, MESSAGES)
    }
    assert {sheet: row[0][1] for sheet, row in firsts.items()} == dict.fromkeys(firsts, "Không có.")
    assert rows_of(content, sheet=FIGURES)[2][0] == NO_FIGURES


@pytest.mark.parametrize("sheet", range(STATUS, MESSAGES + 1))
def test_sheet_is_ready_to_print_and_to_scroll(sheet: int) -> None:
    root = sheet_of(_written(VALUE), sheet)

    setup, pane = next(root.iter(f"{SHEET}pageSetup")), next(root.iter(f"{SHEET}pane"))
    widths = [float(column.get("width", "0")) for column in root.iter(f"{SHEET}col")]
    assert (setup.get("paperSize"), setup.get("orientation"), setup.get("fitToHeight")) == ("9", "landscape", "0")
    assert (pane.get("ySplit"), pane.get("state")) == ("4", "frozen")
    assert 146 / sum(widths) * 11 > 8  # as in the list of units: what a sheet may shrink to


def test_many_figures_still_print_on_one_legible_page() -> None:
    many = tuple(replace(SPEAKERS, id=f"s{number}", name="Số hội nghị quán triệt, học tập") for number in range(18))
    root = sheet_of(_written(replace(VALUE, figures=many)), FIGURES)

    heights = {row.get("r"): float(row.get("ht", "15")) for row in root.iter(f"{SHEET}row")}
    widths = [float(column.get("width", "0")) for column in root.iter(f"{SHEET}col")]
    assert 146 / sum(widths) * 11 > 8
    assert heights["4"] > 15 * 5


def test_workbook_is_the_same_twice_and_passes_the_audit(tmp_path: Path) -> None:
    assert _written(VALUE) == _written(VALUE)
    assert audit_findings(_written(VALUE), tmp_path / "full.xlsx") == []
    assert audit_findings(_written(NOTHING_AT_ALL), tmp_path / "empty.xlsx") == []


def _written(value: ConsolidationWorkbook) -> bytes:
    return write_consolidation_workbook(value)
