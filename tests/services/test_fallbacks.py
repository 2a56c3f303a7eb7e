from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from domain.outbox import MessageState
from domain.signals import SignalKind
from domain.units import Contact, ContactRole
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Ambiguous, Deferred, Outcome, Rejected, Scope
from services.campaigns import Prepared
from services.fallbacks import fall_back
from services.signals import hear
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line, Switchboard
from tests.stories.story import Story

if TYPE_CHECKING:
    from notifications.envelope import Envelope

OPENING = date(2022, 6, 24)
NO_SUCH_USER = Rejected(Scope.RECIPIENT, "550", "5.1.1 No such user here")


class Answering(Line):
    """Says of everything what it is told to say; nothing, and it takes over what comes."""

    def __init__(self, name: str = "email", answer: Outcome | None = None) -> None:
        super().__init__(name)
        self.answer = answer

    def deliver(self, envelope: Envelope) -> Outcome:
        return super().deliver(envelope) if self.answer is None else self.answer


def way(channel: str, address: str) -> Contact:
    return Contact("x1", "X1", "Đầu mối X1", ContactRole.FOCAL, channel, address)


# The person of X1 has three ways; everybody else has e-mail alone.
THREE_WAYS = tuple(
    one
    for contact in CONTACTS
    for one in ((contact, way("zalobot", "chat-1"), way("esms", "84912000001")) if contact.unit == "X1" else (contact,))
)


@pytest.fixture
def mail() -> Answering:
    return Answering()


@pytest.fixture
def zalo() -> Answering:
    return Answering("zalobot")


@pytest.fixture
def sms() -> Answering:
    return Answering("esms")


@pytest.fixture
def story(mail: Answering, zalo: Answering, sms: Answering) -> Story:
    return Story(Switchboard(mail, zalo, sms), Prepared(PLAN, UNITS, THREE_WAYS, "{}", "sha"))


def opened(story: Story) -> Story:
    story.skip(to=OPENING)
    story.decide()
    story.deliver()
    return story


def fates(story: Story) -> list[tuple[str, str]]:
    return [(row.channel, row.state) for row in story.messages(to="x1")]


def reasons(story: Story) -> list[tuple[str, str]]:
    return [
        (one.decision.channel, one.decision.reason) for one in story.decisions("X1") if one.decision.recipient == "x1"
    ]


def test_person_with_several_channels_is_written_to_on_the_first_alone(story: Story) -> None:
    assert fates(opened(story)) == [("email", "accepted")]


def test_refused_address_is_followed_by_the_next_channel_in_the_same_run(story: Story, mail: Answering) -> None:
    mail.refused.add("x1@hanam.example")

    opened(story)

    first, second = story.messages(to="x1")
    assert fates(story) == [("email", "failed"), ("zalobot", "accepted")]
    assert (second.replaces_id, second.key) == (first.id, f"{first.key}>zalobot")
    assert reasons(story) == [
        ("email", "Đến mốc của thang nhắc việc."),
        (
            "zalobot",
            "Máy chủ thư từ chối địa chỉ x1@hanam.example: 5.1.1 No such user here. Gửi thay bằng kênh Zalo Bot.",
        ),
    ]


def test_next_rung_goes_straight_to_the_channel_that_works(story: Story, mail: Answering) -> None:
    mail.refused.add("x1@hanam.example")
    opened(story)

    story.skip(to=date(2022, 7, 22))
    story.run()

    assert [channel for channel, _ in fates(story)] == ["email", "zalobot", "zalobot"]


def test_fault_of_the_message_itself_takes_no_other_channel(story: Story, mail: Answering) -> None:
    mail.answer = Rejected(Scope.PAYLOAD, "552", "too large")

    assert fates(opened(story)) == [("email", "failed")]


def test_message_that_the_channel_cannot_carry_takes_the_next_one_and_blames_no_address(
    story: Story, mail: Answering
) -> None:
    mail.answer = Rejected(Scope.MISFIT, "no_template", "Chưa có mẫu tin cho loại thông báo này.")
    opened(story)
    first = fates(story)
    mail.answer = None

    story.skip(to=date(2022, 7, 22))
    story.run()

    assert first == [("email", "failed"), ("zalobot", "accepted")]
    assert fates(story)[2:] == [("email", "accepted")]


