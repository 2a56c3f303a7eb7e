from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from database.models import OutboxRow, SignalRow
from database.queries.addresses import bad_addresses
from domain.outbox import MessageState
from domain.signals import SignalKind
from domain.tokens import return_address
from services.signals import hear
from tests.mails import INTAKE, mail, postfix_bounce, qmail_bounce, reading_receipt
from tests.post_office import ARRIVES, NOW, Post

BOUNCES = "bounce@hanam.example"
X1 = "x1@hanam.example"


@dataclass
class Letter:
    """The last letter to X1, as it stands in the ledger."""

    post: Post
    id: int
    name: str

    @property
    def row(self) -> OutboxRow:
        with self.post.room.read() as session:
            row = session.get_one(OutboxRow, self.id)
            session.expunge_all()
        return row

    @property
    def heard(self) -> list[str]:
        with self.post.room.read() as session:
            return list(session.scalars(select(SignalRow.kind).where(SignalRow.outbox_id == self.id)))

    @property
    def bad(self) -> set[str]:
        with self.post.room.read() as session:
            return set(bad_addresses(session, self.post.campaign.id))

    def return_address(self, signed_with: str = "") -> str:
        key = (signed_with or self.post.room.secret).encode()
        return return_address(BOUNCES, self.id, message_id=self.name, secret=key)


@pytest.fixture
def letter(post: Post) -> Letter:
    post.story.advance(to=date(2022, 7, 19))
    row = post.story.messages(to="x1")[-1]
    return Letter(post, row.id, post.named(row))


@pytest.mark.parametrize(
    ("status", "scope"),
    [
        ("5.1.1", "recipient"),
        ("5.2.1", "recipient"),
        ("5.2.2", "unclear"),
        ("5.4.4", "unclear"),
        ("5.7.1", "unclear"),
        ("4.4.7", "unclear"),
    ],
)
def test_a_letter_that_came_back_has_failed(post: Post, letter: Letter, status: str, scope: str) -> None:
    post.arrives(postfix_bounce(letter.name, status=status))

    row = letter.row
    assert (row.state, row.scope, row.code) == (MessageState.FAILED, scope, status)
    assert row.sent_at is not None
    assert letter.heard == ["bounced"]
    assert letter.bad == ({X1} if scope == "recipient" else set())


@pytest.mark.parametrize(
    ("action", "heard"), [("delayed", ["delayed"]), ("delivered", ["delivered"]), ("relayed", []), ("expanded", [])]
)
def test_a_report_that_is_no_failure_takes_nothing_back(
    post: Post, letter: Letter, action: str, heard: list[str]
) -> None:
    post.arrives(postfix_bounce(letter.name, action=action, status="4.4.1"))

    assert letter.row.state == MessageState.ACCEPTED
    assert letter.heard == heard


def test_a_bounce_that_comes_twice_or_late_counts_once(post: Post, letter: Letter) -> None:
    post.arrives(postfix_bounce(letter.name))
    first = letter.row

    post.arrives(postfix_bounce(letter.name))
    post.arrives(b"Received: again\r\n" + postfix_bounce(letter.name))
    post.arrives(postfix_bounce(letter.name, message_id="<b9@mx.example>", status="4.4.7"), now=NOW + timedelta(days=9))

    assert (letter.row.code, letter.row.settled_at) == (first.code, first.settled_at)
    assert letter.heard == ["bounced", "bounced"]


def test_a_bounce_that_is_delivered_again_does_not_undo_the_word_of_staff(post: Post, letter: Letter) -> None:
    post.arrives(postfix_bounce(letter.name))
    with post.room.begin() as session:
        hear(session, session.get_one(OutboxRow, letter.id), SignalKind.CONFIRMED, at=NOW, event_key="nv1")

    post.arrives(b"Received: again\r\n" + postfix_bounce(letter.name), now=NOW + timedelta(days=1))

    assert letter.row.state == MessageState.ACCEPTED
    assert letter.bad == set()


@pytest.mark.parametrize("name", ["<khac@hanam.example>", "<thu@hanam.example>", ""])
def test_a_bounce_about_somebody_elses_mail_changes_nothing(post: Post, letter: Letter, name: str) -> None:
    row = post.arrives(postfix_bounce(name))

    assert row is not None
    assert (row.state, row.failed_address, row.unit) == ("ignored", X1, "")
    assert (letter.row.state, letter.heard) == (MessageState.ACCEPTED, [])


def test_a_bounce_to_the_signed_address_needs_no_other_name(post: Post, letter: Letter) -> None:
    row = post.arrives(postfix_bounce("", to=letter.return_address()))

    assert row is not None
    assert (row.unit, row.about_message) == ("X1", letter.name)
    assert letter.row.state == MessageState.FAILED


def test_a_forged_address_is_worth_nothing(post: Post, letter: Letter) -> None:
    post.arrives(postfix_bounce("", to=letter.return_address("đoán")))

    assert (letter.row.state, letter.heard) == (MessageState.ACCEPTED, [])


def test_a_bounce_is_known_by_the_envelope_id(post: Post, letter: Letter) -> None:
    post.arrives(postfix_bounce("<of-the-relay@mx.example>", envelope_id=letter.name.strip("<>")))

    assert letter.row.state == MessageState.FAILED


def test_a_bounce_of_no_standard_counts_as_well(post: Post, letter: Letter) -> None:
    post.arrives(qmail_bounce(letter.name))

    assert (letter.row.state, letter.row.code) == (MessageState.FAILED, "5.1.1")


def test_what_happens_to_the_copy_says_nothing_of_the_letter(post: Post, letter: Letter) -> None:
    post.room.settings.journal_address = "luu@hanam.example"

    post.arrives(postfix_bounce(letter.name, address="luu@hanam.example"))

    assert (letter.row.state, letter.heard) == (MessageState.ACCEPTED, [])


def test_a_receipt_of_reading_is_no_bounce(post: Post, letter: Letter) -> None:
    row = post.arrives(reading_receipt(letter.name))

    assert row is not None
    assert (row.state, row.why) == ("ignored", "automatic")
    assert letter.row.state == MessageState.ACCEPTED


def test_who_answers_has_the_letter_and_the_address_is_good_again(post: Post, letter: Letter) -> None:
    post.arrives(postfix_bounce(letter.name))

    post.arrives(mail(sender=X1, to=INTAKE, answers=[letter.name]), at=ARRIVES + timedelta(minutes=5))

    assert letter.heard == ["bounced", "answered"]
    assert letter.row.state == MessageState.ACCEPTED
    assert letter.bad == set()


def test_an_answer_to_a_letter_that_is_not_ours_is_heard_by_nobody(post: Post, letter: Letter) -> None:
    post.arrives(mail(sender=X1, to=INTAKE, answers=["<khac@hanam.example>"]))

    assert letter.heard == []
