from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from database.queries.calls import call_rows
from domain.calls import CallResult
from domain.errors import RuleBroken
from services.calls import Made, record_call, record_once, take

if TYPE_CHECKING:
    from tests.stories.story import Story

TEN = time(10)


@pytest.fixture
def august(story: Story) -> Story:
    story.advance(to=date(2022, 8, 1))
    return story


def record(story: Story, made: Made, *, who: str = "Mai", hour: time = TEN, anyway: bool = False) -> None:
    with story.workplace.begin() as session:
        record_call(session, story.campaign, made, who=who, now=story.at(hour), anyway=anyway)


def ledger(story: Story) -> list[tuple[str, str, str]]:
    with story.workplace.read() as session:
        return [(row.unit, row.who, row.result) for row in call_rows(session, story.campaign.id)]


def test_promise_by_telephone_is_a_promise_of_the_duty(august: Story) -> None:
    owed = august.obligation("X1").id

    record(august, Made("X1", CallResult.PROMISED, day=date(2022, 8, 10), note="Anh Bình hẹn.", obligation_id=owed))

    promise = august.obligation("X1").promise
    assert promise is not None
    assert (promise.day, promise.made_at) == (date(2022, 8, 10), august.at())
    assert ledger(august) == [("X1", "Mai", "promised")]


def test_promise_that_is_refused_leaves_no_call_behind(august: Story) -> None:
    owed = august.obligation("X1").id

    with pytest.raises(RuleBroken, match="đã qua; hãy hẹn một ngày từ hôm nay"):
        record(august, Made("X1", CallResult.PROMISED, day=date(2022, 7, 30), obligation_id=owed))

    assert ledger(august) == []


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (Made("X1", CallResult.PROMISED), "phải ghi ngày hẹn"),
        (Made("X1", CallResult.REACHED, day=date(2022, 8, 10)), "Chỉ kết quả “hẹn ngày nộp” mới có ngày hẹn"),
        (Made("X1", CallResult.WRONG_NUMBER), "Hãy ghi số nào sai"),
        (Made("X1", CallResult.REACHED, number="gọi lại"), "không phải số điện thoại; cần 8 đến 15 chữ số"),
        (Made("X1", CallResult.REACHED, number="113"), "không phải số điện thoại"),
    ],
)
def test_entry_that_says_nothing_sound_is_refused(august: Story, made: Made, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        record(august, made)


def test_call_before_the_opening_is_refused(story: Story) -> None:
    with pytest.raises(RuleBroken, match="Đợt mở lúc 07 giờ 30 ngày 24/6/2022"):
        record(story, Made("X1", CallResult.REACHED))


def test_unit_in_anothers_hands_is_recorded_only_on_purpose_and_both_entries_stay(august: Story) -> None:
    with august.workplace.begin() as session:
        take(session, august.campaign, "X1", who="Lan", now=august.at(), duration=timedelta(minutes=30))

    with pytest.raises(RuleBroken, match=r"Lan đã nhận gọi đơn vị này, đến 10 giờ 30 ngày 01/8/2022\. .*--anyway"):
        record(august, Made("X1", CallResult.REACHED), hour=time(10, 10))
    record(august, Made("X1", CallResult.REACHED), hour=time(10, 10), anyway=True)
    record(august, Made("X1", CallResult.REACHED), who="Lan", hour=time(10, 12))

    assert ledger(august) == [("X1", "Lan", "taken"), ("X1", "Mai", "reached"), ("X1", "Lan", "reached")]


def test_unit_that_is_taken_cannot_be_taken_by_another(august: Story) -> None:
    with august.workplace.begin() as session:
        take(session, august.campaign, "X1", who="Lan", now=august.at())

    with pytest.raises(RuleBroken, match="Hãy gọi đơn vị khác"), august.workplace.begin() as session:
        take(session, august.campaign, "X1", who="Mai", now=august.at(time(10, 29)))
    with august.workplace.begin() as session:
        take(session, august.campaign, "X1", who="Mai", now=august.at(time(10, 30)))

    assert ledger(august) == [("X1", "Lan", "taken"), ("X1", "Mai", "taken")]


def test_the_same_entry_read_in_again_changes_nothing(august: Story) -> None:
    made = Made("X1", CallResult.NO_ANSWER, "x1", "0226.0000.001", note="Chuông đổ.")
    with august.workplace.begin() as session:
        first = record_once(session, august.campaign, made, who="Mai", now=august.at())
        second = record_once(session, august.campaign, made, who="Lan", now=august.at())
        other = record_once(session, august.campaign, made, who="Mai", now=august.at(time(11)))

    assert (first is None, second is None, other is None) == (False, True, False)
    assert len(ledger(august)) == 2
