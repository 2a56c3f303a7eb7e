from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cli.main import WRONG_USAGE
from documents.reading import read_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
BY = ("--by", "Nguyễn Văn A")
DUTY = "Báo cáo sơ kết của huyện ủy, thị ủy, thành ủy và đảng ủy trực thuộc tỉnh"
TOLD = "Thư báo cho đơn vị đang chờ trong hộp thư đi; gửi ngay bằng lệnh: dondoc deliver\n"


def on(day: str) -> tuple[str, str]:
    return ("--as-of", day)


@pytest.fixture
def handed_in(done: Callable[..., str], report: str) -> str:
    """Lý Nhân handed in two days before its deadline. Returns the unit's code."""
    done("submit", "HU-353", report, "--number", "12-BC/HU", "--on", "2022-08-18", *BY)
    return "HU-353"


@pytest.fixture
def on_paper(done: Callable[..., str]) -> str:
    """Bình Lục sent a letter two days late."""
    done("submit", "HU-352", "--way", "paper", "--number", "5-BC/HU", "--on", "2022-08-22", *BY)
    return "HU-352"


def shown(done: Callable[..., str], unit: str, day: str = "2022-08-31") -> Any:
    return json.loads(done("review", "show", unit, *on(day), "--json"))


# What waits


def test_review_list_names_what_waits_the_longest_waiting_first(
    done: Callable[..., str], on_paper: str, handed_in: str
) -> None:
    waiting = json.loads(done("review", "list", *on("2022-08-23"), "--json"))

    assert [(one["unit"], one["days_late"]) for one in waiting] == [(handed_in, 0), (on_paper, 2)]
    assert waiting[0]["version"]["check"]["sections"][0]["number"] == "I.1"
    assert waiting[1]["version"]["check"] is None


@pytest.mark.usefixtures("opened", "on_paper", "handed_in")
def test_review_list_says_what_the_outline_check_found(done: Callable[..., str]) -> None:
    printed = done("review", "list", *on("2022-08-23"))

    assert printed.startswith("2 báo cáo chờ xem xét\n")
    words = " ".join(printed.split())
    assert re.search(r"HU-353 Huyện ủy Lý Nhân 1 18/8/2022, 07:30 đúng hạn đủ 15/15 mục", words)
    assert "không kèm tệp, cần đọc bản giấy" in re.sub(r"\s+", " ", printed)
    assert max(map(len, printed.splitlines()[:-1])) <= 80


def test_review_list_of_nothing_says_so(done: Callable[..., str], handed_in: str) -> None:
    assert done("review", "list", *on("2022-08-17")) == "Không có báo cáo nào chờ xem xét.\n"
    done("review", "accept", handed_in, *on("2022-08-19"))
    assert done("review", "list", *on("2022-08-19")) == "Không có báo cáo nào chờ xem xét.\n"
    assert json.loads(done("review", "list", *on("2022-08-19"), "--json")) == []


# The case file


def test_review_show_tells_what_came_and_what_was_done(done: Callable[..., str], handed_in: str) -> None:
    done("review", "return", handed_in, "--day", "2022-08-25", "--why", "Sơ sài.", *BY, *on("2022-08-19"))

    printed = done("review", "show", handed_in, *on("2022-08-19"))

    head = (
        "Huyện ủy Lý Nhân (HU-353)\n"
        f"{DUTY}: đã trả lại, chờ nộp lại; hạn 25/8/2022.\n\n"
        "Bản nộp lần 1 (số 12-BC/HU): đã trả lại\n"
        "  Phiếu tiếp nhận 0001/TN-15-KH/TU, nhận 18/8/2022, 07:30 (nộp tệp)\n"
        "  Tệp bao-cao.docx, SHA-256 "
    )
    assert printed.startswith(head)
    log = " ".join(printed[printed.index("Nhật ký") :].split())
    assert "18/8/2022, 07:30 nộp báo cáo Nguyễn Văn A số 12-BC/HU" in log
    assert "19/8/2022, 08:00 trả lại Nguyễn Văn A hạn nộp lại 25/8/2022; Sơ sài." in log


def test_review_show_places_every_heading(done: Callable[..., str], handed_in: str) -> None:
    first = shown(done, handed_in)["versions"][0]["check"]["sections"][0]

    printed = done("review", "show", handed_in, *on("2022-08-19"))

    assert re.search(
        rf"^ +{first['position']}  I\.1 +1\. Công tác .+… +{first['words']} từ +100% *$", printed, re.MULTILINE
    )
    assert re.search(r"IV +IV- Đề xuất, kiến nghị +“Không\.” +100%", printed)
    assert "Đề mục xếp sai: dondoc review match HU-353 --heading ĐOẠN --section MỤC\n" in printed


