from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


def lines_of(printed: str) -> list[str]:
    return [" ".join(line.split()) for line in printed.splitlines()]


@pytest.mark.usefixtures("opened")
def test_why_tells_what_was_decided_and_what_would_follow(done: Callable[..., str]) -> None:
    done("day", "--as-of", "2022-06-24")

    lines = lines_of(done("why", "ly nhan", "--as-of", "2022-06-24"))

    assert lines[:2] == [
        "Huyện ủy Lý Nhân (HU-353): Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh",
        "Hạn 20/8/2022 (III.1); chưa đến hạn",
    ]
    assert "24/6/2022, 08:00 Thông báo triển khai đơn vị chờ gửi Đến mốc của thang nhắc" in lines
    assert "29/7/2022, 08:00 Nhắc việc (trước hạn 21 ngày) đơn vị" in lines
    assert lines[-1] == "… và 48 bước nữa."


@pytest.mark.usefixtures("opened")
def test_why_after_a_report_names_the_receipt_and_no_next_step(
    done: Callable[..., str], report: str, mended: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-23")
    done("submit", "HU-353", mended, "--on", "2022-08-24")

    lines = lines_of(done("why", "HU Lý Nhân", "--as-of", "2022-08-24"))

    assert lines[1] == "Hạn 20/8/2022 (III.1); chậm 3 ngày"
    assert any(line.startswith("23/8/2022, 07:30 Phiếu tiếp nhận đơn vị chờ gửi") for line in lines)
    assert any(line.startswith("24/8/2022, 07:30 Phiếu tiếp nhận lần 2 đơn vị chờ gửi") for line in lines)
    assert lines[-1] == "Không còn bước nào: đơn vị đã nộp báo cáo."


@pytest.mark.usefixtures("opened")
def test_why_as_json_keeps_the_codes(done: Callable[..., str]) -> None:
    found = json.loads(done("why", "DU-13567", "--as-of", "2022-07-28", "--json"))

    assert (found["unit"], found["state"], found["decisions"]) == ("DU-13567", "expected", [])
    assert found["next"][0] == {
        "at": "2022-07-29T08:00:00+07:00",
        "rung": "-1wd",
        "audience": "unit",
        "message": "last_reminder",
    }


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        (
            "Trần Hưng Đạo",
            "hãy ghi rõ hơn hoặc dùng mã:\n  DU-13300   Đảng ủy phường Trần Hưng Đạo (Thành ủy Phủ Lý)\n",
        ),
        ("Hyện ủy Lý Nhn", "Có phải là:\n  HU-353     Huyện ủy Lý Nhân"),
        ("VPTU", "Văn phòng Tỉnh ủy Hà Nam không có nhiệm vụ báo cáo trong kế hoạch 15-KH/TU.\n"),
        ("", "Chưa ghi tên đơn vị."),
    ],
)
def test_why_refuses_with_the_way_out(refused: Callable[..., str], unit: str, sentence: str) -> None:
    assert sentence in refused("why", unit)
