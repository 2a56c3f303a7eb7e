from __future__ import annotations

import json
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import EventRow, ReturnRow, VersionRow
from domain.calendar import CalendarRangeError
from domain.errors import RuleBroken
from services.reviews import accept, return_submission, withdraw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.stories.story import Story

ELEVEN = time(11)


@pytest.fixture
def july(story: Story) -> Story:
    """20 July: the communes have been reminded once, and X1 has handed in at ten."""
    story.advance(to=date(2022, 7, 20))
    story.hand_in("X1")
    return story


def take(story: Story, *, hour: time = ELEVEN) -> None:
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        accept(session, story.campaign, owed, by="Nguyễn Văn A", reason="Đạt.", now=story.at(hour))


def take_off(story: Story, *, hour: time = ELEVEN, reason: str = "Ghi nhầm đơn vị.") -> int:
    """Returns the number of the version."""
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        return withdraw(session, story.campaign, owed, by="Nguyễn Văn A", reason=reason, now=story.at(hour)).number


def give_back(story: Story, *, reason: str = "", sections: Mapping[str, str] | None = None) -> None:
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        return_submission(
            session,
            story.campaign,
            owed,
            reason=reason,
            sections=sections,
            new_day=date(2022, 8, 5),
            by="Nguyễn Văn A",
            now=story.at(ELEVEN),
        )


def events(story: Story) -> list[tuple[str, str, str, str]]:
    """Every move of X1, as (move, who, why, where it led)."""
    owed = story.obligation("X1").id
    with story.workplace.read() as session:
        rows = session.scalars(select(EventRow).where(EventRow.obligation_id == owed).order_by(EventRow.id))
        return [(row.move, row.by, row.reason, row.to_stage) for row in rows]


# Accepting


def test_accept_is_an_event_and_writes_to_nobody(july: Story) -> None:
    july.deliver()
    letters = len(july.messages())

    take(july)

    assert events(july)[-1] == ("accept", "Nguyễn Văn A", "Đạt.", "accepted")
    assert july.obligation("X1", as_of=july.at(ELEVEN)).standing.is_accepted
    assert len(july.messages()) == letters


def test_accepted_is_the_version_that_stood_and_not_one_that_comes_later(july: Story) -> None:
    take(july)

    july.hand_in("X1", hour=time(14))

    standing = july.obligation("X1", as_of=july.at(time(15))).standing
    assert (standing.state, standing.is_accepted) == ("on_time", False)


# Returning


def test_return_begins_a_version_with_a_clock_of_its_own(july: Story) -> None:
    july.give_back("X1", new_day=date(2022, 8, 5), hour=ELEVEN)

    obligation = july.obligation("X1", as_of=july.at(ELEVEN))
    assert (obligation.standing.state, obligation.standing.is_overdue) == ("returned", False)
    assert (obligation.version.number, obligation.version.ladder) == (2, "returned")
    with july.workplace.read() as session:
        asking = session.scalars(select(VersionRow.number).where(VersionRow.next_step_at.is_not(None)))
        assert sorted(asking) == [1, 1, 1, 1, 2]


def test_return_of_what_was_never_handed_in_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="Không thể trả lại báo cáo: đơn vị chưa có bản nộp nào"):
        july.give_back("X2", new_day=date(2022, 8, 5), hour=ELEVEN)


def test_return_of_what_is_back_already_is_refused(july: Story) -> None:
    july.give_back("X1", new_day=date(2022, 8, 5), hour=ELEVEN)

    with pytest.raises(RuleBroken, match="Không thể trả lại báo cáo: bản nộp gần nhất đã được trả lại"):
        july.give_back("X1", new_day=date(2022, 8, 5), hour=time(12))


def test_return_to_a_day_that_is_over_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match="Ngày nộp lại 19/7/2022 đã qua"):
        july.give_back("X1", new_day=date(2022, 7, 19), hour=ELEVEN)


def test_return_beyond_the_calendar_is_refused(july: Story) -> None:
    with pytest.raises(CalendarRangeError, match="quá xa"):
        july.give_back("X1", new_day=date(2022, 12, 30), hour=ELEVEN)


