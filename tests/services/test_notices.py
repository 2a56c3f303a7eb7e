"""What staff write in their own words goes out once to each person, in the frame of the house, and is accounted for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from database.models import ContactRow
from domain.channels import EMAIL
from domain.errors import RuleBroken
from domain.notices import LONGEST_TITLE, Words, words
from rehearsal.rehearsing import RehearsalRoom
from services import holds
from services.campaigns import Prepared
from services.message_histories import message_histories
from services.notices import Reach, Sent, preview, reach, send_notice
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.stories.lines import Line

WORDS = Words("Hội nghị giao ban", "Mời dự hội nghị ngày 25/7.\n\nĐề nghị chuẩn bị ý kiến.")
CHANNELS = {EMAIL}


@pytest.fixture(autouse=True)
def _proved(story: Story) -> Iterator[None]:
    yield
    assert story.is_proved()


def write(story: Story, *units: str, key: str = "form-1", hour: time = time(10)) -> Sent:
    with story.workplace.begin() as session:
        return send_notice(
            session, story.campaign, WORDS, key=key, units=units, channels=CHANNELS, by="Lan", now=story.at(hour)
        )


def reached(story: Story, *units: str, hour: time = time(10)) -> Reach:
    with story.workplace.read() as session:
        return reach(session, story.campaign, units, CHANNELS, now=story.at(hour))


def test_a_notice_goes_to_each_unit_once_also_when_its_form_is_sent_twice(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))

    sent, again = write(story, "X1", "HU1"), write(story, "X1", "HU1")
    story.deliver(time(11))
    story.deliver(time(14))

    assert (sent.messages, sent.is_new) == (2, True)
    assert (again.notice_id, again.messages, again.is_new) == (sent.notice_id, 0, False)
    assert story.sent(date(2022, 7, 20)) == [("notice", "hu1"), ("notice", "x1")]
    letter = story.letter("x1", day=date(2022, 7, 20))
    assert letter.subject == "[15-KH/TU] Hội nghị giao ban – Đảng ủy xã Hợp Lý"
    assert "\n\nMời dự hội nghị ngày 25/7.\n\nĐề nghị chuẩn bị ý kiến.\n\nThông báo này liên quan" in letter.text
    assert "Hạn gửi: Chủ nhật, ngày 31/7/2022" in letter.text
    with story.workplace.read() as session:
        assert letter.text == preview(session, story.campaign, "X1", WORDS, now=story.at()).text


def test_a_notice_is_the_message_of_the_day(story: Story) -> None:
    story.advance(to=date(2022, 7, 22))  # -7d went out at 08:00

    (one,) = reached(story, "X1").receivers
    write(story, "X1")
    story.deliver(time(11))
    assert one.waits == "Người nhận đã có một thông báo trong ngày; gửi vào ngày làm việc sau."
    assert [message for _, message in story.heard("x1")] == ["opening", "reminder", "reminder"]
    story.advance(to=date(2022, 7, 25))

    assert story.heard("x1")[-1] == (date(2022, 7, 25), "notice")


def test_a_notice_waits_for_office_hours_and_for_a_hold_and_says_so_before(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    with story.workplace.begin() as session:
        holds.hold_unit(session, story.campaign, "X2", reason="mưa lũ", by="Lan", now=story.at())

    waits = {one.unit: one.waits for one in reached(story, "X1", "X2", hour=time(18)).receivers}

    assert waits["X1"] == "Ngoài giờ làm việc; gửi khi vào giờ làm việc."
    assert waits["X2"] == "Giữ theo yêu cầu của Lan, lý do: mưa lũ."


def test_who_cannot_be_reached_is_named_with_the_reason(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    with story.workplace.begin() as session:
        session.execute(update(ContactRow).where(ContactRow.unit == "X1").values(channel="zalooa"))
        session.execute(update(ContactRow).where(ContactRow.unit == "X2").values(unit="X3", code="x3-b"))

    found = reached(story, "X1", "X2", "X3")

    assert [(one.unit, one.why) for one in found.unreached] == [
        ("X1", "kênh Zalo OA chưa được cấu hình"),
        ("X2", "chưa có đầu mối liên hệ nào"),
    ]
    assert sorted((one.unit, one.contact.code) for one in found.receivers) == [("X3", "x3"), ("X3", "x3-b")]
    with pytest.raises(RuleBroken, match="Không đơn vị nào trong danh sách nhận được"):
        write(story, "X1", "X2")


def test_mail_comes_first_since_only_there_the_words_go_along(line: Line) -> None:
    first = next(one for one in CONTACTS if one.unit == "X1")
    chat = replace(first, channel="zalobot", address="chat-1")
    story = Story(RehearsalRoom(line), Prepared(PLAN, UNITS, (chat, *CONTACTS), "{}", "sha"))
    with story.workplace.read() as session:
        found = reach(session, story.campaign, ["X1"], {EMAIL, "zalobot"}, now=story.at())

    assert [one.contact.channel for one in found.receivers] == [EMAIL]


def test_the_history_of_a_notice_tells_what_became_of_it(story: Story) -> None:
    story.advance(to=date(2022, 7, 20))
    write(story, "X1")
    story.deliver(time(11))

    with story.workplace.read() as session:
        found = message_histories(session, story.campaign, as_of=story.at(time(12)), unit="X1")

    (one,) = [each for each in found if each.message == "notice"]
    assert [step.what for step in one.steps] == ["queued", "sent"]
    assert story.proof().sent == 9  # the eight openings and it


@pytest.mark.parametrize(
    ("title", "text", "told"),
    [
        ("", "Nội dung", "cả tiêu đề và nội dung"),
        ("Tiêu đề", " \n", "cả tiêu đề và nội dung"),
        ("a" * (LONGEST_TITLE + 1), "Nội dung", "Tiêu đề dài 121 ký tự"),
        ("Tiêu đề", "a" * 5_001, "Nội dung dài 5001 ký tự"),
    ],
)
def test_words_that_are_none_or_too_many_are_refused(title: str, text: str, told: str) -> None:
    with pytest.raises(RuleBroken, match=told):
        words(title, text)


def test_words_are_kept_without_what_would_disturb_a_letter() -> None:
    found = words(" Họp\r\nBcc: x@y.example ", "Một\r\nhai\x00\r\n\r\nba\u2028")

    assert found.title == "Họp Bcc: x@y.example"
    assert found.paragraphs == ("Một hai", "ba")
