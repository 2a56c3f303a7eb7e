from __future__ import annotations

import pytest

from domain.report_numbers import ReportNumber, number_in, units_named
from domain.units import Unit

UNITS = (
    Unit("HU-353", "Huyện ủy Lý Nhân", "district", None, symbol="HU"),
    Unit("HU-352", "Huyện ủy Bình Lục", "district", None, symbol="HU"),
    Unit("STTTT", "Sở Thông tin và Truyền thông", "district", None, symbol="STTTT"),
    Unit("TT", "Thường trực Tỉnh ủy", "province", None, symbol="TU"),
)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Báo cáo 123-BC/HU", ReportNumber("123-BC/HU", "HU")),
        ("V/v gửi báo cáo số 05 - BC/ĐU của xã", ReportNumber("05-BC/ĐU", "ĐU")),
        ("81/BC-STTTT", ReportNumber("81/BC-STTTT", "STTTT")),
        ("12-BC/HU, 12-BC/HU", ReportNumber("12-BC/HU", "HU")),
        ("12-BC/HU và 13-BC/HU", None),
        ("Kế hoạch 15-KH/TU", None),
        ("2022-12-BC/HU", None),
        ("", None),
    ],
)
def test_the_one_number_of_a_report_is_found(text: str, number: ReportNumber | None) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        ("Báo cáo #HU-353", ["HU-353"]),
        ("bao cao hu-353, gửi lại", ["HU-353"]),
        ("Báo cáo (HU-353) và HU-352", ["HU-353", "HU-352"]),
        ("12-BC/HU Huyện ủy Lý Nhân", ["HU-353"]),
        ("12-BC/HU huyện uỷ  bình lục", ["HU-352"]),
        ("12-BC/HU", []),
        ("81/BC-STTTT", ["STTTT"]),
        ("Thông báo của TT về báo cáo", []),
        ("Báo cáo #TT", ["TT"]),
        ("Huyện ủy Lý Nhân báo cáo", []),
        ("HU-3530", []),
    ],
)
def test_a_subject_names_units_only_without_a_doubt(subject: str, codes: list[str]) -> None:
    assert [unit.code for unit in units_named(subject, UNITS)] == codes
