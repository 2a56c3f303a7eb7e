from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.main import REFUSED, WRONG_USAGE
from documents.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
DRAFT = "bao-cao-tong-hop.docx"
FILES = (
    DRAFT,
    "bao-cao-tong-hop-ban-sach.docx",
    "phu-luc.docx",
    "trung-lap.docx",
    "so-lieu.xlsx",
    "trace.json",
    "to-trinh.docx",
    "manifest.json",
)
GO_AHEAD = ("--approve", "Đến hạn trình.", "--by", "Nguyễn Thị Lan")


def test_consolidate_names_who_is_missing_and_waits_for_an_approval(
    done: Callable[..., str], dondoc: Dondoc, report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    printed = dondoc("consolidate", "--as-of", "2022-08-22")

    assert printed.code == REFUSED
    assert printed.out.splitlines()[:4] == [
        "Lượt 1: Ban Tuyên giáo Tỉnh ủy Hà Nam, tính đến 22/8/2022, 23:59",
        "  13 báo cáo phải có: đưa vào 1, chưa có 12.",
        "Chưa có trong dự thảo:",
        "  - Ban cán sự đảng Ủy ban nhân dân tỉnh Hà Nam: chưa gửi báo cáo, hạn 20/8/2022, quá hạn 2 ngày",
    ]
    assert printed.err.startswith("Lượt 1 đang chờ. Tổng hợp ngay dù còn thiếu: dondoc runs approve 1 --reason")
    assert not Path("du-lieu/tong-hop").exists()


def test_consolidate_with_an_approval_asks_nothing_and_says_where_the_files_are(
    done: Callable[..., str], report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-18")

    printed = done("consolidate", "--as-of", "2022-08-22", *GO_AHEAD, "--out", "ra")

    lines = printed.splitlines()
    assert lines[-9] == "8 tệp trong ra:"
    assert [line.split(":")[0].strip() for line in lines[-8:]] == list(FILES)
    assert [line for line in lines if line.endswith("…")] == [
        "Đọc các báo cáo…",
        "Viết dự thảo…",
        "Đối chiếu, tìm trùng lặp…",
        "Lập phụ lục và bảng…",
    ]
    assert sorted(path.name for path in Path("ra").iterdir()) == sorted(FILES)
    assert read_report(Path("ra", DRAFT).read_bytes()).blocks


def test_consolidate_prints_the_run_and_nothing_else_as_json(done: Callable[..., str], report: str) -> None:
    done("submit", "xã hợp lý", report, "--on", "2022-07-29")

    found = json.loads(done("consolidate", "ly nhan", "--as-of", "2022-08-01", *GO_AHEAD, "--json"))

    assert (found["unit"], found["state"], found["reason"]) == ("HU-353", "done", "Đến hạn trình.")
    assert (found["approved_by"], len(found["preflight"]["absent"])) == ("Nguyễn Thị Lan", 20)
    assert [one["name"] for one in found["preflight"]["inputs"]] == ["Đảng ủy xã Hợp Lý"]
    assert Path(found["path"]).name == "luot-001"
    assert [one["name"] for one in found["files"]] == list(FILES)


def test_run_that_waits_is_printed_as_json_before_it_is_refused(dondoc: Dondoc) -> None:
    printed = dondoc("consolidate", "--as-of", "2022-08-22", "--json")

    assert (printed.code, json.loads(printed.out)["state"]) == (REFUSED, "waiting")


def test_consolidate_says_of_paper_and_scans_that_they_came(dondoc: Dondoc, done: Callable[..., str]) -> None:
    Path("quet.jpg").write_bytes(b"\xff\xd8\xff mot trang")
    done("submit", "HU-353", "quet.jpg", "--on", "2022-08-18")
    done("submit", "HU-352", "--way", "paper", "--number", "87-BC/HU", "--on", "2022-08-22")

    lines = dondoc("consolidate", "--as-of", "2022-08-22").out.splitlines()

    assert lines[1] == "  13 báo cáo phải có: đưa vào 0, đã nộp nhưng máy chưa đọc được 2, chưa có 11."
    assert [line for line in lines if "Lý Nhân" in line or "Bình Lục" in line] == [
        "  - Huyện ủy Bình Lục: đã gửi bản giấy, chưa có tệp, hạn 20/8/2022, chậm 2 ngày; Văn bản số 87-BC/HU",
        "  - Huyện ủy Lý Nhân: đã gửi tệp nhưng chương trình không đọc được, hạn 20/8/2022; Bản chụp, cần người đọc: máy không đọc được",
    ]


def test_consolidate_replaces_files_of_its_own_and_nobody_elses(
    done: Callable[..., str], refused: Callable[..., str]
) -> None:
    command = ("consolidate", "--as-of", "2022-08-22", *GO_AHEAD, "--out", "ra")
    done(*command)

    again = done(*command)
    Path("ra", DRAFT).write_bytes(b"edited")

    assert " ".join(again.split()).startswith(
        f"Tệp của lượt 1 trong ra sẽ được thay bằng tệp của lượt này: {', '.join(FILES)}."
    )
    assert refused(*command).startswith(f"Trong thư mục ra có tệp {DRAFT} không phải do một lượt tổng hợp tạo ra")
    assert Path("ra", DRAFT).read_bytes() == b"edited"
    assert len(json.loads(done("runs", "list", "--json"))["runs"]) == 2


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


def test_way_of_showing_sources_that_is_none_is_wrong_usage(dondoc: Dondoc) -> None:
    printed = dondoc("consolidate", "--sources", "margin")

    assert printed.code == WRONG_USAGE
    assert printed.err == "Không có cách ghi nguồn “margin”; hãy ghi một trong: comments, footnotes, none.\n"


def test_edited_draft_that_is_not_there_is_refused(refused: Callable[..., str]) -> None:
    assert refused("consolidate", "--onto", "da-sua.docx").startswith("Không tìm thấy tệp da-sua.docx")