def test_return_keeps_the_reason_of_each_section(july: Story) -> None:
    give_back(july, reason=" Sơ sài. ", sections={"II": "chưa có số liệu", "IV": ""})

    with july.workplace.read() as session:
        row = session.scalars(select(ReturnRow)).one()
        assert json.loads(row.sections) == [["II", "chưa có số liệu"], ["IV", ""]]
        assert (row.reason, row.returned_by) == ("Sơ sài.", "Nguyễn Văn A")
    assert events(july)[-1] == (
        "return",
        "Nguyễn Văn A",
        "Sơ sài.; mục II: chưa có số liệu; mục IV",
        "returned",
    )


def test_return_tells_the_unit_each_section_and_its_reason(july: Story) -> None:
    give_back(july, sections={"II": "chưa có số liệu"})

    july.deliver(time(12))

    text = next(row.text for row in july.messages(to="x1") if row.message == "returned")
    assert "chưa có số liệu" in text
    assert "05/8/2022" in text


@pytest.mark.parametrize(
    ("reason", "sections", "sentence"),
    [
        ("  ", {}, "phải ghi rõ lý do"),
        ("", {"II": " "}, "phải ghi rõ lý do"),
        ("Sơ sài.", {"V": ""}, "Đề cương không có mục “V”. Các mục: I, II, IV."),
    ],
)
def test_return_for_no_reason_or_of_no_section_is_refused(
    july: Story, reason: str, sections: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        give_back(july, reason=reason, sections=sections)

    assert [move for move, *_ in events(july)] == ["submit"]


# Withdrawing


def test_withdrawn_version_no_longer_counts_and_the_ladder_goes_on(july: Story) -> None:
    july.advance(to=date(2022, 7, 21))

    assert take_off(july) == 1

    assert july.obligation("X1", as_of=july.at(ELEVEN)).standing.state == "expected"
    july.advance(to=date(2022, 7, 25))
    assert july.heard("x1")[-1] == (date(2022, 7, 22), "reminder")  # seven days before, a Sunday, moved back


def test_withdrawal_erases_nothing(july: Story) -> None:
    take_off(july)

    assert july.obligation("X1", as_of=july.at(time(10, 30))).standing.state == "on_time"
    assert events(july) == [
        ("submit", "", "", "received"),
        ("withdraw", "Nguyễn Văn A", "Ghi nhầm đơn vị.", "open"),
    ]


def test_withdrawal_lets_the_version_before_stand_again(july: Story) -> None:
    take(july)
    july.hand_in("X1", hour=time(14))

    assert take_off(july, hour=time(15)) == 2

    assert july.obligation("X1", as_of=july.at(time(15))).standing.is_accepted
    july.advance(to=date(2022, 8, 5))
    heard = [(day, kind) for day, kind in july.heard("x1") if day >= date(2022, 7, 20)]
    assert heard == [(date(2022, 7, 21), "receipt")]


def test_receipt_of_a_withdrawn_version_that_still_waits_is_never_sent(july: Story) -> None:
    take_off(july)

    july.advance(to=date(2022, 7, 21))

    (receipt,) = [row for row in july.messages(to="x1") if row.message == "receipt"]
    assert (receipt.state, receipt.note) == (
        "superseded",
        "Bản nộp đã được rút trước khi phiếu tiếp nhận được gửi.",
    )


def test_number_of_a_withdrawn_receipt_is_never_given_again(july: Story) -> None:
    take_off(july)

    assert july.hand_in("X1", hour=time(14)) == "0002/TN-15-KH/TU"


def test_withdrawal_after_the_deadline_finds_the_unit_overdue(july: Story) -> None:
    july.advance(to=date(2022, 8, 3))

    take_off(july)

    standing = july.obligation("X1", as_of=july.at(ELEVEN)).standing
    assert (standing.state, standing.days_late) == ("overdue", 3)


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawal_for_no_reason_is_refused(july: Story, reason: str) -> None:
    with pytest.raises(RuleBroken, match="Rút bản nộp phải ghi rõ lý do"):
        take_off(july, reason=reason)


def test_withdrawal_of_what_was_accepted_is_refused(july: Story) -> None:
    take(july)

    with pytest.raises(RuleBroken, match="Không thể rút bản nộp: báo cáo của đơn vị đã được chấp nhận"):
        take_off(july, hour=time(12))