def test_review_show_of_a_unit_that_sent_nothing(done: Callable[..., str]) -> None:
    printed = done("review", "show", "HU-353", *on("2022-08-22"))

    assert printed == (
        f"Huyện ủy Lý Nhân (HU-353)\n{DUTY}: chưa nộp, quá hạn 2 ngày; hạn 20/8/2022.\n\nChưa có bản nộp nào.\n\n"
    )


def test_review_show_looks_back(done: Callable[..., str], handed_in: str) -> None:
    done("review", "accept", handed_in, *on("2022-08-22"))

    assert shown(done, handed_in, "2022-08-21")["stage"] == "received"
    assert shown(done, handed_in, "2022-08-22")["stage"] == "accepted"
    assert [one["move"] for one in shown(done, handed_in, "2022-08-21")["events"]] == ["submit"]


def test_review_show_writes_the_receipt_again(done: Callable[..., str], on_paper: str) -> None:
    done("review", "show", on_paper, "--receipt", "phieu.docx", *on("2022-08-31"))

    text = " ".join(
        block.text for block in read_report(Path("phieu.docx").read_bytes()).blocks if hasattr(block, "text")
    )
    assert "báo cáo của Huyện ủy Bình Lục" in text


def test_review_show_has_no_receipt_to_write_where_nothing_came(refused: Callable[..., str]) -> None:
    told = refused("review", "show", "HU-353", "--receipt", "phieu.docx", *on("2022-08-19"))

    assert told == "Đơn vị chưa có bản nộp nào nên chưa có phiếu tiếp nhận để ghi.\n"
    assert not os.path.lexists("phieu.docx")


# Accepting


def test_review_accept_says_how_the_report_stands(done: Callable[..., str], on_paper: str) -> None:
    printed = done("review", "accept", on_paper, *BY, *on("2022-08-23"))

    assert printed == f"Đã chấp nhận báo cáo: Huyện ủy Bình Lục.\n{DUTY}: đã chấp nhận, chậm 2 ngày; hạn 20/8/2022.\n"
    event = shown(done, on_paper)["events"][-1]
    assert (event["move"], event["by"], event["to_stage"]) == ("accept", "Nguyễn Văn A", "accepted")


def test_review_accept_twice_is_refused(done: Callable[..., str], refused: Callable[..., str], on_paper: str) -> None:
    done("review", "accept", on_paper, *on("2022-08-23"))

    told = refused("review", "accept", on_paper, *on("2022-08-24"))

    assert told == ("Không thể chấp nhận báo cáo: báo cáo của đơn vị đã được chấp nhận. Không cần chấp nhận lần nữa.\n")


# Returning


def test_review_return_of_the_whole_gives_a_day_of_its_own(done: Callable[..., str], handed_in: str) -> None:
    printed = done("review", "return", handed_in, "--day", "2022-08-25", "--why", "Sơ sài.", *on("2022-08-19"))

    assert printed == (
        f"Đã trả lại báo cáo: Huyện ủy Lý Nhân.\n{DUTY}: đã trả lại, chờ nộp lại; hạn 25/8/2022.\n{TOLD}"
    )


def test_review_return_by_section_keeps_each_reason(done: Callable[..., str], handed_in: str) -> None:
    sections = ("--section", "II.2: chưa nêu nguyên nhân", "--section", "III.1")

    done("review", "return", handed_in, "--day", "2022-08-25", *sections, *on("2022-08-19"))

    assert shown(done, handed_in)["events"][-1]["reason"] == "mục II.2: chưa nêu nguyên nhân; mục III.1"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            (),
            'Trả lại báo cáo phải ghi rõ lý do: chung cho cả bài (--why), hoặc riêng từng mục (--section "II.2: lý do").\n',
        ),
        (("--why", "  "), "Trả lại báo cáo phải ghi rõ lý do"),
        (("--section", "II.2"), "Trả lại báo cáo phải ghi rõ lý do"),
        (("--section", "IX.9: sai"), "Đề cương không có mục “IX.9”. Các mục: I.1, I.2, "),
        (("--section", ": sai"), "Đề cương không có mục “”. Các mục: "),
    ],
)
def test_review_return_for_no_reason_or_of_no_section_is_refused(
    refused: Callable[..., str], handed_in: str, words: tuple[str, ...], sentence: str
) -> None:
    told = refused("review", "return", handed_in, "--day", "2022-08-25", *words, *on("2022-08-19"))

    assert told.startswith(sentence)


