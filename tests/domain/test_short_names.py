from __future__ import annotations

import pytest

from domain.short_names import short_names, short_official_name
from domain.units import Unit


def test_units_are_listed_by_the_name_of_their_place() -> None:
    names = _names(
        "Huyện ủy Lý Nhân", "Thị ủy Duy Tiên", "Thành ủy Phủ Lý", "Đảng ủy xã Chính Lý", "Đảng ủy phường Hai Bà Trưng"
    )

    assert names == ["Lý Nhân", "Duy Tiên", "Phủ Lý", "Chính Lý", "Hai Bà Trưng"]


def test_body_without_a_place_keeps_its_name() -> None:
    names = _names(
        "Đảng ủy Công an tỉnh", "Ban cán sự đảng Ủy ban nhân dân tỉnh", "Báo Hà Nam", "Đảng ủy Khối các cơ quan tỉnh"
    )

    assert names == [
        "Đảng ủy Công an tỉnh",
        "Ban cán sự đảng Ủy ban nhân dân tỉnh",
        "Báo Hà Nam",
        "Đảng ủy Khối các cơ quan tỉnh",
    ]


def test_two_units_of_one_place_are_named_in_full() -> None:
    names = _names("Đảng ủy xã Thanh Hà", "Đảng ủy phường Thanh Hà", "Đảng ủy xã Thanh Sơn")

    assert names == ["Đảng ủy xã Thanh Hà", "Đảng ủy phường Thanh Hà", "Thanh Sơn"]


def _names(*full: str) -> list[str]:
    return list(short_names(Unit(f"U{n}", name, "commune", None) for n, name in enumerate(full)).values())


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Huyện ủy Lý Nhân", "Huyện ủy Lý Nhân"),
        ("Đảng ủy Khối các cơ quan tỉnh Hà Nam", "Đảng ủy Khối CCQ tỉnh Hà Nam"),
        ("Đảng ủy phường Lương Khánh Thiện", "ĐU phường Lương Khánh Thiện"),
        ("Sở Thông tin và Truyền thông tỉnh Hà Nam", "Sở TT&TT tỉnh Hà Nam"),
        ("Đài Phát thanh - Truyền hình tỉnh Hà Nam", "Đài PT-TH tỉnh Hà Nam"),
        ("Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam", "BCSĐ UBND tỉnh Hà Nam"),
        ("Đảng ủy xã Một Hai Ba Bốn Năm Sáu Bảy Tám", "ĐU xã Một Hai Ba Bốn Năm Sáu…"),
        ("Đ" * 40, "Đ" * 29 + "…"),
    ],
)
def test_name_is_abbreviated_no_further_than_it_takes(name: str, short: str) -> None:
    assert short_official_name(name, most=30) == short
