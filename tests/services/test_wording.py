from __future__ import annotations

import pytest

from config.plan_file import find_plan, load_ladders
from domain.consolidation import RunState
from domain.decisions import Outcome
from domain.ladder import Audience
from domain.obligations import State
from domain.outbox import MessageState
from domain.rung_names import rung_text
from services.wording import AUDIENCES, OUTCOMES, RUN_STATES, STATES


@pytest.mark.parametrize(
    ("rung", "text"),
    [
        ("opening", "triển khai"),
        ("-14d", "trước hạn 14 ngày"),
        ("-1wd", "trước hạn 1 ngày làm việc"),
        ("+3wd", "sau hạn 3 ngày làm việc"),
        ("+2d", "sau hạn 2 ngày"),
        ("weekly", "hằng tuần"),
        ("weekly#2", "hằng tuần, kỳ 2"),
        ("+5wd#3", "sau hạn 5 ngày làm việc, kỳ 3"),
        ("returned-1wd", "trước hạn nộp lại 1 ngày làm việc"),
        ("returned+1wd", "sau hạn nộp lại 1 ngày làm việc"),
        ("returned-weekly#2", "hằng tuần sau hạn nộp lại, kỳ 2"),
        ("promise+1wd", "sau ngày hẹn 1 ngày làm việc"),
        ("promise+1wd@2022-08-25", "sau ngày hẹn 25/8/2022 1 ngày làm việc"),
        ("promise-weekly#1@2022-08-25", "hằng tuần sau ngày hẹn 25/8/2022, kỳ 1"),
        ("receipt#1", "phiếu tiếp nhận"),
        ("receipt#2", "phiếu tiếp nhận lần 2"),
        ("returned#1", "thông báo trả lại lần 1"),
        ("nac-rieng", "nac-rieng"),
        ("nac-rieng#2", "nac-rieng, kỳ 2"),
        ("", ""),
    ],
)
def test_rung_is_told_as_people_say_it(rung: str, text: str) -> None:
    assert rung_text(rung) == text


def test_every_state_outcome_and_audience_has_words() -> None:
    assert set(STATES) == set(State)
    assert set(AUDIENCES) == set(Audience)
    assert set(OUTCOMES) >= set(Outcome) | set(MessageState) - {MessageState.ACCEPTED}


def test_every_rung_of_the_shipped_ladders_has_words() -> None:
    ladders = (find_plan("ke-hoach-15-kh-tu") / name for name in ("ladders.yaml", "ladders-light.yaml"))

    keys = [rung.id for path in ladders for ladder in load_ladders(path).values() for rung in ladder.rungs]

    assert [key for key in keys if rung_text(key) == key] == []


def test_every_state_of_a_run_has_a_word() -> None:
    assert set(RUN_STATES) == set(RunState)


def test_a_repeated_rung_of_a_changed_ladder_says_its_rhythm() -> None:
    assert rung_text("+5wd.every3d#4") == "cứ 3 ngày kể từ mốc sau hạn 5 ngày làm việc, kỳ 4"
    assert rung_text("returned+1wd.every3d") == "cứ 3 ngày kể từ mốc sau hạn nộp lại 1 ngày làm việc"
