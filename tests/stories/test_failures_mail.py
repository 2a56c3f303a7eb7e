"""F4: the mail server refuses, dies, hangs or is away for days; the run goes on, nothing is lost, what waits is told."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from demo.mail_sink import Fault, MailSink
from domain.outbox import MessageState
from notifications.channels.email import open_email_channel
from rehearsal.rehearsing import RehearsalRoom
from services.campaigns import Prepared
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.larger_plans import province
from tests.stories.story import Story

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stories.lines import Line

SHORT = 1.5  # seconds to wait for a server that does not answer; one that does may be slow on a busy machine
EVERYBODY = ["hu1", "hu2", "x1", "x2", "x3"]


class DyingSink(MailSink):
    """Answers so many mails, then nobody gets through any more."""

    mails_left = 2

    def keep(self, content: bytes, *, recipient: str) -> Path:
        self.mails_left -= 1
        if self.mails_left == 0:
            self.fault = Fault.TRY_LATER
        return super().keep(content, recipient=recipient)


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[DyingSink]:
    with DyingSink(tmp_path / "mails") as running:
        running.mails_left = 1_000
        yield running


@pytest.fixture
def by_mail(sink: MailSink) -> Iterator[Story]:
    """The small plan over the real e-mail channel and a real server."""
    url = sink.url(sender="tuyengiao@hanam.example", name="Ban Tuyên giáo Tỉnh ủy")
    channel = open_email_channel(url, secret=b"secret", timeout_seconds=SHORT)
    yield Story(RehearsalRoom(channel), Prepared(PLAN, UNITS, CONTACTS, "{}", "sha"))
    channel.close()


def arrived(sink: MailSink) -> list[str]:
    """Whom the mails of the server are for, one entry for each mail."""
    return sorted(str(mail["To"].addresses[0].username) for mail in sink.messages)


def test_f4_after_three_days_without_mail_each_person_hears_the_newest_once(line: Line) -> None:
    story = Story(RehearsalRoom(line), province(8, 120))
    story.advance(to=date(2022, 7, 26))
    line.is_down = True
    story.advance(to=date(2022, 7, 29))
    line.is_down = False

    story.advance(to=date(2022, 8, 2))

    urgings = [("urging", f"x{number}") for number in range(120)]
    assert Counter(story.sent(date(2022, 8, 1))) == Counter([*urgings, *(("reminder", f"h{n}") for n in range(8))])
    assert Counter(story.sent(date(2022, 8, 2))) == Counter(("district_digest", f"h{n}") for n in range(8))
    passed_over = Counter(row.message for row in story.messages() if row.state == MessageState.SUPERSEDED)
    assert passed_over == {"reminder": 120, "last_reminder": 120}
    assert story.is_proved()


def test_f4_a_line_back_within_the_day_carries_only_the_newest(line: Line) -> None:
    story = Story(RehearsalRoom(line), province(8, 120))
    story.advance(to=date(2022, 7, 26))
    line.is_down = True
    story.advance(to=date(2022, 7, 29))
    line.is_down = False

    story.run(time(14))

    assert Counter(story.sent(date(2022, 7, 29))) == Counter(
        [*(("last_reminder", f"x{n}") for n in range(120)), *(("reminder", f"h{n}") for n in range(8))],
    )
    assert story.is_proved()


def test_f4_knocking_at_a_closed_door_makes_no_copies(line: Line) -> None:
    story = Story(RehearsalRoom(line), province(8, 120))
    story.advance(to=date(2022, 7, 14))
    line.is_down = True
    story.skip(to=date(2022, 7, 15))

    runs = [story.run(time(8, minute)) for minute in range(0, 60, 5)]

    assert len([row for row in story.messages() if row.message == "reminder"]) == 120
    assert runs[0].deliveries == {"deferred": 1}
    assert [sum(run.deliveries.values()) for run in runs] == [1, 1, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]
    assert story.is_proved()


def test_a_line_that_stays_down_is_told_to_staff(line: Line, story: Story) -> None:
    line.is_down = True

    days = story.advance(to=date(2022, 6, 29))

    told = [sorted({flaw.code for flaw in day.flaws}) for day in days]
    assert told == [["unproven"], *[["channel_down"]] * 5]


def test_a_refused_address_stops_nobody_else_and_goes_on_the_phone_list(by_mail: Story, sink: MailSink) -> None:
    sink.refuse["x2@hanam.example"] = "550 5.1.1 User unknown"

    opening, *_ = by_mail.advance(to=date(2022, 8, 3))

    assert opening.deliveries == {"accepted": 4, "rejected": 1}
    assert "x2" not in arrived(sink)
    text = by_mail.letter("btg", day=date(2022, 8, 3)).text
    _, unreached = text.split("Các đơn vị chưa liên lạc được")
    assert "Đảng ủy xã Nhân Mỹ" in unreached


def test_a_server_that_is_away_for_days_costs_nobody_a_letter(by_mail: Story, sink: MailSink) -> None:
    sink.stop()
    away = by_mail.advance(to=date(2022, 6, 26))
    sink.start()

    by_mail.advance(to=date(2022, 6, 27))

    assert [day.deliveries for day in away] == [{"deferred": 1}, {}, {}]  # a Friday, a Saturday, a Sunday
    assert arrived(sink) == EVERYBODY


def test_a_server_that_dies_in_the_middle_leaves_the_rest_waiting(by_mail: Story, sink: DyingSink) -> None:
    sink.mails_left = 2
    (opening,) = by_mail.advance(to=PLAN.opens)
    waiting = [row.recipient for row in by_mail.messages() if row.state == MessageState.QUEUED]
    sink.fault, sink.mails_left = None, 1_000

    by_mail.run(time(9))

    assert opening.deliveries == {"accepted": 2, "deferred": 1}
    assert waiting == ["x3", "hu1", "hu2"]
    assert arrived(sink) == EVERYBODY


@pytest.mark.parametrize("fault", [Fault.HANG, Fault.DROP_UNSTORED])
def test_a_server_that_hangs_is_asked_again_with_the_same_letter(by_mail: Story, sink: MailSink, fault: Fault) -> None:
    sink.fault = fault
    (opening,) = by_mail.advance(to=PLAN.opens)
    sink.fault = None

    later = by_mail.run(time(9))

    assert opening.deliveries == {"unknown": 3}
    assert later.deliveries == {"accepted": 5}
    assert arrived(sink) == EVERYBODY
    assert {flaw.code for flaw in later.flaws} == {"unknown"}


def test_a_server_that_hangs_for_hours_is_tried_with_one_letter_at_a_time(by_mail: Story, sink: MailSink) -> None:
    sink.fault = Fault.DROP_UNSTORED
    by_mail.advance(to=PLAN.opens)

    runs = [by_mail.deliver(time(9, minute)) for minute in (0, 10)]
    sink.fault = None
    by_mail.deliver(time(9, 30))

    assert runs == [{"unknown": 1}, {"unknown": 1}]
    assert arrived(sink) == EVERYBODY


def test_a_server_that_keeps_the_mail_and_hangs_up_gets_the_same_bytes_twice(by_mail: Story, sink: MailSink) -> None:
    sink.fault = Fault.DROP_STORED
    by_mail.advance(to=PLAN.opens)
    sink.fault = None

    by_mail.run(time(9))

    copies = Counter(file.read_bytes() for file in sink.files)
    assert (len(copies), sorted(copies.values())) == (5, [1, 1, 2, 2, 2])
    proof = by_mail.proof()
    assert (proof.lost, proof.doubled, len(proof.possible_doubles)) == (0, 0, 3)


def test_what_stays_unknown_is_not_sent_a_third_time(by_mail: Story, sink: MailSink) -> None:
    sink.fault = Fault.DROP_UNSTORED
    by_mail.advance(to=PLAN.opens)
    for quarter in range(1, 11):
        by_mail.run(time(8 + quarter // 4, quarter % 4 * 15))
    sink.fault = None

    by_mail.run(time(14))

    assert sink.files == []
    assert {row.state for row in by_mail.messages()} == {MessageState.UNKNOWN}
    proof = by_mail.proof()
    assert (proof.lost, proof.doubled, proof.sent, len(proof.unknown)) == (0, 0, 0, 5)


def test_f26_the_office_gets_the_names_as_a_word_file(by_mail: Story, sink: MailSink) -> None:
    by_mail.skip(to=date(2022, 8, 22))
    by_mail.advance(to=date(2022, 8, 24))

    (escalation,) = [mail for mail in sink.messages if mail["To"].addresses[0].username == "vp"]
    (file,) = escalation.iter_attachments()
    assert file.get_filename() == "Danh-sach-qua-han-2022-08-24.docx"
    assert file.get_content().startswith(b"PK")


@pytest.mark.parametrize("reply", ["550 5.7.1 Takes mail from inside only", "421 4.7.0 Too many for this mailbox"])
def test_an_odd_mailbox_does_not_hold_up_the_mail_of_others(by_mail: Story, sink: MailSink, reply: str) -> None:
    sink.refuse["x1@hanam.example"] = reply

    by_mail.advance(to=date(2022, 7, 29))

    heard = [kind for _, kind in by_mail.heard("x2")]
    assert heard == ["opening", "reminder", "reminder", "reminder", "last_reminder"]
    assert "x1" not in arrived(sink)


def test_a_full_mailbox_is_asked_again(by_mail: Story, sink: MailSink) -> None:
    sink.refuse["x2@hanam.example"] = "552 5.2.2 Mailbox full"
    by_mail.advance(to=PLAN.opens)
    sink.refuse.clear()

    by_mail.run(time(9))

    assert arrived(sink) == EVERYBODY


def test_an_address_that_takes_mail_again_is_written_to_again(line: Line, story: Story) -> None:
    line.refused.add("x1@hanam.example")
    story.advance(to=PLAN.opens)
    line.refused.clear()
    story.hand_in("X1")
    story.advance(to=date(2022, 6, 27))  # the receipt gets through
    story.give_back("X1", new_day=date(2022, 7, 8))

    story.advance(to=date(2022, 7, 11))

    assert [kind for _, kind in story.heard("x1")] == ["receipt", "returned", "last_reminder", "urging"]
