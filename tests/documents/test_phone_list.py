from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from documents.blocks import Table
from documents.filled_phone_list import FilledLine, read_phone_workbook
from documents.phone_list import PhoneEntry, PhoneList, write_phone_pages, write_phone_workbook
from documents.reading import read_report
from domain.calls import CallResult
from domain.errors import RuleBroken
from tests.documents.examples import audit_findings
from tests.documents.filled_sheets import filled
from tests.documents.sheets import SHEET, rows_of, sheet_names, sheet_of

if TYPE_CHECKING:
    from pathlib import Path

ENTRY = PhoneEntry(
    code="HU-353",
    unit="Huyện ủy Lý Nhân",
    superior="Tỉnh ủy Hà Nam",
    callee="Trần Văn Bình",
    number="0226.0000.011",
    reasons=("Quá hạn 2 ngày, đã đôn đốc 1 lần",),
    deadline=date(2022, 8, 20),
    earlier="22/8/2022: không nghe máy",
    script="Chào đồng chí.\n\nXin cảm ơn.\n",
)
UNKNOWN = replace(ENTRY, code="HU-352", unit="=Huyện ủy Bình Lục", callee="", number="", earlier="")
VALUE = PhoneList(
    title="Danh sách gọi điện thoại theo Kế hoạch số 15-KH/TU",
    issuer="Ban Tuyên giáo Tỉnh ủy Hà Nam",
    plan="Kế hoạch số 15-KH/TU ngày 24/6/2022",
    as_of=datetime(2022, 8, 22, 8, 0),  # noqa: DTZ001 -- a file holds the hour on the wall
    entries=(ENTRY, UNKNOWN),
)
LISTED_AT = VALUE.as_of


def test_workbook_has_a_line_to_fill_in_for_each_unit_and_what_to_say() -> None:
    content = write_phone_workbook(VALUE)

    assert sheet_names(content) == ["Danh sách gọi", "Nội dung gọi"]
    first, second = rows_of(content, sheet=1)[4:6]
    assert first[:6] == ["1", "HU-353", "Huyện ủy Lý Nhân", "Trần Văn Bình", "0226.0000.011", ENTRY.reasons[0]]
    assert first[8:] == ["", "", "", "", ""]
    assert second[3:5] == ["Cần hỏi số khác", ""]
    assert rows_of(content, sheet=2)[4][-1] == "Chào đồng chí.\n\nXin cảm ơn."


def test_workbook_offers_the_results_to_pick_and_prints_sideways() -> None:
    sheet = sheet_of(write_phone_workbook(VALUE), 1)

    (rule,) = sheet.iter(f"{SHEET}dataValidation")
    assert rule.get("sqref") == "I5:I6"
    assert rule.findtext(f"{SHEET}formula1") == '"đã gặp,không nghe máy,sai số,hẹn ngày nộp"'
    page = sheet.find(f"{SHEET}pageSetup")
    assert page is not None
    assert (page.get("orientation"), page.get("paperSize")) == ("landscape", "9")


def test_the_same_list_gives_the_same_bytes() -> None:
    assert write_phone_workbook(VALUE) == write_phone_workbook(VALUE)
    assert write_phone_pages(VALUE) == write_phone_pages(VALUE)


def test_pages_have_boxes_to_tick_and_the_number_beside_them(tmp_path: Path) -> None:
    content = write_phone_pages(VALUE)

    (table,) = [one for one in read_report(content).blocks if isinstance(one, Table)]
    assert table.rows[1][:4] == ("1", "Huyện ủy Lý Nhân\nHạn 20/8/2022", "Trần Văn Bình", "0226.0000.011")
    assert table.rows[1][5] == "☐ Đã gặp ☐ Không nghe\n☐ Sai số ☐ Hẹn ……/……"
    assert table.rows[2][3] == "Cần hỏi số khác"
    assert audit_findings(content, tmp_path / "danh-sach-goi.docx") == []


def test_lines_left_empty_are_no_calls() -> None:
    assert read_phone_workbook(write_phone_workbook(VALUE)) == []


def test_filled_line_is_read_as_people_write_it() -> None:
    content = filled(
        write_phone_workbook(VALUE),
        {
            "I5": "Hẹn",
            "J5": "25/8",
            "K5": "22/8/2022 9h15",
            "L5": "Nguyễn Văn A",
            "M5": "Đang trình ký.",
            "I6": "da gap",
        },
    )

    assert read_phone_workbook(content) == [
        FilledLine(
            row=5,
            unit="HU-353",
            number="0226.0000.011",
            result=CallResult.PROMISED,
            day=date(2022, 8, 25),
            at=datetime(2022, 8, 22, 9, 15),  # noqa: DTZ001 -- as above
            who="Nguyễn Văn A",
            note="Đang trình ký.",
        ),
        FilledLine(row=6, unit="HU-352", result=CallResult.REACHED, at=LISTED_AT),
    ]


def test_days_and_numbers_that_excel_took_for_figures_are_read() -> None:
    """44798 is 25/8/2022 as Excel counts days; a number typed over has lost its nought."""
    content = filled(write_phone_workbook(VALUE), {"I5": "hẹn", "E5": 912000001, "J5": 44798})

    (line,) = read_phone_workbook(content)

    assert (line.number, line.day) == ("0912000001", date(2022, 8, 25))


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ({"I5": "bận"}, "Kết quả “bận” không rõ; hãy chọn một trong: đã gặp, không nghe máy, sai số, hẹn ngày nộp."),
        ({"J5": "25/8"}, "Kết quả “” không rõ; hãy chọn một trong: đã gặp, không nghe máy, sai số, hẹn ngày nộp."),
        ({"I5": "hẹn", "J5": 25}, "“25” không phải ngày giờ; hãy ghi như 22/8/2022 hoặc 22/8/2022 09:15."),
        ({"I5": "hẹn", "J5": "31/2"}, "“31/2” không phải ngày giờ; hãy ghi như 22/8/2022 hoặc 22/8/2022 09:15."),
        (
            {"I5": "đã gặp", "K5": "sáng nay"},
            "“sáng nay” không phải ngày giờ; hãy ghi như 22/8/2022 hoặc 22/8/2022 09:15.",
        ),
    ],
)
def test_line_that_cannot_be_read_says_why(cells: dict[str, str | float], fault: str) -> None:
    (line,) = read_phone_workbook(filled(write_phone_workbook(VALUE), cells))

    assert (line.row, line.unit, line.fault) == (5, "HU-353", fault)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 damaged", write_phone_pages(VALUE)[:2000]])
def test_file_that_is_no_phone_list_is_refused(content: bytes) -> None:
    with pytest.raises(RuleBroken, match="không phải danh sách gọi điện thoại"):
        read_phone_workbook(content)
