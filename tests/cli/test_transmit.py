from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cli.main import WRONG_USAGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
LETTER = ("--number", "45-TTr/BTGTU", "--on", "2022-09-21")


@pytest.fixture
def run(opened: Path, done: Callable[..., str], report: str) -> str:  # noqa: ARG001 -- the campaign must be open
    """The number of a finished run of the province, whose latest report came on 19/8."""
    done("submit", "HU-353", report, "--on", "2022-08-19")
    return str(json.loads(done("consolidate", "--as-of", "2022-08-22", "--approve", "Gấp.", "--json"))["run"])


def test_only_the_letter_stops_the_clock_of_the_province(
    done: Callable[..., str], refused: Callable[..., str], report: str
) -> None:
    said = refused("submit", "BTGTU", report, "--on", "2022-09-20")

    printed = done("transmit", report, *LETTER)

    assert said.startswith("Báo cáo của cơ quan tổng hợp chỉ được tính là đã gửi khi có số và ngày của tờ trình")
    assert "dondoc transmit" in said
    assert printed.startswith(
        "Đã ghi nhận: Ban Tuyên giáo Tỉnh ủy Hà Nam gửi báo cáo tới Thường trực Tỉnh ủy (qua Văn phòng Tỉnh ủy), "
        "văn bản số 45-TTr/BTGTU ngày 21/9/2022; đúng hạn.\nPhiếu tiếp nhận số 0001/TN-15-KH/TU; tệp bao-cao.docx, "
    )
    (version,) = json.loads(done("review", "show", "BTGTU", "--json"))["versions"]
    assert (version["document_number"], version["receipt"]) == ("45-TTr/BTGTU", "0001/TN-15-KH/TU")
    (tier,) = json.loads(done("status", "--tier", "tỉnh", "--as-of", "2022-09-30", "--json"))["tiers"]
    assert (tier["received"], tier["overdue"]) == (1, 0)


def test_draft_of_a_run_is_what_was_sent_when_no_file_is_named(done: Callable[..., str], run: str) -> None:
    sent = json.loads(done("transmit", "--run", run, *LETTER, "--json"))

    (draft,) = [
        one for one in json.loads(done("runs", "show", run, "--json"))["files"] if one["name"] == sent["file_name"]
    ]
    assert (sent["run"], sent["sha256"]) == (int(run), draft["sha256"])
    assert (sent["sent_at"], sent["days_late"]) == ("2022-09-21T07:30:00+07:00", 0)


def test_report_that_is_sent_late_is_late(done: Callable[..., str], run: str, report: str) -> None:
    sent = json.loads(
        done("transmit", report, "--run", run, "--number", "45-TTr/BTGTU", "--on", "2022-09-26", "--json")
    )

    assert (sent["file_name"], sent["days_late"]) == ("bao-cao.docx", 3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--number", "45-TTr/BTGTU"), "Ghi nhận việc gửi phải có cả số (--number) và ngày (--on)"),
        (("--on", "2022-09-21"), "Ghi nhận việc gửi phải có cả số (--number) và ngày (--on)"),
        (LETTER, "Hãy ghi tệp báo cáo đã gửi;"),
    ],
)
def test_letter_without_number_day_or_report_is_wrong_usage(
    dondoc: Dondoc, arguments: tuple[str, ...], sentence: str
) -> None:
    printed = dondoc("transmit", *arguments)

    assert (printed.code, printed.err.startswith(sentence)) == (WRONG_USAGE, True)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2222-09-21", "Ngày 2222-09-21 quá xa"),
        ("2199-09-21", "Ngày gửi 2199-09-21 ở tương lai; hãy ghi ngày thực gửi."),
        ("2022-08-18", "Ngày gửi 18/8/2022 sớm hơn ngày 19/8/2022 nhận báo cáo gần nhất có trong lượt 1;"),
    ],
)
def test_day_in_the_future_or_before_the_reports_came_is_refused(
    dondoc: Dondoc, run: str, day: str, sentence: str
) -> None:
    printed = dondoc("transmit", "--run", run, "--number", "45-TTr/BTGTU", "--on", day)

    assert (printed.out, printed.err[: len(sentence)]) == ("", sentence)


@pytest.mark.usefixtures("run")
def test_run_of_another_unit_or_one_that_waits_is_not_what_was_sent(
    dondoc: Dondoc, refused: Callable[..., str]
) -> None:
    dondoc("consolidate", "--as-of", "2022-08-22")
    dondoc("consolidate", "ly nhan", "--as-of", "2022-08-22", "--approve", "Gấp.")

    assert refused("transmit", "--run", "2", *LETTER).startswith(
        "Lượt 2 chưa hoàn thành nên chưa có dự thảo nào để gửi."
    )
    assert refused("transmit", "--run", "3", *LETTER).startswith(
        "Lượt 3 là của Huyện ủy Lý Nhân, không phải báo cáo này."
    )


def test_file_that_is_not_there_is_refused(refused: Callable[..., str]) -> None:
    assert not Path("khong-co.docx").exists()
    assert refused("transmit", "khong-co.docx", *LETTER).startswith("Không tìm thấy tệp khong-co.docx")
