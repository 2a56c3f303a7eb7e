from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-18")
DUTY = "Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh"


def test_exempt_asks_nothing_more_of_the_unit_and_writes_to_it(done: Callable[..., str]) -> None:
    printed = done("exempt", "ly nhan", "--why", "Sáp nhập.", "--number", "5-TB/TU", *ON)

    assert printed == (
        f"Đã miễn báo cáo: Huyện ủy Lý Nhân.\n{DUTY}: được miễn báo cáo.\n"
        "Thư báo cho đơn vị đang chờ trong hộp thư đi; gửi ngay bằng lệnh: dondoc deliver\n"
    )
    districts = json.loads(done("status", "--tier", "district", *ON, "--json"))["tiers"][0]
    assert (districts["expected"], districts["exempt"]) == (12, 1)


def test_lifted_exemption_lets_the_unit_owe_again(done: Callable[..., str]) -> None:
    done("exempt", "HU-353", "--why", "Sáp nhập.", *ON)

    printed = done(
        "exempt", "HU-353", "--lift", "--why", "Hoãn sáp nhập.", "--number", "6-TB/TU", "--as-of", "2022-08-22"
    )

    assert printed == f"Đã bỏ miễn báo cáo: Huyện ủy Lý Nhân.\n{DUTY}: chưa nộp, quá hạn 2 ngày; hạn 20/8/2022.\n"
    events = json.loads(done("review", "show", "HU-353", "--as-of", "2022-08-22", "--json"))["events"]
    assert [(one["move"], one["document_number"]) for one in events] == [("exempt", ""), ("reinstate", "6-TB/TU")]


@pytest.mark.parametrize(
    ("lift", "sentence"),
    [((), "Miễn báo cáo phải ghi rõ lý do (--why).\n"), (("--lift",), "Bỏ miễn báo cáo phải ghi rõ lý do (--why).\n")],
)
def test_exempt_for_no_reason_is_refused(refused: Callable[..., str], lift: tuple[str, ...], sentence: str) -> None:
    assert refused("exempt", "HU-353", *lift, *ON) == sentence


def test_exempt_of_who_has_handed_in_is_refused(
    done: Callable[..., str], refused: Callable[..., str], report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-17")

    assert refused("exempt", "HU-353", "--why", "Sáp nhập.", *ON) == (
        "Không thể miễn báo cáo: đơn vị đã nộp báo cáo. Báo cáo đã nhận vẫn được tính; nếu ghi nhận nhầm, hãy rút bản nộp.\n"
    )


def test_exempt_twice_is_refused(done: Callable[..., str], refused: Callable[..., str]) -> None:
    done("exempt", "HU-353", "--why", "Sáp nhập.", *ON)

    assert refused("exempt", "HU-353", "--why", "Sáp nhập.", *ON) == (
        "Không thể miễn báo cáo: đơn vị đang được miễn báo cáo. Không cần miễn lần nữa.\n"
    )


def test_lift_of_no_exemption_is_refused(refused: Callable[..., str]) -> None:
    assert refused("exempt", "HU-353", "--lift", "--why", "Nhầm.", *ON) == (
        "Không thể bỏ miễn báo cáo: đơn vị chưa có bản nộp nào. Đơn vị vẫn phải nộp báo cáo như thường.\n"
    )


def test_report_of_an_exempt_unit_counts(done: Callable[..., str], report: str) -> None:
    done("exempt", "HU-353", "--why", "Sáp nhập.", *ON)

    found = json.loads(done("submit", "HU-353", report, "--on", "2022-08-19", "--json"))

    assert found["days_late"] == 0
    assert json.loads(done("review", "show", "HU-353", "--as-of", "2022-08-19", "--json"))["stage"] == "received"
