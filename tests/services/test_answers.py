from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from database.models import AnswerRow, PromiseRow, SignalRow
from domain.answers import read_answer
from domain.errors import RuleBroken
from services.answers import respondent_at, settle_by_note, settle_by_promise, take_answer
from tests.mails import mail
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from tests.post_office import Post
    from tests.stories.story import Story

AT = CALENDAR.at(date(2022, 7, 20), time(9))


def answer(story: Story, text: str, *, key: str = "k1") -> AnswerRow | None:
    with story.workplace.begin() as session:
        who = respondent_at(session, channel="email", address="x1@hanam.example")
        assert who is not None
        return take_answer(session, who, read_answer(text, today=AT.date()), text=text, at=AT, event_key=key)


def test_answer_is_about_the_last_message_and_written_down_once(story: Story) -> None:
    story.advance(to=date(2022, 7, 19))
    last = [row for row in story.messages(to="x1") if row.sent_at][-1]

    rows = [answer(story, "Đã nhận\x1b\nạ") for _ in range(3)]

    assert rows[0] is not None
    assert rows[1:] == [None, None]
    assert (rows[0].unit, rows[0].contact, rows[0].kind, rows[0].outbox_id) == ("X1", "x1", "acknowledged", last.id)
    assert rows[0].text == "Đã nhận ạ"
    with story.workplace.read() as session:
        assert [(row.outbox_id, row.kind) for row in session.scalars(select(SignalRow))] == [(last.id, "answered")]


def test_whoever_had_no_message_yet_is_found_in_the_list_of_contacts(story: Story) -> None:
    with story.workplace.read() as session:
        who = respondent_at(session, channel="email", address="hu2@hanam.example")
        stranger = respondent_at(session, channel="zalobot", address="hu2@hanam.example")

    assert who is not None
    assert (who.unit, who.contact, who.message) == ("HU2", "hu2", None)
    assert stranger is None


def test_promise_is_entered_by_staff_and_by_nobody_else(story: Story) -> None:
    story.advance(to=date(2022, 7, 19))
    row = answer(story, "HẸN 25/7")
    assert row is not None
    with story.workplace.read() as session:
        assert session.scalars(select(PromiseRow)).all() == []

    owed = story.obligation("X1").id
    with story.workplace.begin() as session:
        settled = settle_by_promise(session, story.campaign, row.id, obligation_id=owed, who="Lan", now=AT)

    assert (settled.settled_by, settled.settlement) == ("Lan", "Đã ghi ngày hẹn nộp 25/7/2022.")
    with story.workplace.read() as session:
        assert [(one.day, one.made_by) for one in session.scalars(select(PromiseRow))] == [(date(2022, 7, 25), "Lan")]


def test_answer_is_dealt_with_once(story: Story) -> None:
    row = answer(story, "Gửi về đâu?")
    assert row is not None

    with story.workplace.begin() as session:
        settle_by_note(session, story.campaign, row.id, note="Đã gọi lại.", who="Lan", now=AT)
    with story.workplace.begin() as session, pytest.raises(RuleBroken, match="đã được Lan xử lý lúc 09 giờ 00"):
        settle_by_note(session, story.campaign, row.id, note="Lần nữa.", who="Mai", now=AT + timedelta(hours=1))
    with story.workplace.begin() as session, pytest.raises(RuleBroken, match="Không có trả lời số 99"):
        settle_by_note(session, story.campaign, 99, note="?", who="Mai", now=AT)


def test_what_names_no_day_is_no_promise(story: Story) -> None:
    row = answer(story, "Đã nộp")
    assert row is not None

    with story.workplace.begin() as session, pytest.raises(RuleBroken, match="không hẹn ngày nào"):
        settle_by_promise(session, story.campaign, row.id, obligation_id=1, who="Lan", now=AT)


def test_mail_that_promises_a_day_waits_in_triage_and_is_an_answer_beside_it(post: Post) -> None:
    post.story.advance(to=date(2022, 7, 19))
    letter = post.story.messages(to="x1")[0]
    text = "Kính gửi Ban,\nĐơn vị hẹn 25/7.\n\n> DA NOP"

    row = post.arrives(mail(to=post.to("X1"), answers=[post.named(letter)], text=text))

    assert row is not None
    assert (row.state, row.why) == ("triage", "question")
    with post.room.read() as session:
        (found,) = session.scalars(select(AnswerRow))
        assert (found.unit, found.contact, found.channel) == ("X1", "x1", "email")
        assert (found.kind, found.day, found.text) == ("promises", date(2022, 7, 25), "Đơn vị hẹn 25/7.")
        assert found.outbox_id == letter.id


def test_mail_that_only_asks_is_left_to_triage(post: Post) -> None:
    post.arrives(mail(to=post.to("X1"), text="Báo cáo gửi về đâu?"))

    with post.room.read() as session:
        assert session.scalars(select(AnswerRow)).all() == []
