from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from config.plan_file import find_plan, load_plan
from documents.form_origin import FormOrigin
from documents.layouts import PARTY, STATE
from domain.deadlines import Reading
from domain.duties import Owed, obligations_of
from services.forms import owed_sections, report_form

if TYPE_CHECKING:
    from documents.report_form import ReportForm

LOADED = load_plan(find_plan("ke-hoach-15-kh-tu"))
OWED = {one.unit.code: one for one in obligations_of(LOADED.plan, LOADED.units)}


def form(code: str) -> ReportForm:
    return report_form(LOADED.plan, LOADED.units, OWED[code])


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("DU-13300", ("Đảng bộ thành phố Phủ Lý", "Đảng ủy phường Trần Hưng Đạo", "Số        -BC/ĐU", "Trần Hưng Đạo")),
        ("HU-353", ("Đảng bộ tỉnh Hà Nam", "Huyện ủy Lý Nhân", "Số        -BC/HU", "Lý Nhân")),
        ("DU-CA", ("Đảng bộ tỉnh Hà Nam", "Đảng ủy Công an tỉnh", "Số        -BC/ĐUCA", "Hà Nam")),
        ("STTTT", ("Ủy ban nhân dân tỉnh Hà Nam", "Sở Thông tin và Truyền thông", "Số:        /BC-STTTT", "Hà Nam")),
        ("BHN", ("Tỉnh ủy Hà Nam", "Báo Hà Nam", "Số        -BC/…", "Hà Nam")),
        ("BTGTU", ("TỈNH ỦY HÀ NAM", "BAN TUYÊN GIÁO", "Số        -BC/BTGTU", "Hà Nam")),
    ],
)
def test_letterhead_is_that_of_the_unit(code: str, lines: tuple[str, ...]) -> None:
    head = form(code).letterhead

    assert (head.superior_line, head.issuer_line, head.number_line, head.place) == lines
    assert (head.day, head.year) == (None, 2022)


def test_only_bodies_of_the_state_write_in_its_layout() -> None:
    assert {code for code in OWED if form(code).layout is STATE} == {"STTTT", "PTTH"}
    assert form("HU-353").layout is PARTY


@pytest.mark.parametrize(
    ("code", "sending"),
    [
        (
            "DU-13300",
            (
                "Gửi về Thành ủy Phủ Lý, chậm nhất hết ngày 31/7/2022 "
                "(mục II.3 của Kế hoạch số 15-KH/TU, mốc tạm xác định). "
            ),
        ),
        (
            "HU-353",
            (
                "Gửi về Ban Thường vụ Tỉnh ủy (qua Ban Tuyên giáo Tỉnh ủy), chậm nhất hết ngày 20/8/2022 "
                "(mục III.1 của Kế hoạch số 15-KH/TU). "
            ),
        ),
        (
            "BHN",
            (
                "Gửi về Ban Tuyên giáo Tỉnh ủy, chậm nhất hết ngày 20/8/2022 "
                "(Đề cương, mục II.1.4, Kế hoạch số 15-KH/TU, mốc tạm xác định). "
            ),
        ),
    ],
)
def test_instruction_tells_where_to_by_when_and_by_which_clause(code: str, sending: str) -> None:
    instruction = form(code).instruction

    assert instruction.startswith(sending)
    assert "ghi “Không.”" in instruction


def test_day_that_no_longer_counts_is_not_named_as_the_last() -> None:
    one = OWED["HU-353"]
    strict = replace(one.duty, deadline=replace(one.duty.deadline, reading=Reading.BEFORE))

    instruction = report_form(LOADED.plan, LOADED.units, Owed(one.unit, strict)).instruction

    assert "chậm nhất hết ngày 19/8/2022" in instruction


def test_report_begins_with_plan_and_unit() -> None:
    assert form("HU-353").introduction == (
        "Thực hiện Kế hoạch số 15-KH/TU ngày 24/6/2022 của Ban Thường vụ Tỉnh ủy Hà Nam, "
        "Huyện ủy Lý Nhân báo cáo kết quả như sau:"
    )
    assert form("BHN").introduction.endswith("Báo Hà Nam báo cáo nội dung mục II.1.4 của đề cương như sau:")
    assert form("BHN").abstract.startswith("sơ kết 05 năm thực hiện Chỉ thị số 07-CT/TW")


def test_sections_are_those_owed() -> None:
    assert owed_sections(LOADED.plan, OWED["BHN"]) == ("II.1.4",)
    assert form("BHN").owed == {"II.1.4"}
    assert len(form("HU-353").owed) == 15
    assert "II.1.4" not in form("HU-353").owed


@pytest.mark.parametrize(
    ("code", "signed", "recipients"),
    [
        (
            "HU-353",
            ("T/M Ban Thường vụ", "Phó Bí thư"),
            ("Ban Thường vụ Tỉnh ủy (để báo cáo)", "Ban Tuyên giáo Tỉnh ủy (để tổng hợp)", "Lưu Văn phòng Huyện ủy"),
        ),
        (
            "DU-13300",
            ("T/M Ban Thường vụ", "Phó Bí thư"),
            ("Thành ủy Phủ Lý (để báo cáo)", "Lưu Đảng ủy phường Trần Hưng Đạo"),
        ),
        ("STTTT", ("", "Giám đốc"), ("Ban Tuyên giáo Tỉnh ủy (để báo cáo)", "Lưu: VT")),
        ("BTGTU", ("", "TRƯỞNG BAN"), LOADED.plan.bodies.recipients),
    ],
)
def test_close_is_that_of_the_unit(code: str, signed: tuple[str, str], recipients: tuple[str, ...]) -> None:
    signature = form(code).signature

    assert (signature.authority, signature.position) == signed
    assert signature.recipients == recipients
    assert signature.name == ""


def test_board_without_lines_of_its_own_signs_and_heads_as_its_kind_does() -> None:
    bodies = replace(LOADED.plan.bodies, letterhead=("", ""), position="", recipients=())

    found = report_form(replace(LOADED.plan, bodies=bodies), LOADED.units, OWED["BTGTU"])

    assert found.letterhead.issuer_line == "Ban Tuyên giáo Tỉnh ủy Hà Nam"
    assert found.signature.position == "Trưởng ban"
    assert found.signature.recipients[0] == "Thường trực Tỉnh ủy (để báo cáo)"


def test_unit_at_the_top_sends_to_whoever_is_above_it() -> None:
    top = LOADED.units["TU-TT"]

    found = report_form(LOADED.plan, LOADED.units, Owed(top, replace(OWED["DU-13300"].duty)))

    assert found.instruction.startswith("Gửi về cấp trên trực tiếp, ")


def test_form_knows_where_it_belongs() -> None:
    assert form("HU-353").origin == FormOrigin("ke-hoach-15-kh-tu", "HU-353", "district")
