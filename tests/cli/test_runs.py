from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

DRAFT = "bao-cao-tong-hop.docx"


@pytest.fixture
def waiting(opened: Path, dondoc: Dondoc, done: Callable[..., str], report: str) -> Path:
    """A run of the province that one report is in and twelve are not."""
    done("submit", "HU-353", report, "--on", "2022-08-18")
    dondoc("consolidate", "--as-of", "2022-08-22", "--by", "Nguyễn Thị Lan")
    return opened


def shown(done: Callable[..., str], *arguments: str) -> Any:
    return json.loads(done("runs", *arguments, "--json"))


@pytest.mark.usefixtures("opened")
def test_list_without_runs_says_how_to_ask_for_one(done: Callable[..., str]) -> None:
    assert done("runs", "list") == "Chưa có lượt tổng hợp nào. Yêu cầu một lượt: dondoc consolidate\n"


@pytest.mark.usefixtures("waiting")
def test_run_is_listed_and_shown_with_what_can_be_done(done: Callable[..., str]) -> None:
    listed, printed = done("runs", "list"), done("runs", "show", "1")

    assert listed.startswith("1 lượt tổng hợp\n")
    assert "chờ phê duyệt" in listed
    assert "Yêu cầu: Nguyễn Thị Lan, 22/8/2022, 23:59\nTình trạng: chờ phê duyệt\nLượt 1 đang chờ." in printed
    assert shown(done, "list")["runs"][0]["absent"] == 12


@pytest.mark.usefixtures("waiting")
def test_approved_run_is_resumed_with_what_was_pinned(done: Callable[..., str], report: str) -> None:
    approved = done("runs", "approve", "1", "--reason", "Đến hạn trình.", "--by", "Lan", "--as-of", "2022-08-22")
    done("submit", "HU-352", report, "--on", "2022-08-19")

    found = shown(done, "resume", "1", "--out", "ra")

    assert approved == "Đã phê duyệt lượt 1.\nChạy: dondoc runs resume 1\n"
    assert (found["state"], len(found["preflight"]["inputs"]), found["path"]) == ("done", 1, "ra")
    assert Path("ra", DRAFT).exists()
    assert "Phê duyệt: Lan, 22/8/2022, 23:59. Lý do: Đến hạn trình.\nTình trạng: hoàn thành\n" in done(
        "runs", "show", "1"
    )


@pytest.mark.usefixtures("waiting")
def test_files_of_a_finished_run_are_laid_out_anywhere_again(
    done: Callable[..., str], refused: Callable[..., str]
) -> None:
    assert refused("runs", "show", "1", "--out", "ra").startswith("Lượt 1 chưa hoàn thành")
    done("runs", "approve", "1", "--reason", "Gấp.")
    first = Path(shown(done, "resume", "1")["path"], DRAFT).read_bytes()

    assert shown(done, "show", "1", "--out", "ra")["path"] == "ra"
    assert Path("ra", DRAFT).read_bytes() == first


@pytest.mark.usefixtures("waiting")
def test_cancelled_run_goes_back_to_where_it_was(done: Callable[..., str]) -> None:
    assert done("runs", "cancel", "1").startswith("Đã hủy lượt 1.\n")
    assert shown(done, "show", "1")["state"] == "cancelled"

    assert done("runs", "resume", "1").startswith("Lượt 1 trở lại chờ phê duyệt.\n")
    assert shown(done, "show", "1")["state"] == "waiting"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("show", "9"), "Không có lượt tổng hợp số 9 trong đợt này."),
        (("approve", "1"), "Phê duyệt tổng hợp khi còn thiếu phải ghi rõ lý do."),
        (("resume", "1"), "Không thể chạy tiếp lượt 1: lượt đang chờ phê duyệt. Hãy phê duyệt kèm lý do"),
    ],
)
@pytest.mark.usefixtures("waiting")
def test_what_cannot_be_done_to_a_run_is_refused(
    refused: Callable[..., str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert refused("runs", *arguments).startswith(sentence)