def test_unknown_result_waits_for_evidence_and_then_takes_the_next_channel(
    story: Story, mail: Answering, zalo: Answering
) -> None:
    mail.refused.add("x1@hanam.example")
    zalo.ambiguity, zalo.answer = AmbiguityPolicy.NEXT_CHANNEL, Ambiguous("lost")
    opened(story)

    story.deliver(time(8, 29))
    early = fates(story)
    story.deliver(time(8, 30))

    assert early == [("email", "failed"), ("zalobot", "unknown")]
    assert fates(story)[2:] == [("esms", "accepted")]


def test_unknown_result_that_was_heard_of_meanwhile_needs_no_other_channel(
    story: Story, mail: Answering, zalo: Answering
) -> None:
    mail.refused.add("x1@hanam.example")
    zalo.ambiguity, zalo.answer = AmbiguityPolicy.NEXT_CHANNEL, Ambiguous("lost")
    opened(story)
    with story.workplace.begin() as session:
        row = session.merge(story.messages(to="x1")[1])
        hear(session, row, SignalKind.DELIVERED, at=story.at(time(8, 10)), event_key="hook:1")

    story.deliver(time(9))

    assert fates(story) == [("email", "failed"), ("zalobot", "accepted")]


def test_channel_that_needs_a_person_to_mend_it_is_passed_over_at_once(story: Story, mail: Answering) -> None:
    mail.answer = Deferred(Scope.AUTH, "535", "Authentication failed")

    opened(story)

    assert fates(story) == [("email", "superseded"), ("zalobot", "accepted")]


def test_line_that_is_down_is_waited_for_a_while(story: Story, mail: Answering) -> None:
    mail.is_down = True
    opened(story)

    story.deliver(time(9, 30))
    waiting = fates(story)
    story.deliver(time(10))

    assert waiting == [("email", "queued")]
    assert fates(story) == [("email", "superseded"), ("zalobot", "accepted")]


def test_message_that_is_put_off_again_and_again_takes_the_next_channel(story: Story, mail: Answering) -> None:
    mail.answer = Deferred(Scope.RECIPIENT, "451", "4.7.1 Greylisted")
    opened(story)

    for hour in (time(8, 1), time(8, 6), time(8, 21)):
        before = fates(story)
        story.deliver(hour)

    assert before == [("email", "queued")]
    assert fates(story) == [("email", "superseded"), ("zalobot", "accepted")]


def test_silence_of_a_channel_that_reports_deliveries_means_something(
    story: Story, mail: Answering, zalo: Answering
) -> None:
    mail.refused.add("x1@hanam.example")
    zalo.gives_receipts = True
    opened(story)

    story.deliver(time(13, 59))
    early = fates(story)
    story.deliver(time(14))

    assert early == [("email", "failed"), ("zalobot", "accepted")]
    assert fates(story)[2:] == [("esms", "accepted")]


def test_last_channel_has_none_after_it(story: Story, mail: Answering, zalo: Answering, sms: Answering) -> None:
    mail.answer = zalo.answer = sms.answer = NO_SUCH_USER

    for hour in (time(8), time(8, 30), time(9)):
        story.skip(to=OPENING)
        story.decide(hour)
        story.deliver(hour)

    assert fates(story) == [("email", "failed"), ("zalobot", "failed"), ("esms", "failed")]


def test_channel_that_nobody_set_up_is_passed_over(mail: Answering, sms: Answering) -> None:
    story = Story(Switchboard(mail, sms), Prepared(PLAN, UNITS, THREE_WAYS, "{}", "sha"))
    mail.refused.add("x1@hanam.example")

    assert fates(opened(story)) == [("email", "failed"), ("esms", "accepted")]


def test_two_runs_at_once_make_one_successor(story: Story, mail: Answering) -> None:
    mail.refused.add("x1@hanam.example")
    opened(story)

    with story.workplace.begin() as session:
        made = [fall_back(session, story.campaign, story.workplace.channels, now=story.at()) for _ in range(2)]

    assert made == [0, 0]
    assert len(story.messages(to="x1")) == 2


def test_what_was_handed_in_meanwhile_takes_no_other_channel_any_more(story: Story, mail: Answering) -> None:
    mail.is_down = True
    opened(story)
    story.hand_in("X1", hour=time(9))

    story.deliver(time(10))

    assert MessageState.ACCEPTED not in {row.state for row in story.messages(to="x1") if row.message == "opening"}