def test_review_return_twice_is_refused(done: Callable[..., str], refused: Callable[..., str], handed_in: str) -> None:
    again = ("review", "return", handed_in, "--day", "2022-08-25", "--why", "Sơ sài.", *on("2022-08-19"))
    done(*again)

    assert refused(*again) == (
        "Không thể trả lại báo cáo: bản nộp gần nhất đã được trả lại và đơn vị chưa nộp lại. Hãy chờ đơn vị nộp lại; "
        "muốn đổi hạn nộp lại thì gia hạn.\n"
    )


def test_review_return_of_what_was_accepted_is_still_possible(done: Callable[..., str], handed_in: str) -> None:
    done("review", "accept", handed_in, *on("2022-08-19"))

    done("review", "return", handed_in, "--day", "2022-08-25", "--why", "Sai số liệu.", *on("2022-08-20"))

    assert [one["move"] for one in shown(done, handed_in)["events"]] == ["submit", "accept", "return"]


def test_review_return_to_a_day_that_is_over_is_refused(refused: Callable[..., str], handed_in: str) -> None:
    told = refused("review", "return", handed_in, "--day", "2022-08-17", "--why", "Sơ sài.", *on("2022-08-19"))

    assert told == "Ngày nộp lại 17/8/2022 đã qua; hãy chọn một ngày từ hôm nay trở đi.\n"


def test_review_return_without_a_day_is_wrong_usage(dondoc: Dondoc, handed_in: str) -> None:
    printed = dondoc("review", "return", handed_in, "--why", "Sơ sài.")

    assert (printed.code, printed.err.splitlines()[0]) == (WRONG_USAGE, "Thiếu tham số --day.")


# Withdrawing


def test_review_withdraw_lets_the_earlier_version_stand_again(
    done: Callable[..., str], handed_in: str, mended: str
) -> None:
    done("submit", handed_in, mended, "--on", "2022-08-19")

    printed = json.loads(
        done("review", "withdraw", handed_in, "--why", "Ghi nhầm đơn vị.", *on("2022-08-19T09:00"), "--json")
    )

    assert (printed["stage"], printed["receipt"]) == ("received", "0001/TN-15-KH/TU")
    assert [one["fate"] for one in shown(done, handed_in)["versions"]] == ["standing", "withdrawn"]


def test_review_withdraw_of_the_only_version_leaves_the_duty_open(done: Callable[..., str], on_paper: str) -> None:
    printed = done("review", "withdraw", on_paper, "--why", "Ghi nhầm đơn vị.", *on("2022-08-23"))

    assert printed == f"Đã rút bản nộp gần nhất: Huyện ủy Bình Lục.\n{DUTY}: chưa nộp, quá hạn 3 ngày; hạn 20/8/2022.\n"
    assert "Bản nộp lần 1 (số 5-BC/HU): đã rút\n" in done("review", "show", on_paper, *on("2022-08-23"))


def test_what_was_withdrawn_may_be_handed_in_again(done: Callable[..., str], handed_in: str, report: str) -> None:
    done("review", "withdraw", handed_in, "--why", "Ghi sai ngày.", *on("2022-08-19"))

    found = json.loads(done("submit", handed_in, report, "--on", "2022-08-19T09:00", "--json"))

    assert found["receipt"] == "0002/TN-15-KH/TU"


def test_review_withdraw_without_a_reason_is_refused(refused: Callable[..., str], handed_in: str) -> None:
    assert refused("review", "withdraw", handed_in, *on("2022-08-19")) == "Rút bản nộp phải ghi rõ lý do (--why).\n"


@pytest.mark.parametrize(
    ("unit", "sentence"),
    [
        ("HU-353", "Không thể rút bản nộp: báo cáo của đơn vị đã được chấp nhận. Nếu cần đơn vị sửa, hãy trả lại"),
        ("HU-352", "Không thể rút bản nộp: đơn vị chưa có bản nộp nào. Không có gì để rút.\n"),
    ],
)
def test_review_withdraw_of_what_was_accepted_or_never_came_is_refused(
    done: Callable[..., str], refused: Callable[..., str], *, handed_in: str, unit: str, sentence: str
) -> None:
    done("review", "accept", handed_in, *on("2022-08-19"))

    assert refused("review", "withdraw", unit, "--why", "Nhầm.", *on("2022-08-20")).startswith(sentence)


