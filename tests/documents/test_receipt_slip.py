from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from documents.blocks import Paragraph, Table
from documents.reading import read_report
from documents.receipt_slip import ReceiptSlip, write_receipt_slip
from domain.outline_check import OutlineCheck, ReportFinding, SectionCheck, SectionState
from tests.documents.examples import audit_findings

if TYPE_CHECKING:
    from pathlib import Path

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CHECK = OutlineCheck(
    sections=(
        SectionCheck("I.1", "Công tác lãnh đạo", SectionState.FOUND, "1. Công tác lãnh đạo", 7, 320, 1.0),
        SectionCheck("I.2", "Nhận thức của cấp ủy", SectionState.FOUND, "2. Nhận thức", 12, 150, 0.9),
        SectionCheck("II.1.4", "Kênh truyền thông", SectionState.NOT_OWED),
        SectionCheck("II.1.5", "Thiết chế văn hóa", SectionState.NONE, "1.5. Thiết chế", 30, 1, 1.0),
        SectionCheck("II.2", "Đánh giá chung", SectionState.EMPTY, "2. Đánh giá chung", 34, 0, 1.0),
        SectionCheck("IV", "Đề xuất, kiến nghị", SectionState.MISSING),
    ),
    extra_headings=("V- Tổ chức thực hiện",),
    findings=(ReportFinding("total", "mục II.1.3, bảng 1", "Tổng ghi 120, cộng các dòng được 118."),),
)
SLIP = ReceiptSlip(
    superior="Tỉnh ủy Hà Nam",
    issuer="Ban Tuyên giáo",
    place="Hà Nam",
    number="0003/TN-15-KH/TU",
    plan="Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam",
    unit="Huyện ủy Lý Nhân",
    duty="Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh",
    version=1,
    document_number="123-BC/HU",
    received_at=datetime(2022, 8, 25, 7, 30, tzinfo=HANOI),
    file_name="Bao-cao-Ly-Nhan.docx",
    size=53_964,
    sha256="9a7ac566cbb640bdb47d0eb6b9fc36e0ed98d26abc9215681d7999859f6581e9",
    deadline=date(2022, 8, 20),
    clause="mục III.1 của Kế hoạch",
    days_late=5,
    check=CHECK,
    receiver="Trần Thị Mai",
    recipients=("Huyện ủy Lý Nhân", "Lưu Ban Tuyên giáo Tỉnh ủy"),
)


def test_slip_tells_what_came_when_and_whether_in_time() -> None:
    assert facts(SLIP) == {
        "Nhiệm vụ": f"{SLIP.duty}, theo {SLIP.plan}",
        "Số văn bản": "123-BC/HU",
        "Thời điểm nhận": "07 giờ 30 ngày 25/8/2022",
        "Kết quả": "Chậm 5 ngày; hạn: hết ngày 20/8/2022 (mục III.1 của Kế hoạch)",
        "Tệp": "Bao-cao-Ly-Nhan.docx (52,7 KB)",
        "Mã SHA-256": "9a7ac566cbb640bdb47d0eb6b9fc36e0\ned98d26abc9215681d7999859f6581e9",
    }


def test_slip_is_headed_by_who_receives_and_numbered() -> None:
    (head, *_) = tables(SLIP)

    assert head.rows[0] == (
        "TỈNH ỦY HÀ NAM\nBAN TUYÊN GIÁO\n*\nSố 0003/TN-15-KH/TU",
        "ĐẢNG CỘNG SẢN VIỆT NAM\nHà Nam, ngày 25 tháng 8 năm 2022",
    )
    assert texts(SLIP)[:3] == ["PHIẾU TIẾP NHẬN", "báo cáo của Huyện ủy Lý Nhân", "-----"]


