"""What staff hold back goes out once afterwards, or is on record as superseded; and everybody can say why."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from domain.errors import RuleBroken
from domain.outbox import MessageState
from services import holds
from services.audit import audit
from services.explanations import explain
from services.message_histories import message_histories

if TYPE_CHECKING:
    from collections.abc import Iterator

    from database.models import OutboxRow
    from domain.holds import HoldOrder
    from services.message_histories import MessageHistory
    from tests.stories.story import Story

BY, WHY = "Trần Thị B", "xã đang khắc phục hậu quả mưa lũ"
TEXT = f"Giữ theo yêu cầu của {BY}, lý do: {WHY}."


@pytest.fixture(autouse=True)
def _proved(story: Story) -> Iterator[None]:
    """Whatever is held, the count of the campaign stays right."""
    yield
    assert story.is_proved()


def hold(story: Story, unit: str, *, until: date | None = None, reason: str = WHY) -> HoldOrder:
    with story.workplace.begin() as session:
        return holds.hold_unit(session, story.campaign, unit, reason=reason, by=BY, now=story.at(), until=until)


def hold_all(story: Story) -> HoldOrder:
    with story.workplace.begin() as session:
        return holds.hold_everything(session, story.campaign, reason=WHY, by=BY, now=story.at())


def hold_one(story: Story, name: str) -> HoldOrder:
    with story.workplace.begin() as session:
        return holds.hold_message(session, story.campaign, name, reason=WHY, by=BY, now=story.at())


def let_go(story: Story, order: HoldOrder) -> int:
    with story.workplace.begin() as session:
        return holds.release(session, story.campaign, order.id, by="Nguyễn Văn A", now=story.at())[1]


def history(story: Story, unit: str, message: str) -> MessageHistory:
    with story.workplace.read() as session:
        found = message_histories(session, story.campaign, as_of=story.at(time(23)), unit=unit)
    return next(one for one in found if one.message == message)


def test_a_unit_under_a_hold_hears_the_highest_rung_once_after_it_is_released(story: Story) -> None:
    story.advance(to=date(2022, 7, 15))
    order = hold(story, "X1")

    story.advance(to=date(2022, 8, 2))  # -7d, -3wd, -1wd, the deadline and +1wd pass meanwhile
    assert story.heard("x1") == [(date(2022, 6, 24), "opening"), (date(2022, 7, 15), "reminder")]
    assert let_go(story, order) == 1
    story.run(time(14))
    story.advance(to=date(2022, 8, 4))

    assert story.heard("x1")[2:] == [(date(2022, 8, 2), "urging")]
    states = [row.state for row in story.messages(to="x1")]
    assert states == ["accepted", "accepted", "superseded", "superseded", "superseded", "accepted"]
    assert [one[1] for one in story.heard("x2")][2:] == ["reminder", "reminder", "last_reminder", "urging"]


def test_a_unit_that_hands_in_under_a_hold_is_not_reminded_afterwards_and_still_gets_its_receipt(
    story: Story,
) -> None:
    story.advance(to=date(2022, 7, 21))
    order = hold(story, "X1")
    story.advance(to=date(2022, 7, 25))

    story.hand_in("X1")
    story.deliver(time(11))
    story.advance(to=date(2022, 7, 26))

    (receipt,) = [row for row in story.messages(to="x1") if row.message == "receipt"]
    held = history(story, "X1", "reminder")
    assert receipt.state == MessageState.ACCEPTED
    assert let_go(story, order) == 0
    assert story.messages(to="x1")[2].note == "Đơn vị đã nộp báo cáo trước khi thông báo được gửi."
    assert held.fate.value == "sent"  # that of 15/7, before the hold


def test_a_hold_with_a_last_day_ends_by_itself(story: Story) -> None:
    story.advance(to=date(2022, 7, 21))
    order = hold(story, "X1", until=date(2022, 7, 26))

    story.advance(to=date(2022, 7, 26))
    assert story.messages(to="x1")[-1].state == MessageState.HELD
    story.advance(to=date(2022, 7, 27))

    assert story.heard("x1")[-1] == (date(2022, 7, 27), "reminder")
    with pytest.raises(RuleBroken, match="không còn hiệu lực"):
        let_go(story, order)


def test_everything_that_tells_of_the_message_says_who_holds_it_and_why(story: Story) -> None:
    story.advance(to=date(2022, 7, 21))
    order = hold(story, "X1")
    story.advance(to=date(2022, 7, 25))

    (row,) = [one for one in story.messages(to="x1") if one.state == MessageState.HELD]
    with story.workplace.read() as session:
        (explained,) = explain(session, story.campaign, "X1", as_of=story.at())
        (told,) = [
            one
            for one in message_histories(session, story.campaign, as_of=story.at(), unit="X1")
            if one.number == row.id
        ]
    assert (row.held_for, row.note) == (TEXT, TEXT)
    assert (explained.decisions[-1].outcome, explained.decisions[-1].reason) == ("held", TEXT)
    assert [(one.what, one.text) for one in told.steps[1:]] == [("ordered", TEXT)]
    (item,) = story.proof().holds
    assert (item.unit, item.by, item.reason, item.messages) == ("X1", BY, WHY, 1)
    let_go(story, order)
    story.run(time(14))
    steps = [(one.what, one.text) for one in history_of(story, row).steps]
    assert steps[1:3] == [("ordered", TEXT), ("let_go", "Nguyễn Văn A cho gửi tiếp.")]
    assert steps[3][0] == "sent"
    assert story.proof().holds == ()


def history_of(story: Story, row: OutboxRow) -> MessageHistory:
    with story.workplace.read() as session:
        found = message_histories(session, story.campaign, as_of=story.at(time(23)))
    return next(one for one in found if one.number == row.id)


def test_one_message_alone_can_be_held_also_a_receipt(story: Story) -> None:
    story.advance(to=date(2022, 7, 21))
    story.hand_in("X1")
    (receipt,) = [row for row in story.messages(to="x1") if row.message == "receipt"]

    order = hold_one(story, str(receipt.id))
    story.advance(to=date(2022, 7, 25))

    assert [row.state for row in story.messages(to="x1") if row.message == "receipt"] == ["held"]
    assert let_go(story, order) == 1
    story.run(time(14))
    assert story.heard("x1")[-1] == (date(2022, 7, 25), "receipt")


def test_a_hold_of_all_units_keeps_lists_back_as_well(story: Story) -> None:
    story.advance(to=date(2022, 7, 29))
    order = hold_all(story)

    story.advance(to=date(2022, 8, 3))
    assert {row.state for row in story.messages() if row.moment > story.calendar.at(date(2022, 7, 30), time(0))} <= {
        "held",
        "superseded",
    }
    let_go(story, order)
    story.run(time(14))

    assert ("board_digest", "btg") in story.sent(date(2022, 8, 3))


def test_the_auditor_calls_a_held_message_held_and_reminds_of_an_order_without_an_end(story: Story) -> None:
    story.advance(to=date(2022, 7, 28))
    hold(story, "HU1")
    hold(story, "HU2", until=date(2022, 8, 31))

    story.advance(to=date(2022, 8, 3))

    with story.workplace.read() as session:
        (flaw,) = audit(session, story.campaign, now=story.at())
    assert (flaw.code, flaw.unit) == ("long_hold", "HU1")
    assert flaw.text.startswith("1 thông báo bị giữ đã lâu")


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (("X1", " ", None), "Cần ghi lý do giữ"),
        (("X9", WHY, None), "không có đơn vị nào mang mã “X9”"),
        (("X1", WHY, date(2022, 7, 20)), "Ngày 20/7/2022 đã qua"),
        (("X2", WHY, None), "Đang được giữ rồi"),
    ],
)
def test_a_senseless_hold_is_refused(story: Story, order: tuple[str, str, date | None], told: str) -> None:
    unit, reason, until = order
    story.advance(to=date(2022, 7, 21))
    hold(story, "X2")

    with pytest.raises(RuleBroken, match=told):
        hold(story, unit, reason=reason, until=until)


def test_what_has_gone_cannot_be_held_and_what_is_released_not_again(story: Story) -> None:
    story.advance(to=date(2022, 7, 21))
    order = hold(story, "X1")
    let_go(story, order)

    with pytest.raises(RuleBroken, match="Nguyễn Văn A đã cho gửi tiếp ngày 21/7/2022"):
        let_go(story, order)
    with pytest.raises(RuleBroken, match="không còn gì để giữ"):
        hold_one(story, str(story.messages(to="x1")[0].id))


def test_without_holds_a_delivery_run_asks_one_question_more_a_batch_and_no_other(story: Story) -> None:
    asked: list[str] = []
    event.listen(story.workplace.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    story.advance(to=date(2022, 6, 24))

    about = [one for one in asked if "FROM holds" in one]
    assert len(about) == 1
    assert "holds.campaign_id = " in about[0]
