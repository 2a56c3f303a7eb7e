"""F12 and F13: letters that come back are a broken channel, not negligence; and nothing is "sent" on a mere hope."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from config.intake import take_in_one
from database.models import AttemptRow, OutboxRow
from database.queries.outbox import refused_addresses
from demo.mail_sink import MailSink
from domain.mail import Arrival
from domain.outbox import MessageState
from notifications.channels.email import open_email_channel
from notifications.mailbox.journal import Journal
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.mails import mail, postfix_bounce
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HU1 = "hu1@hanam.example"
RETURNS = "bounce@hanam.example"


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mails") as running:
        yield running


@pytest.fixture
def by_mail(sink: MailSink) -> Iterator[Story]:
    """The small plan over the real e-mail channel, with return addresses and a journal."""
    url = sink.url(sender="tuyengiao@hanam.example", name="Ban Tuyên giáo Tỉnh ủy")
    room = RehearsalRoom(open_email_channel(url, secret=b"", timeout_seconds=5))
    channel = open_email_channel(
        url,
        secret=room.secret.encode(),
        timeout_seconds=5,
        bounces=RETURNS,
        journal=Journal("luu@hanam.example"),
    )
    room._channel = channel
    yield Story(room, Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    channel.close()


class Postman:
    """Brings back every letter to one address that has not come back yet."""

    def __init__(self, story: Story, address: str) -> None:
        self._story, self._address = story, address
        self._done: set[int] = set()

    def live(self, to: date, *, status: str) -> None:
        while self._story.day < to:
            self._story.advance(to=date.fromordinal(self._story.day.toordinal() + 1))
            self._bring_back(status)

    def _bring_back(self, status: str) -> None:
        for row in self._story.messages():
            if row.address == self._address and row.state == MessageState.ACCEPTED and row.id not in self._done:
                self._done.add(row.id)
                raw = postfix_bounce(row.message_id, status=status, address=self._address, message_id=f"<b{row.id}@mx>")
                self._arrives(raw)

    def answers(self) -> None:
        last = [one for one in self._story.messages() if one.address == self._address][-1]
        self._arrives(mail(sender=self._address, answers=[last.message_id], message_id="<tra-loi@hanam.example>"))

    def _arrives(self, raw: bytes) -> None:
        at = self._story.at(time(9))
        taken = take_in_one(self._story.workplace, [self._story.campaign], Arrival("1", raw, at), now=at)
        assert taken is not None


def told_to_the_office(story: Story) -> list[str]:
    """What was decided about telling the Office of this unit."""
    decisions = [one.decision for one in story.decisions("HU1")]
    return [one.outcome for one in decisions if one.message == "escalation_list"]


@pytest.mark.parametrize("status", ["5.1.1", "5.2.2"])
def test_f12_a_unit_whose_letters_come_back_is_telephoned_and_not_reported(by_mail: Story, status: str) -> None:
    by_mail.skip(to=date(2022, 8, 17))
    Postman(by_mail, HU1).live(date(2022, 8, 26), status=status)

    (_, text) = by_mail.letter("btg", day=date(2022, 8, 26)).text.split("Các đơn vị chưa liên lạc được")
    assert "Huyện ủy Lý Nhân" in text
    assert set(told_to_the_office(by_mail)) == {"unreached"}
    (escalation,) = by_mail.messages(to="vp")
    overdue, unreached = escalation.text.split("Các đơn vị chưa liên lạc được")
    assert "Huyện ủy Bình Lục" in overdue
    assert "Huyện ủy Lý Nhân" not in overdue
    assert "Huyện ủy Lý Nhân" in unreached


def test_f12_a_letter_that_came_back_makes_a_task_with_names(by_mail: Story) -> None:
    postman = Postman(by_mail, HU1)
    postman.live(date(2022, 6, 24), status="5.1.1")

    (flaw,) = [flaw for flaw in by_mail.run(time(10)).flaws if flaw.code == "refused"]

    assert flaw.unit == "HU1"
    assert flaw.text == (
        "Địa chỉ hu1@hanam.example của Đầu mối HU1 không nhận được tin từ ngày 24/6/2022. "
        "Máy chủ thư báo lại lúc 09 giờ 00 ngày 24/6/2022: Không giao được thư tới hu1@hanam.example (5.1.1). "
        "Hãy gọi điện thoại và xin địa chỉ đúng."
    )


def test_f12_who_answers_after_all_is_written_to_again(by_mail: Story) -> None:
    postman = Postman(by_mail, HU1)
    postman.live(date(2022, 6, 25), status="5.1.1")
    by_mail.skip(to=date(2022, 8, 10))
    by_mail.run()
    tried = [row.message for row in by_mail.messages(to="hu1")]
    postman.answers()

    by_mail.skip(to=date(2022, 8, 18))
    by_mail.run()

    assert tried == ["opening"]
    assert [kind for day, kind in by_mail.heard("hu1") if day == date(2022, 8, 18)]
    with by_mail.workplace.read() as session:
        assert refused_addresses(session, by_mail.campaign.id) == frozenset()


def test_f13_nothing_is_sent_without_the_receipt_of_a_transport(by_mail: Story, sink: MailSink) -> None:
    sink.refuse["x1@hanam.example"] = "550 5.1.1 User unknown"
    sink.refuse["x2@hanam.example"] = "451 4.2.1 Busy"
    Postman(by_mail, HU1).live(date(2022, 6, 25), status="5.1.1")
    by_mail.skip(to=date(2022, 7, 19))
    by_mail.run()

    letters = {str(one["Message-ID"]) for one in sink.messages}
    for row in by_mail.messages():
        assert (row.sent_at is not None) == bool(row.provider_id) == (row.message_id in letters)
        assert row.state != MessageState.ACCEPTED or row.provider_id
    assert by_mail.is_proved()


def test_a_journal_that_takes_no_copies_is_told_to_staff_and_costs_no_letter(by_mail: Story, sink: MailSink) -> None:
    sink.refuse["luu@hanam.example"] = "550 5.1.1 User unknown"
    (day,) = by_mail.advance(to=PLAN.opens)
    sink.refuse.clear()

    by_mail.skip(to=date(2022, 7, 19))
    later = by_mail.run()

    assert day.deliveries == {"accepted": 5}
    (flaw,) = day.flaws
    assert flaw.code == "no_copy"
    assert "luu@hanam.example không nhận bản sao của thư: 550 5.1.1 User unknown" in flaw.text
    assert not later.flaws
    with by_mail.workplace.read() as session:
        codes = set(session.scalars(select(AttemptRow.code).join(OutboxRow, AttemptRow.outbox_id == OutboxRow.id)))
    assert codes == {"journal", ""}
