"""The envelope sender that is the letter's own, the copy in the journal, and what the copy must never do to the letter."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from domain.tokens import is_return_token, letter_number, token_in_address
from notifications.channels.email import EmailChannel, open_email_channel
from notifications.channels.smtp_session import COPY_REFUSED
from notifications.mailbox.imap_address import imap_address
from notifications.mailbox.journal import Journal
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected
from tests.notifications.channels.correspondence import SECRET, SENDER, SENT_AT, letter, to_server
from tests.notifications.channels.scripted_server import HANG_UP, ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.imap_server import ImapServer

COPIES = "luu@hanam.example"
TO, COPY = "RCPT TO:<thanhha@hanam.example>", f"RCPT TO:<{COPIES}>"


@pytest.fixture
def open_with() -> Iterator[Callable[..., EmailChannel]]:
    opened = []

    def open_one(server: ScriptedServer, *, bounces: str = "", journal: Journal | None = None) -> EmailChannel:
        channel = open_email_channel(
            to_server(server), secret=SECRET, timeout_seconds=5, bounces=bounces, journal=journal
        )
        opened.append(channel)
        return channel

    yield open_one
    for channel in opened:
        channel.close()


def test_a_letter_comes_back_to_an_address_of_its_own(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer() as server:
        channel = open_with(server, bounces="bounce@hanam.example")
        envelope = replace(letter(channel), number=678)

        channel.deliver(envelope)

        (said,) = [line for line in server.commands if line.startswith("MAIL")]
        token = token_in_address(said.partition("<")[2])
        assert letter_number(token) == 678
        assert is_return_token(token, 678, message_id=envelope.message_id, secret=SECRET)


@pytest.mark.parametrize(("bounces", "number"), [("", 678), ("bounce@hanam.example", 0)])
def test_without_an_address_or_a_number_the_sender_gets_it_back(
    open_with: Callable[..., EmailChannel], bounces: str, number: int
) -> None:
    with ScriptedServer() as server:
        channel = open_with(server, bounces=bounces)

        channel.deliver(replace(letter(channel), number=number))

        assert f"MAIL FROM:<{SENDER}>" in server.commands


def test_the_copy_goes_in_the_same_transaction_and_reports_nothing(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 DSN") as server:
        channel = open_with(server, journal=Journal(COPIES))

        outcome = channel.deliver(letter(channel))

        assert outcome == Accepted("4ABCDEF")
        named = [line for line in server.commands if line.startswith("RCPT")]
        assert named[0].startswith(TO)
        assert named[1:] == [f"{COPY} NOTIFY=NEVER"]
        assert server.commands.count("DATA") == 1


@pytest.mark.parametrize("reply", ["550 5.1.1 No such journal", "452 4.2.2 Full", "421 4.3.2 Closing"])
def test_a_refused_copy_does_not_cost_the_letter_and_is_told(
    open_with: Callable[..., EmailChannel], reply: str
) -> None:
    with ScriptedServer(**{COPY: reply}) as server:
        channel = open_with(server, journal=Journal(COPIES))

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Accepted)
        assert (outcome.provider_id, outcome.code) == ("4ABCDEF", COPY_REFUSED)
        assert reply.partition(" ")[2] in outcome.detail
        assert COPIES in outcome.detail


def test_a_server_that_hangs_up_over_the_copy_gets_the_letter_alone(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(**{COPY: HANG_UP}) as server:
        channel = open_with(server, journal=Journal(COPIES))

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Accepted)
        assert outcome.code == COPY_REFUSED


def test_a_letter_that_is_refused_itself_leaves_no_copy(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(RCPT="550 5.1.1 User unknown") as server:
        channel = open_with(server, journal=Journal(COPIES))

        assert isinstance(channel.deliver(letter(channel)), Rejected)
        assert COPY not in server.commands


def test_a_body_that_is_refused_is_tried_once_without_the_copy(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(END="552 5.2.2 A mailbox is full") as server:
        channel = open_with(server, journal=Journal(COPIES))

        assert isinstance(channel.deliver(letter(channel)), Deferred)
        assert [line for line in server.commands if line.startswith("RCPT")] == [TO, COPY, TO]


def test_an_open_result_is_not_tried_again_because_of_the_copy(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(END=HANG_UP) as server:
        channel = open_with(server, journal=Journal(COPIES))

        assert isinstance(channel.deliver(letter(channel)), Ambiguous)
        assert server.commands.count("DATA") == 1


def test_the_journal_proves_that_a_letter_left(imap: ImapServer, open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(END=HANG_UP) as server:
        channel = open_with(server, journal=Journal(COPIES, imap_address(imap.url)))
        envelope = letter(channel)
        channel.deliver(envelope)
        before = channel.look_for(envelope.message_id)
        imap.put(envelope.payload, at=SENT_AT)  # the copy arrives

        found = channel.look_for(envelope.message_id)

        assert before is None
        assert found == Accepted(f"journal:{envelope.message_id.strip('<>')}")


def test_two_commands_go_together_where_the_server_takes_them_so(open_with: Callable[..., EmailChannel]) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 PIPELINING") as server:
        channel = open_with(server)

        outcomes = [channel.deliver(letter(channel, key=f"kh15:{number}")) for number in range(3)]

        assert outcomes == [Accepted("4ABCDEF")] * 3
        assert "RSET" not in server.commands
        assert server.connections == 1


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_a_refusal_within_a_group_leaves_the_conversation_in_step(
    open_with: Callable[..., EmailChannel], stage: str
) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 PIPELINING", **{stage: "550 5.1.1 No"}) as server:
        channel = open_with(server)
        refused = channel.deliver(letter(channel))
        server.replies[stage] = "250 OK"

        accepted = channel.deliver(letter(channel, key="kh15:2"))

        assert isinstance(refused, Rejected)
        assert accepted == Accepted("4ABCDEF")
        assert server.connections == 1


@pytest.mark.parametrize("reply", [HANG_UP, "421 4.4.2 Idle too long"])
def test_a_kept_connection_that_was_closed_meanwhile_costs_nothing(
    open_with: Callable[..., EmailChannel], reply: str
) -> None:
    with ScriptedServer() as server:
        channel = open_with(server)
        channel.deliver(letter(channel))
        server.once["MAIL"] = reply

        outcome = channel.deliver(letter(channel, key="kh15:2"))

        assert outcome == Accepted("4ABCDEF")
        assert server.connections == 2
