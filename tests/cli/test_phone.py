from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.documents.filled_sheets import filled

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22")


def at(hour: str) -> tuple[str, str]:
    return "--as-of", f"2022-08-22T{hour}"


def test_list_names_number_and_reason(done: Callable[..., str]) -> None:
    printed = done("phone", "list", "--unit", "ly nhan", *ON)

    assert printed.startswith("Danh sách gọi điện thoại, tính đến 22/8/2022, 23:59: 1 đơn vị\n")
    assert "0226.0000.011" in printed


def test_list_before_anything_is_due_is_empty(done: Callable[..., str]) -> None:
    assert done("phone", "list", "--as-of", "2022-07-01") == "Tính đến 01/7/2022, 23:59, không có đơn vị nào cần gọi.\n"


def test_unit_that_somebody_took_is_hidden_from_others_for_as_long(done: Callable[..., str]) -> None:
    done("phone", "take", "HU-353", "--for", "20", "--by", "Lan", *at("09:00"))

    def seen(hour: str, by: str) -> tuple[int, int]:
        found = json.loads(done("phone", "list", "--unit", "HU-353", "--by", by, *at(hour), "--json"))
        return len(found["lines"]), len(found["taken"])

    assert (seen("09:19", "Mai"), seen("09:19", "Lan"), seen("09:20", "Mai")) == ((0, 1), (1, 0), (1, 0))


def test_record_says_what_was_written_and_whom_to_call_next(done: Callable[..., str]) -> None:
    printed = done("phone", "record", "DU-13285", "--result", "sai-so", *ON)

    assert printed == (
        "Đã ghi: Đảng ủy phường Quang Trung, sai số, số 0226.0000.018.\nGọi tiếp: Đầu mối Thành ủy Phủ Lý, 0226.0000.006.\n"
    )


@pytest.mark.parametrize("day", ["25/8", "2022-08-25", "25/8/2022"])
def test_promised_day_is_noted_with_the_duty(done: Callable[..., str], day: str) -> None:
    done("phone", "record", "HU-353", "--result", "hen", "--day", day, "--note", "Anh Bình hẹn.", *ON)

    found = json.loads(done("review", "show", "HU-353", *ON, "--json"))
    assert (found["promised"], found["events"][0]["reason"]) == ("2022-08-25", "Hẹn qua điện thoại. Anh Bình hẹn.")
    assert [(one["result"], one["day"]) for one in found["calls"]] == [("promised", "2022-08-25")]


def test_calls_are_told_beside_the_messages(done: Callable[..., str]) -> None:
    done("phone", "record", "HU-353", "--result", "gap", "--note", "Đang trình ký.", "--by", "Mai", *ON)

    for command in ("why", "review show"):
        printed = done(*command.split(), "HU-353", *ON)
        assert "Cuộc gọi điện thoại" in printed
        assert "Đang trình ký." in printed
    assert [one["note"] for one in json.loads(done("phone", "log", "--unit", "HU-353", "--json"))] == ["Đang trình ký."]


def test_script_is_in_the_name_of_whoever_calls(done: Callable[..., str]) -> None:
    printed = done("phone", "script", "HU-353", "--by", "Nguyễn Văn A", *ON)

    assert printed.startswith("Gọi: Đầu mối Huyện ủy Lý Nhân, 0226.0000.011\n\nChào đồng chí. Tôi là Nguyễn Văn A, gọi")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--result", "hen"), "phải ghi ngày hẹn"),
        (("--result", "gap", "--contact", "ai-do"), "Không có đầu mối nào mã “ai-do”"),
        (("--result", "gap", "--number", "12"), "không phải số điện thoại"),
        (("--result", "hen", "--day", "1/8"), "đã qua; hãy hẹn một ngày"),
    ],
)
def test_record_that_cannot_be_is_refused(
    refused: Callable[..., str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refused("phone", "record", "HU-353", *arguments, *ON)


def test_unknown_result_is_wrong_usage_and_told_with_the_known_ones(dondoc: Dondoc) -> None:
    printed = dondoc("phone", "record", "HU-353", "--result", "bận", *ON)

    assert printed.code == 2
    assert "reached (đã gặp), no_answer (không nghe máy)" in printed.err


@pytest.fixture
def workbook(done: Callable[..., str]) -> Path:
    done("phone", "list", "--tier", "district", "--xlsx", "goi.xlsx", "--docx", "goi.docx", *at("08:00"))
    return Path("goi.xlsx")


def test_filled_workbook_is_read_once_however_often(done: Callable[..., str], dondoc: Dondoc, workbook: Path) -> None:
    cells = {
        "I5": "đã gặp",
        "K5": "22/8/2022 09:15",
        "I6": "hẹn",
        "J6": "25/8",
        "I7": "bận",
        "I8": "đã gặp",
        "K8": "1/9/2022",
    }
    workbook.write_bytes(filled(workbook.read_bytes(), cells))

    first = dondoc("phone", "import", "goi.xlsx", "--by", "Mai", *at("17:00"))
    log = done("phone", "log", "--json")
    again = dondoc("phone", "import", "goi.xlsx", "--by", "Lan", *at("17:30"))

    assert first.code == again.code == 1
    assert first.out == "Đã ghi 2 cuộc gọi; 0 dòng đã có trong sổ từ trước.\n"
    assert first.err.startswith("2 dòng chưa ghi được; hãy sửa trong tệp rồi đọc lại:\n  Dòng 7 (")
    assert "Giờ gọi 01/9/2022, 07:30 ở tương lai" in first.err
    assert again.out == "Đã ghi 0 cuộc gọi; 2 dòng đã có trong sổ từ trước.\n"
    assert [(one["result"], one["day"]) for one in json.loads(log)] == [("promised", "2022-08-25"), ("reached", None)]
    assert done("phone", "log", "--json") == log


def test_files_that_are_there_are_not_written_over(refused: Callable[..., str], workbook: Path) -> None:
    assert "Đã có tệp goi.xlsx" in refused("phone", "list", "--xlsx", str(workbook), *ON)


@pytest.mark.parametrize(("name", "content"), [("khong-co.xlsx", None), ("la.xlsx", b"khong phai bang")])
def test_file_that_is_no_list_is_refused(refused: Callable[..., str], name: str, content: bytes | None) -> None:
    if content is not None:
        Path(name).write_bytes(content)

    assert name in refused("phone", "import", name, *ON) or content is not None
