from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
WORD = ("--approver", "Thường trực Tỉnh ủy", "--number", "812-CV/TU")
ON = ("--as-of", "2022-08-18")


def test_extend_moves_the_deadline_and_writes_to_the_unit(done: Callable[..., str]) -> None:
    printed = done("extend", "ly nhan", "--to", "31/8/2022", *WORD, *ON)

    assert printed == (
        "Đã gia hạn: Huyện ủy Lý Nhân.\n"
        "Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh: chưa nộp, chưa đến hạn; hạn 31/8/2022.\n"
        "Thư báo cho đơn vị đang chờ trong hộp thư đi; gửi ngay bằng lệnh: dondoc deliver\n"
    )
    unit = json.loads(done("why", "HU-353", "--as-of", "2022-08-18", "--json"))
    assert ("extended", "unit") in {(one["message"], one["audience"]) for one in unit["decisions"]}


def test_extend_is_told_in_the_case_file_with_its_day_and_document(done: Callable[..., str]) -> None:
    done("extend", "HU-353", "--to", "2022-08-31", *WORD, "--why", "Bão số 3.", "--by", "Nguyễn Văn A", *ON)

    (event,) = json.loads(done("review", "show", "HU-353", *ON, "--json"))["events"]
    assert event == {
        "at": "2022-08-18T08:00:00+07:00",
        "move": "extend",
        "by": "Nguyễn Văn A",
        "reason": "Bão số 3.",
        "document_number": "812-CV/TU",
        "from_stage": "open",
        "to_stage": "open",
        "day": "2022-08-31",
    }
    log = " ".join(done("review", "show", "HU-353", *ON).split())
    assert "gia hạn Nguyễn Văn A hạn mới 31/8/2022; số 812-CV/TU; Bão số 3." in log


@pytest.mark.parametrize("word", [(), WORD[:2], WORD[2:]])
def test_extend_on_nobodys_word_is_refused(refused: Callable[..., str], word: tuple[str, ...]) -> None:
    told = refused("extend", "HU-353", "--to", "2022-08-31", *word, *ON)

    assert told == "Gia hạn phải ghi rõ người (cơ quan) quyết định và số văn bản (--approver, --number).\n"


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2022-08-17", "Hạn mới 17/8/2022 đã qua; hãy chọn một ngày từ hôm nay trở đi.\n"),
        ("2022-08-20", "Hạn hiện nay đã là hết ngày 20/8/2022; hãy ghi ngày khác.\n"),
        (
            "2022-12-20",
            "Ngày 20/12/2022 quá xa: thang nhắc việc chỉ tính được đến ngày 14/12/2022. Hãy chọn ngày sớm hơn",
        ),
        ("2030-01-01", "Lịch làm việc chỉ biết từ 01/01/2021 đến 31/12/2023"),
    ],
)
def test_extend_to_a_day_that_cannot_be_is_refused(refused: Callable[..., str], day: str, sentence: str) -> None:
    assert refused("extend", "HU-353", "--to", day, *WORD, *ON).startswith(sentence)


def test_extend_to_no_day_is_wrong_usage(dondoc: Dondoc) -> None:
    printed = dondoc("extend", "HU-353", "--to", "mai", *WORD, *ON)

    assert (printed.code, printed.out) == (WRONG_USAGE, "")
    assert printed.err.startswith("“mai” không phải là ngày;")


def test_extend_of_a_report_that_came_is_refused(
    done: Callable[..., str], refused: Callable[..., str], report: str
) -> None:
    done("submit", "HU-353", report, "--on", "2022-08-17")

    assert refused("extend", "HU-353", "--to", "2022-08-31", *WORD, *ON) == (
        "Không thể gia hạn: đơn vị đã nộp báo cáo. Nếu cần đơn vị nộp lại, hãy trả lại báo cáo kèm lý do và hạn mới.\n"
    )
