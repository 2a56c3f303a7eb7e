from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import EventRow
from domain.errors import RuleBroken
from domain.lifecycle import Move
from services.events import begin, history_of, record

if TYPE_CHECKING:
    from datetime import datetime

    from tests.stories.story import Story


@pytest.fixture
def july(story: Story) -> Story:
    story.advance(to=date(2022, 7, 20))
    return story


def note(story: Story, now: datetime) -> None:
    """A promise of X1, as an event alone."""
    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        before = begin(session, story.campaign, owed, Move.PROMISE)
        record(session, story.campaign, before, Move.PROMISE, by="A", now=now)


def moves(story: Story) -> list[tuple[str, str, str]]:
    with story.workplace.read() as session:
        found = session.scalars(select(EventRow).order_by(EventRow.id)).all()
        return [(row.move, row.from_stage, row.to_stage) for row in found]


def test_event_tells_the_stages_before_and_after(july: Story) -> None:
    july.promise("X1", day=date(2022, 7, 25), hour=time(9))
    july.hand_in("X1", hour=time(10))
    july.give_back("X1", new_day=date(2022, 7, 26), hour=time(11))
    july.hand_in("X1", hour=time(12))

    assert moves(july) == [
        ("promise", "open", "open"),
        ("submit", "open", "received"),
        ("return", "received", "returned"),
        ("submit", "returned", "received"),
    ]


def test_event_bears_who_did_it_when_and_why(july: Story) -> None:
    owed = july.obligation("X1").id
    with july.workplace.begin() as session:
        before = history_of(session, july.campaign, owed)
        record(
            session,
            july.campaign,
            before,
            Move.PROMISE,
            by="Nguyễn Văn A",
            now=july.at(),
            reason="Qua điện thoại.",
            document_number="7-CV/ĐU",
        )

    with july.workplace.read() as session:
        row = session.scalars(select(EventRow)).one()
        assert (row.by, row.at, row.reason, row.document_number) == (
            "Nguyễn Văn A",
            july.at(),
            "Qua điện thoại.",
            "7-CV/ĐU",
        )


def test_event_before_the_opening_is_refused(july: Story) -> None:
    with pytest.raises(RuleBroken, match=r"đợt chưa mở \(đợt mở lúc 07 giờ 30 ngày 24/6/2022\)"):
        note(july, july.campaign.opened_at - timedelta(seconds=1))

    note(july, july.campaign.opened_at)


def test_event_before_the_last_one_is_refused_and_told_from_when_on_it_may_be(july: Story) -> None:
    note(july, july.at(time(9)) + timedelta(seconds=20))

    with pytest.raises(RuleBroken, match="ví dụ 2022-07-20T09:01; xem các việc đã ghi: dondoc review show X1"):
        note(july, july.at(time(9)))


def test_events_may_fall_on_the_same_moment(july: Story) -> None:
    note(july, july.at())
    note(july, july.at())

    assert len(moves(july)) == 2


def test_events_of_one_unit_do_not_hold_back_those_of_another(july: Story) -> None:
    july.hand_in("X2", hour=time(15))

    note(july, july.at(time(9)))

    assert [move for move, *_ in moves(july)] == ["submit", "promise"]


def test_move_that_the_table_does_not_know_from_here_is_refused_at_the_beginning(july: Story) -> None:
    owed = july.obligation("X1").id

    with pytest.raises(RuleBroken, match="Không thể chấp nhận báo cáo"), july.workplace.begin() as session:
        begin(session, july.campaign, owed, Move.ACCEPT)
