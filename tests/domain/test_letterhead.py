from __future__ import annotations

from dataclasses import replace

import pytest

from domain.letterhead import Heading, archive_of, heading_of, is_state_body, report_code, report_number, signing_of
from domain.units import Unit

PROVINCE = Unit("TU-TT", "Thường trực Tỉnh ủy Hà Nam", "province", None, "Thường trực Tỉnh ủy")
CADRE = Unit("BCSD", "Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam", "district", "TU-TT", "Ban cán sự đảng", "BCSĐ")
DISTRICT = Unit("HU", "Huyện ủy Thanh Liêm", "district", "TU-TT", "Huyện ủy", "HU")
CITY = Unit("ThU", "Thành ủy Phủ Lý", "district", "TU-TT", "Thành ủy", "ThU")
TOWN = Unit("TX", "Thị uỷ Duy Tiên", "district", "TU-TT", "Thị ủy", "ThU")
COMMUNE = Unit("DU", "Đảng ủy xã Tiên Hải", "commune", "ThU", "Đảng ủy xã", "ĐU")
DEPARTMENT = Unit("STTTT", "Sở Thông tin và Truyền thông tỉnh Hà Nam", "district", "BCSD", "Sở", "STTTT")
PAPER = Unit("BHN", "Báo Hà Nam", "district", "TU-TT", "Báo")


@pytest.mark.parametrize(
    ("unit", "superior", "heading"),
    [
        (DISTRICT, PROVINCE, Heading("Đảng bộ tỉnh Hà Nam", "Huyện ủy Thanh Liêm", "Thanh Liêm")),
        (COMMUNE, CITY, Heading("Đảng bộ thành phố Phủ Lý", "Đảng ủy xã Tiên Hải", "Tiên Hải")),
        (COMMUNE, TOWN, Heading("Đảng bộ thị xã Duy Tiên", "Đảng ủy xã Tiên Hải", "Tiên Hải")),
        (COMMUNE, DISTRICT, Heading("Đảng bộ huyện Thanh Liêm", "Đảng ủy xã Tiên Hải", "Tiên Hải")),
        (TOWN, PROVINCE, Heading("Đảng bộ tỉnh Hà Nam", "Thị uỷ Duy Tiên", "Duy Tiên")),
        (CADRE, PROVINCE, Heading("Tỉnh ủy Hà Nam", "Ban cán sự đảng Ủy ban nhân dân tỉnh", "Hà Nam")),
        (DEPARTMENT, CADRE, Heading("Ủy ban nhân dân tỉnh Hà Nam", "Sở Thông tin và Truyền thông", "Hà Nam")),
        (PAPER, PROVINCE, Heading("Tỉnh ủy Hà Nam", "Báo Hà Nam", "Hà Nam")),
        (PROVINCE, None, Heading("", "Thường trực Tỉnh ủy Hà Nam", "Hà Nam")),
    ],
    ids=lambda value: value.name if isinstance(value, Unit) else "",
)
def test_unit_stands_below_the_organisation_that_it_belongs_to(
    unit: Unit, superior: Unit | None, heading: Heading
) -> None:
    assert heading_of(unit, superior, province="Hà Nam") == heading


def test_committee_of_a_force_is_at_home_in_the_province() -> None:
    police = Unit("DU-CA", "Đảng ủy Công an tỉnh Hà Nam", "district", "TU-TT", "Đảng ủy trực thuộc", "ĐUCA")

    heading = heading_of(police, PROVINCE, province="Hà Nam")

    assert heading == Heading("Đảng bộ tỉnh Hà Nam", "Đảng ủy Công an tỉnh", "Hà Nam")


def test_state_bodies_number_in_the_form_of_the_state() -> None:
    assert [is_state_body(unit) for unit in (DEPARTMENT, PAPER, DISTRICT)] == [True, False, False]
    assert report_number(DEPARTMENT, 81) == "81/BC-STTTT"
    assert report_number(DISTRICT, 5) == "05-BC/HU"


def test_unit_without_a_symbol_is_cited_by_its_code() -> None:
    assert report_number(replace(PAPER, symbol=""), 12) == "12-BC/BHN"


@pytest.mark.parametrize(
    ("name", "kind", "authority", "position"),
    [
        ("Huyện ủy Lý Nhân", "Huyện ủy", "T/M Ban Thường vụ", "Phó Bí thư"),
        ("Đảng ủy xã Thi Sơn", "xã", "T/M Ban Thường vụ", "Phó Bí thư"),
        ("Đảng uỷ Công an tỉnh Hà Nam", "Đảng ủy trực thuộc", "T/M Ban Thường vụ", "Phó Bí thư"),
        ("Thường trực Tỉnh ủy Hà Nam", "Thường trực Tỉnh ủy", "T/M Ban Thường vụ", "Phó Bí thư"),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam", "Ban cán sự đảng", "T/M Ban cán sự đảng", "Bí thư"),
        ("Chi bộ Trường Chính trị", "Chi bộ", "T/M Chi bộ", "Bí thư"),
        ("Sở Y tế", "Sở", "", "Giám đốc"),
        ("Báo Hà Nam", "Báo", "", "Tổng Biên tập"),
        ("Đài Phát thanh - Truyền hình tỉnh Hà Nam", "Đài", "", "Giám đốc"),
        ("Ban Tuyên giáo Tỉnh ủy Hà Nam", "Cơ quan tham mưu", "", "Trưởng ban"),
        ("Văn phòng Tỉnh ủy Hà Nam", "Cơ quan tham mưu", "", "Chánh Văn phòng"),
        ("Trường Chính trị tỉnh", "", "", "Thủ trưởng cơ quan"),
    ],
)
def test_unit_signs_as_its_kind_does(name: str, kind: str, authority: str, position: str) -> None:
    signing = signing_of(name=name, kind=kind)

    assert (signing.authority, signing.position) == (authority, position)


@pytest.mark.parametrize(
    ("name", "kind", "archive"),
    [
        ("Huyện ủy Lý Nhân", "Huyện ủy", "Lưu Văn phòng Huyện ủy"),
        ("Đảng ủy xã Thi Sơn", "Đảng ủy xã", "Lưu Đảng ủy xã Thi Sơn"),
        ("Báo Hà Nam", "Báo", "Lưu Báo Hà Nam"),
        ("Sở Y tế", "Sở", "Lưu: VT"),
    ],
)
def test_copy_is_kept_where_the_unit_keeps_its_papers(name: str, kind: str, archive: str) -> None:
    assert archive_of(name=name, kind=kind) == archive


@pytest.mark.parametrize(
    ("unit", "code"),
    [(DISTRICT, "BC/HU"), (DEPARTMENT, "BC-STTTT"), (PAPER, "BC/…"), (replace(DEPARTMENT, symbol=""), "BC-…")],
)
def test_code_of_a_report_leaves_an_unknown_symbol_to_the_unit(unit: Unit, code: str) -> None:
    assert report_code(unit) == code
