from __future__ import annotations

from dataclasses import replace

import pytest

from domain.letterhead import Heading, heading_of, is_state_body, report_number
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
