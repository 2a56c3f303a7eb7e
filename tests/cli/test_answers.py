from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from config.hooks import work_off_hooks
from config.wiring import workplace
from domain.answers import read_answer
from domain.hooks import HookSource
from services.answers import Respondent, take_answer
from services.hooks import Incoming, keep_hook
from tests.cli.test_json_shapes import documented, keys
from tests.web.calls import bot_event

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Dondoc

pytestmark = pytest.mark.usefixtures("opened")
ON = ("--as-of", "2022-08-22")
AT = datetime.fromisoformat("2022-08-21T15:00+07:00")


def answered(*texts: str) -> None:
    place = workplace()
    campaign = place.campaign()
    with place.begin() as session:
        for text in texts:
            who = Respondent(campaign.id, "HU-353", "hu-353", "zalobot")
            take_answer(session, who, read_answer(text, today=AT.date()), text=text, at=AT, event_key=text)
    place.engine.dispose()


def test_answers_are_listed_with_what_they_mean(done: Callable[..., str]) -> None:
    answered("DA NOP", "HẸN 25/8")

    printed = done("answers", "list", *ON)

    assert "2 trả lời chờ cán bộ; không trả lời nào làm thay đổi hạn hay việc đôn đốc" in printed
    assert "báo đã nộp" in printed
    assert "25/8/2022" in printed
    assert done("answers", "list", "--as-of", "2022-08-20") == "Không có trả lời nào chờ xử lý.\n"


def test_promise_in_an_answer_is_entered_in_the_name_of_staff(
    done: Callable[..., str], refused: Callable[..., str]
) -> None:
    answered("HẸN 25/8")

    assert done("answers", "settle", "1", "--promise", "--by", "Trần Thị Lan", *ON) == (
        "Trả lời số 1 của HU-353: Đã ghi ngày hẹn nộp 25/8/2022.\n"
    )

    (event,) = json.loads(done("review", "show", "HU-353", *ON, "--json"))["events"]
    assert (event["move"], event["day"], event["by"]) == ("promise", "2022-08-25", "Trần Thị Lan")
    assert event["reason"] == "Trả lời qua zalobot ngày 21/8/2022: “HẸN 25/8”."
    assert refused("answers", "settle", "1", "--note", "Xong.", *ON).startswith(
        "Trả lời số 1 đã được Trần Thị Lan xử lý"
    )


def test_answer_is_settled_by_a_note(done: Callable[..., str]) -> None:
    answered("Gửi về đâu?")

    found = json.loads(done("answers", "settle", "1", "--note", "Đã gọi lại.", "--by", "Lan", *ON, "--json"))

    assert found == {"answer": 1, "unit": "HU-353", "settled_by": "Lan", "settlement": "Đã gọi lại."}


@pytest.mark.parametrize("options", [(), ("--promise", "--note", "Xong.")])
def test_one_way_of_settling_must_be_chosen(dondoc: Dondoc, options: tuple[str, ...]) -> None:
    answered("HẸN 25/8")

    printed = dondoc("answers", "settle", "1", *options, *ON)

    assert (printed.code, printed.err[:26]) == (2, "Hãy chọn một cách xử lý: -")


@pytest.fixture
def stranger(opened: Path) -> None:  # noqa: ARG001 -- before anything is written there
    """Somebody wrote to the bot before anybody bound that chat."""
    place = workplace()
    place.campaign()
    with place.begin() as session:
        keep_hook(session, Incoming(HookSource.ZALOBOT, bot_event("Xin chào\x1b"), AT))
    work_off_hooks(place, now=AT)
    place.engine.dispose()


@pytest.mark.usefixtures("stranger")
def test_whoever_is_bound_to_nobody_is_shown_apart(done: Callable[..., str]) -> None:
    printed = done("answers", "list", *ON)

    assert printed.startswith("Không có trả lời nào chờ xử lý.\n\n1 tin của người chưa liên kết\n")
    assert "Xin chào" in printed
    assert "\x1b" not in printed


@pytest.mark.usefixtures("stranger")
def test_documented_keys_are_the_real_keys(done: Callable[..., str]) -> None:
    answered("HẸN 25/8")

    for section, arguments in (
        ("answers list", ()),
        ("answers settle", ("1", "--note", "Xong.")),
        ("contacts bind", ("HU-353", "HU-353")),
    ):
        printed = json.loads(done(*section.split(), *arguments, *ON, "--json"))
        assert keys(printed) == keys(documented(section))


def test_answer_that_is_not_there_is_refused(refused: Callable[..., str]) -> None:
    assert refused("answers", "settle", "9", "--note", "Xong.", *ON) == (
        "Không có trả lời số 9 trong đợt này. Xem danh sách: dondoc answers list\n"
    )