@pytest.mark.parametrize(
    ("changed", "fact", "text"),
    [
        ({"days_late": 0}, "Kết quả", "Đúng hạn; hạn: hết ngày 20/8/2022 (mục III.1 của Kế hoạch)"),
        ({"document_number": ""}, "Số văn bản", "Không ghi số"),
        ({"version": 2}, "Thời điểm nhận", "07 giờ 30 ngày 25/8/2022, lần nộp thứ 2"),
        ({"size": 812}, "Tệp", "Bao-cao-Ly-Nhan.docx (812 byte)"),
        ({"size": 3_500_000}, "Tệp", "Bao-cao-Ly-Nhan.docx (3,3 MB)"),
    ],
)
def test_slip_says_it_as_it_is(changed: dict[str, object], fact: str, text: str) -> None:
    assert facts(replace(SLIP, **changed))[fact] == text  # type: ignore[arg-type]


def test_outline_is_told_by_state_and_what_is_wanting_by_name() -> None:
    assert tables(SLIP)[2].rows[1:] == (
        ("Có nội dung", "2", "I.1, I.2"),
        ("Trả lời “Không.” (là đủ)", "1", "II.1.5"),
        ("Đề mục để trống", "1", "II.2: Đánh giá chung"),
        ("Không có trong báo cáo", "1", "IV: Đề xuất, kiến nghị"),
    )


def test_what_else_stands_out_is_listed() -> None:
    assert texts(SLIP)[3:6] == [
        "Đề mục ngoài đề cương: V- Tổ chức thực hiện.",
        "Điểm cần xem lại:",
        "- mục II.1.3, bảng 1: Tổng ghi 120, cộng các dòng được 118.",
    ]


def test_slip_of_a_clean_report_remarks_on_nothing() -> None:
    clean = OutlineCheck(sections=CHECK.sections[:1])

    assert len(texts(replace(SLIP, check=clean))) == 4


def test_file_that_a_person_must_read_has_a_note_and_no_table() -> None:
    unread = replace(SLIP, check=OutlineCheck(note="Bản chụp: cần người đọc."))

    assert texts(unread)[3] == "Bản chụp: cần người đọc."
    assert len(tables(unread)) == 3  # the letterhead, the facts, and the close


def test_slip_of_what_came_on_paper_has_no_file() -> None:
    paper = replace(SLIP, file_name="", size=0, sha256="", check=OutlineCheck(note="Không kèm tệp, cần đọc bản giấy."))

    assert list(facts(paper).items())[-1] == ("Tệp", "Không kèm tệp")
    assert texts(paper)[3:5] == [
        "Không kèm tệp, cần đọc bản giấy.",
        "Phiếu xác nhận đã nhận văn bản nêu trên, không thay cho việc xem xét nội dung.",
    ]


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    sections = tuple(SectionCheck(f"I.{n}", "Rất dài " * 40, SectionState.MISSING) for n in range(40))
    findings = tuple(ReportFinding("x", "", "Số liệu " * 80) for _ in range(9))
    check = OutlineCheck(sections, tuple(f"Mục {n}" for n in range(5)), findings)

    long = replace(SLIP, check=check)

    assert tables(long)[2].rows[1][2].startswith("I.0, I.1, I.2")
    assert texts(long)[3] == "Đề mục ngoài đề cương: Mục 0; Mục 1; và 3 điểm khác."
    assert texts(long)[8] == "- và 6 điểm khác"
    assert max(map(len, texts(long))) < 100


def test_slip_is_the_same_twice() -> None:
    assert write_receipt_slip(SLIP) == write_receipt_slip(SLIP)


def test_slip_passes_the_audit(tmp_path: Path) -> None:
    assert audit_findings(write_receipt_slip(SLIP), tmp_path / "slip.docx") == []


def tables(slip: ReceiptSlip) -> list[Table]:
    return [one for one in read_report(write_receipt_slip(slip)).blocks if isinstance(one, Table)]


def texts(slip: ReceiptSlip) -> list[str]:
    return [one.text for one in read_report(write_receipt_slip(slip)).blocks if isinstance(one, Paragraph)]


def facts(slip: ReceiptSlip) -> dict[str, str]:
    return {row[0]: row[1] for row in tables(slip)[1].rows[1:]}
