from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22")
DUTY = "Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh"


def test_promise_is_noted_and_moves_no_deadline(done: Callable[..., str]) -> None:
    printed = done("promise", "ly nhan", "--day", "2022-08-25", "--why", "Đồng chí Văn hẹn qua điện thoại.", *ON)

    assert printed == (
        f"Đã ghi ngày hẹn nộp: Huyện ủy Lý Nhân.\n{DUTY}: chưa nộp, quá hạn 2 ngày; hạn 20/8/2022; hẹn nộp 25/8/2022.\n"
    )
    (event,) = json.loads(done("review", "show", "HU-353", *ON, "--json"))["events"]
    assert (event["move"], event["day"], event["reason"]) == (
        "promise",
        "2022-08-25",
        "Đồng chí Văn hẹn qua điện thoại.",
    )


def test_promise_made_the_moment_the_report_went_back_holds(done: Callable[..., str], report: str) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")
    done("review", "return", "HU-353", "--day", "2022-08-24", "--why", "Sơ sài.", *ON)

    found = json.loads(done("promise", "HU-353", "--day", "2022-08-26", *ON, "--json"))

    assert (found["stage"], found["promised"]) == ("returned", "2022-08-26")


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2022-08-21", "Ngày hẹn 21/8/2022 đã qua; hãy hẹn một ngày từ hôm nay trở đi.\n"),
        (
            "2022-12-20",
            "Ngày 20/12/2022 quá xa: thang nhắc việc chỉ tính được đến ngày 14/12/2022. Hãy chọn ngày sớm hơn",
        ),
    ],
)
def test_promise_of_a_day_that_cannot_be_is_refused(refused: Callable[..., str], day: str, sentence: str) -> None:
    assert refused("promise", "HU-353", "--day", day, *ON).startswith(sentence)


def test_promise_after_the_report_came_is_refused(
    done: Callable[..., str], refused: Callable[..., str], report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    assert refused("promise", "HU-353", "--day", "2022-08-25", *ON).startswith(
        "Không thể ghi ngày hẹn nộp: đơn vị đã nộp báo cáo. "
    )
