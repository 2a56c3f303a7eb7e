from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from database.models import OutboxRow
from domain.outbox import MessageState
from services.message_log import message_log

if TYPE_CHECKING:
    from datetime import datetime

    from documents.consolidation_workbook import SentMessage
    from tests.stories.story import Story

NAMES = {"X1": "Đảng ủy xã Hợp Lý"}


def log(story: Story, *, as_of: datetime | None = None) -> tuple[SentMessage, ...]:
    with story.workplace.read() as session:
        return message_log(session, story.campaign, names=NAMES, as_of=as_of or story.at())


def test_log_tells_each_message_in_words_and_in_the_order_of_time(story: Story) -> None:
    story.advance(to=date(2022, 8, 2))

    found = log(story)

    kinds = [one.kind for one in found]
    assert kinds[0] == "Thông báo triển khai"
    assert kinds[-1] == "Đôn đốc"
    assert [one.at for one in found] == sorted(one.at for one in found)
    assert {(one.unit, one.channel, one.outcome) for one in found} == {("Đảng ủy xã Hợp Lý", "thư điện tử", "đã gửi")}
    assert all(one.recipient.endswith(")") and "@" in one.recipient for one in found)


def test_log_ends_at_the_moment_asked_for(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    opened = story.at()
    story.advance(to=date(2022, 8, 2))

    assert [one.kind for one in log(story, as_of=opened)] == ["Thông báo triển khai"]


def test_message_that_something_newer_replaced_is_no_message(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    with story.workplace.begin() as session:
        for row in session.query(OutboxRow).filter(OutboxRow.unit == "X1"):
            row.state = MessageState.SUPERSEDED

    assert log(story) == ()


def test_recipient_without_a_name_is_told_by_the_address(story: Story) -> None:
    story.advance(to=date(2022, 6, 24))
    with story.workplace.begin() as session:
        for row in session.query(OutboxRow).filter(OutboxRow.unit == "X1"):
            row.recipient_name, row.channel = "", "zalo"

    (one,) = log(story)

    assert "@" in one.recipient
    assert "(" not in one.recipient
    assert one.channel == "zalo"