# Correcting a match


def places(done: Callable[..., str], unit: str) -> dict[str, int]:
    """The section that each heading of the last version stands under, with its place."""
    return {one["number"]: one["position"] for one in shown(done, unit)["versions"][-1]["check"]["sections"]}


def test_review_match_moves_a_heading_and_keeps_the_persons_word(done: Callable[..., str], handed_in: str) -> None:
    before = places(done, handed_in)

    printed = done("review", "match", handed_in, "--heading", str(before["I.1"]), "--section", "I.2", *on("2022-08-19"))

    assert printed == (
        f"Đã ghi nhận: đoạn {before['I.1']} (“1. Công tác lãnh đạo, chỉ đạo quán…”) thuộc mục I.2.\n"
        "Đối chiếu bản nộp lần 1 của Huyện ủy Lý Nhân: 14/15 mục, thiếu I.1; 1 điểm cần xem.\n"
    )
    check = shown(done, handed_in)["versions"][0]["check"]
    (moved,) = [one for one in check["sections"] if one["number"] == "I.2"]
    assert (moved["position"], moved["is_corrected"], moved["confidence"]) == (before["I.1"], True, 1.0)
    assert check["extra_positions"] == [before["I.2"]]
    file = done("review", "show", handed_in, *on("2022-08-19"))
    assert re.search(rf"^ +{before['I.1']}  I\.2 .+ người xếp *$", file, re.MULTILINE)
    assert re.search(rf"^ +{before['I.2']}  – .+ ngoài đề cương *$", file, re.MULTILINE)
    assert re.search(r"^ +I\.1 .+ thiếu *$", file, re.MULTILINE)


def test_review_match_takes_a_heading_out_and_puts_it_back(done: Callable[..., str], handed_in: str) -> None:
    place = str(places(done, handed_in)["II.2"])
    out = json.loads(
        done("review", "match", handed_in, "--heading", place, "--section", "none", *on("2022-08-19"), "--json")
    )
    assert out["extra_positions"] == [int(place)]
    assert f"đoạn {place} (“2. Đánh giá chung”) không thuộc mục nào.\n" in done(
        "review", "match", handed_in, "--heading", place, "--section", "none", *on("2022-08-19")
    )

    done("review", "match", handed_in, "--heading", place, "--section", "II.2", *on("2022-08-20"))

    assert places(done, handed_in)["II.2"] == int(place)
    assert shown(done, handed_in)["versions"][0]["check"]["extra_headings"] == []


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("I.2", "Ở đoạn 999 của tệp không có đề mục nào để xếp vào mục I.2. Hãy xem vị trí của các đề mục bằng lệnh"),
        ("none", "Ở đoạn 999 của tệp không có đề mục nào để bỏ ra. Hãy xem vị trí"),
    ],
)
def test_review_match_of_a_place_without_a_heading_is_refused(
    done: Callable[..., str], refused: Callable[..., str], *, handed_in: str, section: str, sentence: str
) -> None:
    before = places(done, handed_in)

    told = refused("review", "match", handed_in, "--heading", "999", "--section", section, *on("2022-08-19"))

    assert told.startswith(sentence)
    assert places(done, handed_in) == before


def test_review_match_to_a_section_that_holds_no_text_is_wrong_usage(dondoc: Dondoc, handed_in: str) -> None:
    printed = dondoc("review", "match", handed_in, "--heading", "7", "--section", "II", *on("2022-08-19"))

    assert printed.code == WRONG_USAGE
    assert printed.err.startswith("Không có mục “II” để xếp đề mục vào. Các mục: I.1, I.2, ")


def test_review_match_of_a_letter_on_paper_is_refused(refused: Callable[..., str], on_paper: str) -> None:
    told = refused("review", "match", on_paper, "--heading", "7", "--section", "I.2", *on("2022-08-23"))

    assert told == (
        "Bản nộp lần 1 của Huyện ủy Bình Lục không kèm tệp nên không có đề mục nào để sửa. Khi có bản chụp hoặc tệp, hãy "
        "ghi nhận bằng lệnh: dondoc submit\n"
    )


def test_review_match_where_nothing_came_is_refused(refused: Callable[..., str]) -> None:
    told = refused("review", "match", "HU-353", "--heading", "7", "--section", "I.2", *on("2022-08-23"))

    assert told == "Huyện ủy Lý Nhân chưa có bản nộp nào. Nếu đã nhận được báo cáo, hãy ghi nhận trước.\n"
