"""Flags with precision: nothing on reports without fault, and what was planted is found where it was planted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.plan_file import find_plan, load_plan
from demo.sample_reports import SampleUnit, sample_report
from documents.blocks import Block, Heading, Paragraph, Report, Table
from documents.outline_checking import check_outline
from documents.reading import read_report
from domain.duties import obligations_of
from domain.letterhead import heading_of

if TYPE_CHECKING:
    from domain.duties import Owed
    from domain.outline_check import OutlineCheck

SHIPPED = load_plan(find_plan("ke-hoach-15-kh-tu"))
UNIT = SHIPPED.units["HU-353"]
RECEIVED = date(2022, 8, 20)
PLACE = "Lý Nhân, ngày {} tháng {} năm {}"


def findings(*blocks: Block, closes: date | None = None) -> list[tuple[str, str]]:
    """Code and place, in a report of one section."""
    plan = replace(SHIPPED.plan, closes=closes) if closes else SHIPPED.plan
    report = Report((*blocks[:-1], blocks[-1]))
    found = check_outline(report, plan, UNIT, plan.duty("district"), units=SHIPPED.units, received=RECEIVED)
    return [(one.code, one.where) for one in found.findings]


def saying(text: str) -> list[str]:
    return [code for code, _ in findings(Heading(1, "IV- Đề xuất, kiến nghị", 1), Paragraph(text, 2))]


def opened_by(*lines: str) -> list[str]:
    opening = [Paragraph(line, place) for place, line in enumerate(lines, start=1)]
    return [code for code, _ in findings(*opening, Heading(1, "IV- Đề xuất, kiến nghị", 9), Paragraph("Không.", 10))]


def table(*rows: tuple[str, ...]) -> list[tuple[str, str]]:
    return findings(Heading(1, "IV- Đề xuất, kiến nghị", 1), Paragraph("Số liệu:", 2), Table(rows, 3))


ONE_OF_EACH_KIND = {
    owed.unit.kind: owed
    for owed in obligations_of(SHIPPED.plan, SHIPPED.units)
    if owed.unit.code != SHIPPED.plan.bodies.coordinator
}


@pytest.mark.parametrize("kind", ONE_OF_EACH_KIND)
def test_sample_reports_of_every_kind_of_unit_have_no_finding(kind: str) -> None:
    for seed in range(3):
        found = _sample(ONE_OF_EACH_KIND[kind], seed)

        assert (found.findings, found.extra_headings) == ((), ())
        assert found.is_complete


def _sample(owed: Owed, seed: int) -> OutlineCheck:
    unit, duty = owed.unit, owed.duty
    heading = heading_of(unit, SHIPPED.units.superior_of(unit.code), province="Hà Nam")
    sample = SampleUnit(
        unit.name, unit.kind, heading.superior, "12-BC/X", heading.place, date(2022, 7, 18), heading.issuer
    )
    content = sample_report(sample, SHIPPED.plan.outline, seed=f"{unit.code}/{seed}", sections=duty.sections or None)
    return check_outline(read_report(content), SHIPPED.plan, unit, duty, units=SHIPPED.units, received=RECEIVED)


@pytest.mark.parametrize(
    "lines",
    [
        (PLACE.format("15", "7", "2021"),),
        (PLACE.format("15", "8", "2023"),),
        (PLACE.format("25", "8", "2022"),),
        (PLACE.format("31", "6", "2022"),),
        ("BÁO CÁO", "Sơ kết 03 năm thực hiện Chỉ thị số 07-CT/TW"),
        ("BÁO CÁO", "Tổng kết 05 năm thực hiện Chỉ thị số 07-CT/TW"),
        ("BÁO CÁO", "Kết quả thực hiện Chỉ thị số 35-CT/TW của Bộ Chính trị"),
        ("BÁO CÁO", "Kết quả công tác thông tin cơ sở 6 tháng đầu năm 2021"),
    ],
)
def test_an_opening_of_another_time_or_task_is_flagged(lines: tuple[str, ...]) -> None:
    assert opened_by(*lines) == ["stale_date"]


@pytest.mark.parametrize(
    "lines",
    [
        (PLACE.format("18", "8", "2022"),),
        (PLACE.format("  ", "  ", "2022"),),
        ("BÁO CÁO", "Sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW ngày 05/9/2016 của Ban Bí thư"),
        ("BÁO CÁO", "Kết quả 5 năm thực hiện CT số 07 -CT/TW"),
        (
            "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022, Kế hoạch số 45-KH/HU ngày 30/6/2022 của Huyện ủy, báo cáo như sau:",
        ),
    ],
)
def test_an_opening_of_this_campaign_is_not_flagged(lines: tuple[str, ...]) -> None:
    assert opened_by(*lines) == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Trong 6 tháng đầu năm 2021, cấp ủy đã tổ chức 05 hội nghị.", ["stale_date"]),
        ("Tính đến hết năm 2019, toàn huyện có 250 cụm loa.", ["stale_date"]),
        ("Số liệu đến tháng 12/2018 cho thấy 80% số hộ được nghe đài.", ["stale_date"]),
        ("Triển khai nhiệm vụ năm 2021 theo kế hoạch.", ["stale_date"]),
        ("Số liệu tính đến ngày 31/12/2019 cho thấy các cụm loa hoạt động tốt.", ["stale_date"]),
        ("Triển khai nhiệm vụ trọng tâm công tác năm 2019.", ["stale_date"]),
        ("Đã có 12 cụm loa. Dự kiến trong quý I năm 2018 sẽ lắp đặt thêm 05 cụm.", ["stale_date"]),
        ("Báo cáo kết quả công tác năm 2018 và phương hướng thời gian tới.", ["stale_date"]),
        ("Sở BCVT đã kiểm tra thiết bị.", ["stale_agency"]),
        ("Phối hợp với Bộ Văn hóa - Thông tin tổ chức tập huấn.", ["stale_agency"]),
        ("Sở Bưu chính, Viễn thông đã hỗ trợ thiết bị.", ["stale_agency"]),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy hướng dẫn.", ["stale_agency"]),
        ("Tổ chức tổng số 15 hội nghị, gồm: 8 hội nghị trực tiếp và 5 hội nghị trực tuyến.", ["total_does_not_add_up"]),
        (
            "Tổng số 1.350 tin, bài, trong đó: 1.000 tin phát thanh, 300 tin trên mạng xã hội.",
            ["total_does_not_add_up"],
        ),
        ("Toàn xã có 30 loa, gồm 20 loa có dây và 9 loa không dây.", ["total_does_not_add_up"]),
        ("Tổng cộng có 30 lớp, gồm: 20 lớp ở xã; 9 lớp ở thôn.", ["total_does_not_add_up"]),
        (
            "Tổng kinh phí là 62 triệu đồng, gồm ngân sách huyện 32 triệu đồng, ngân sách xã 20 triệu đồng.",
            ["total_does_not_add_up"],
        ),
        ("Tổng số người dự là 40 người, trong đó: nam 22 người, nữ 15 người.", ["total_does_not_add_up"]),
    ],
)
def test_a_sentence_with_a_planted_fault_is_flagged(text: str, codes: list[str]) -> None:
    assert saying(text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "Thực hiện Chỉ thị số 07-CT/TW ngày 05/9/2016 và Quyết định số 52/2016/QĐ-TTg ngày 06/12/2016.",
        "Từ năm 2016 đến năm 2021 đã đầu tư 12 cụm loa; thiết bị trước năm 2015 đã xuống cấp.",
        "Trong 6 tháng đầu năm 2022 đã phát 450 tin, bài.",
        "Tính đến ngày 31/12/2021, toàn huyện có 250 cụm loa.",
        "Tính đến năm 2016 chỉ có 100 loa, đến nay (tháng 7/2022) là 250 loa.",
        "Phấn đấu đến năm 2025, 100% số xã có đài truyền thanh thông minh.",
        "Thực hiện Thông tư của Bộ Văn hóa - Thông tin năm 2004 về thiết chế văn hóa.",
        "Sở Bưu chính, Viễn thông (nay là Sở Thông tin và Truyền thông) bàn giao thiết bị.",
        "Bộ Thông tin và Truyền thông, Ban Tuyên giáo Tỉnh ủy, đài truyền thanh cấp huyện phối hợp.",
        "Tổng số 15 hội nghị, trong đó có 3 hội nghị trực tuyến và 2 hội nghị chuyên đề cấp cụm.",
        "Tổng số 15 hội nghị, gồm: 8 hội nghị trực tiếp và 7 hội nghị trực tuyến.",
        "Tổng số 52 đồng chí, trong đó: 12 nữ, 30 đảng viên.",
        "Tổng kinh phí là 1.250 triệu đồng, trong đó xã hội hóa 250 triệu đồng.",
        "Tổng kinh phí là 5 tỷ đồng, gồm ngân sách 3 tỷ đồng, đóng góp 2.000 triệu đồng.",
        "Toàn xã có 30 loa, trong đó 20 loa có dây, 9 loa không dây.",
        "Có 30 thành viên, gồm 2 trưởng nhóm, 4 phó nhóm và các thành viên khác.",
        "Tổng số 30 cán bộ, trong đó: 20 cán bộ là nữ, 25 cán bộ là đảng viên.",
        "Trong 5 năm đã thực hiện 3 hình thức, gồm 20 buổi nói chuyện và 9 hội thi.",
        "Năm 2021 có các lớp tập huấn, gồm 20 lớp ở xã và 9 lớp ở huyện.",
        "Mục tiêu phấn đấu đến năm 2020 đã hoàn thành trước thời hạn.",
        "Sở Thông tin và Truyền thông được thành lập trên cơ sở Sở Bưu chính, Viễn thông.",
    ],
)
def test_an_honest_sentence_is_not_flagged(text: str) -> None:
    assert saying(text) == []


def test_agencies_go_by_the_day_on_which_the_plan_closes() -> None:
    heading, text = Heading(1, "IV- Đề xuất, kiến nghị", 1), Paragraph("Đề nghị Bộ Giao thông vận tải hỗ trợ.", 2)

    assert findings(heading, text) == []
    assert findings(heading, text, closes=date(2025, 9, 30)) == [("stale_agency", "mục IV, đoạn 2")]


def test_a_table_that_promises_figures_and_has_none_is_flagged() -> None:
    head = ("TT", "Nội dung", "Số lượng", "Kinh phí")

    assert table(head, ("1", "Loa", "", "-"), ("2", "Bảng tin", "…", "")) == [
        ("table_without_figures", "mục IV, bảng 1 (đoạn 3)"),
    ]
    assert table(head, ("1", "Loa", "", "-"), ("2", "Bảng tin", "0", "")) == []
    assert table(("TT", "Họ và tên", "Chức vụ"), ("1", "", "")) == []


@pytest.mark.parametrize(
    "rows",
    [
        (("TT", "Xã", "Số loa"), ("1", "A", "30"), ("2", "B", "45"), ("", "Tổng số", "57")),
        (("TT", "Xã", "Số loa"), ("", "Tổng cộng", "1.080"), ("1", "A", "1.030"), ("2", "B", "45")),
        (("Xã", "Kinh phí"), ("A", "1,5"), ("B", "2,5"), ("Cộng", "5,0")),
        (
            ("TT", "Xã", "Số loa", "Tỷ lệ (%)"),
            ("1", "A", "30", "40"),
            ("2", "B", "45", "60"),
            ("", "Tổng", "76", "100"),
        ),
    ],
)
def test_a_total_that_is_not_the_sum_is_flagged_in_its_row(rows: tuple[tuple[str, ...], ...]) -> None:
    place = next(n for n, row in enumerate(rows, start=1) if any(cell.startswith(("Tổng", "Cộng")) for cell in row))

    assert table(*rows) == [("total_does_not_add_up", f"mục IV, bảng 1 (đoạn 3), dòng {place}")]


ROW_TOTALS = (
    ("TT", "Xã", "Loại A", "Loại B", "Tổng số"),
    ("1", "Một", "30", "45", "75"),
    ("2", "Hai", "5", "6", "11"),
    ("3", "Ba", "7", "8", "16"),
)


def test_a_total_at_the_end_of_its_row_is_flagged_where_the_others_add_up() -> None:
    assert table(*ROW_TOTALS) == [("total_does_not_add_up", "mục IV, bảng 1 (đoạn 3), dòng 4")]
    assert table(*ROW_TOTALS[:3]) == []
    assert table(ROW_TOTALS[0], ROW_TOTALS[1], ROW_TOTALS[3]) == []


@pytest.mark.parametrize(
    "rows",
    [
        (("TT", "Xã", "Số loa"), ("1", "A", "30"), ("2", "B", "45"), ("", "Tổng số", "75")),
        (("TT", "Xã", "Số loa"), ("", "Tổng cộng", "1.075"), ("1", "A", "1.030"), ("2", "B", "45")),
        (("Xã", "Kinh phí"), ("A", "1,26"), ("B", "2,26"), ("Cộng", "3,5")),
        (("TT", "Xã", "Tỷ lệ (%)"), ("1", "A", "30"), ("2", "B", "45"), ("", "Tổng số", "37")),
        (("TT", "Xã", "Tỷ lệ"), ("1", "A", "30%"), ("2", "B", "45%"), ("", "Tổng số", "37%")),
        (
            ("TT", "Nội dung", "ĐVT", "Số lượng"),
            ("1", "Loa", "chiếc", "30"),
            ("2", "Xã", "xã", "4"),
            ("", "Tổng", "", "30"),
        ),
        (
            ("TT", "Nội dung", "Số lượng"),
            ("I", "Loa", "50"),
            ("1", "Có dây", "30"),
            ("2", "Không dây", "20"),
            ("", "Tổng", "50"),
        ),
        (("Xã", "Số người"), ("A", "30"), ("- nữ", "12"), ("B", "20"), ("- nữ", "8"), ("Cộng", "50")),
        (("Xã", "Số người"), ("A", "30"), ("B", "khoảng 20"), ("Cộng", "60")),
        (("Xã", "Số người"), ("A", "1,350"), ("B", "20"), ("Cộng", "1,370")),
        (("Nội dung", "Năm 2016", "Năm 2021"), ("Loa", "30", "45"), ("Bảng tin", "3", "4")),
    ],
)
def test_a_total_that_is_right_or_none_is_not_flagged(rows: tuple[tuple[str, ...], ...]) -> None:
    assert table(*rows) == []


def test_a_report_headed_by_a_neighbour_is_flagged() -> None:
    lines = ("TỈNH ỦY HÀ NAM", "HUYỆN ỦY BÌNH LỤC", "BÁO CÁO")

    assert opened_by(*lines) == ["other_unit"]
    assert opened_by("ĐẢNG BỘ TỈNH HÀ NAM", "HUYỆN UỶ LÝ NHÂN", "BÁO CÁO") == []
    assert opened_by("TỈNH ỦY HÀ NAM", "HU LÝ NHÂN", "BÁO CÁO") == []
