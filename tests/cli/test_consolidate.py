from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from documents.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("opened")


def test_consolidate_merges_what_came_in_and_names_the_rest(done: Callable[..., str], report: str) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    printed = done("consolidate", "--as-of", "2022-08-22")

    lines = printed.splitlines()
    draft = Path(lines[0].removeprefix("Dự thảo: "))
    assert draft.name == "bao-cao-tong-hop-001.docx"
    assert read_report(draft.read_bytes()).blocks
    assert lines[1:3] == ["Đã tổng hợp báo cáo của 1 đơn vị.", "Chưa có trong dự thảo: 12 đơn vị."]
    assert "  - Huyện ủy Bình Lục" in lines


def test_consolidate_of_a_district_takes_its_communes(done: Callable[..., str], report: str) -> None:
    done("submit", "xã hợp lý", report, "--on", "2022-07-29")

    found = json.loads(done("consolidate", "ly nhan", "--as-of", "2022-08-01", "--json"))

    assert (found["unit"], found["draft"]["received"]) == ("HU-353", ["Đảng ủy xã Hợp Lý"])
    assert len(found["draft"]["missing"]) == 20


def test_consolidate_says_which_file_cannot_be_merged(done: Callable[..., str]) -> None:
    Path("quet.jpg").write_bytes(b"\xff\xd8\xff mot trang")
    done("submit", "HU-353", "quet.jpg", "--on", "2022-08-18")

    printed = done("consolidate", "--as-of", "2022-08-22")

    assert "  - Huyện ủy Lý Nhân (đã nộp, tệp chưa đọc được)\n" in printed


def test_consolidate_before_anything_came_in_gives_the_bare_outline(done: Callable[..., str]) -> None:
    printed = done("consolidate", "--as-of", "2022-06-25")

    assert "Chưa có báo cáo nào để tổng hợp; dự thảo chỉ có các mục của đề cương.\n" in printed
    assert "Chưa có trong dự thảo: 13 đơn vị.\n" in printed


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("xã hợp lý", "Đơn vị này không có đơn vị nào gửi báo cáo về để tổng hợp.\n"),
        ("không có", "Không có đơn vị nào tên “không có”."),
    ],
)
def test_consolidate_for_a_unit_without_reports_is_refused(
    refused: Callable[..., str], unit: str, sentence: str
) -> None:
    assert refused("consolidate", unit).startswith(sentence)
