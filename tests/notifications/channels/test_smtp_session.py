from __future__ import annotations

import signal
import socket
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from demo.mail_sink import Fault, MailSink
from notifications.channels.protocol import AmbiguityPolicy
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.notifications.channels.correspondence import SENDER, SENDER_NAME, letter, to_server
from tests.notifications.channels.scripted_server import HANG_UP, SILENCE, ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from notifications.channels.email import EmailChannel
    from tests.notifications.channels.conftest import OpenChannel

QUICK = 1.0  # seconds; a server on a busy machine must be able to greet within it


def test_deliver_accepted_message_keeps_the_queue_id(channel: EmailChannel, sink: MailSink) -> None:
    envelope = letter(channel)

    outcome = channel.deliver(envelope)

    assert outcome == Accepted("0001-2022-07-28-thanhha-hanam-example")
    assert sink.files[0].read_bytes() == envelope.payload


def test_deliver_several_messages_over_one_connection(channel: EmailChannel, sink: MailSink) -> None:
    outcomes = [channel.deliver(letter(channel, key=f"kh15:{number}")) for number in range(4)]

    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    assert sink.connections == 1
    assert [message["X-Dondoc-Key"] for message in sink.messages] == ["kh15:0", "kh15:1", "kh15:2", "kh15:3"]


def test_deliver_refused_recipient_does_not_touch_the_next(channel: EmailChannel, sink: MailSink) -> None:
    sink.refuse["mat@hanam.example"] = "550 5.1.1 User unknown"

    refused = channel.deliver(letter(channel, to="mat@hanam.example"))
    accepted = channel.deliver(letter(channel))

    assert refused == Rejected(Scope.RECIPIENT, "550 5.1.1", "5.1.1 User unknown")
    assert isinstance(accepted, Accepted)
    assert sink.connections == 1


def test_deliver_busy_mailbox_is_deferred_for_the_recipient(channel: EmailChannel, sink: MailSink) -> None:
    sink.refuse["thanhha@hanam.example"] = "451 4.2.1 Mailbox busy"

    outcome = channel.deliver(letter(channel))

    assert outcome == Deferred(Scope.RECIPIENT, "451 4.2.1", "4.2.1 Mailbox busy")


def test_deliver_server_busy_is_deferred_for_the_channel(channel: EmailChannel, sink: MailSink) -> None:
    sink.fault = Fault.TRY_LATER

    outcome = channel.deliver(letter(channel))

    assert outcome == Deferred(Scope.CHANNEL, "451 4.3.2", "4.3.2 Try again later")


def test_deliver_closing_server_is_deferred_then_dialled_again(open_channel: OpenChannel) -> None:
    with ScriptedServer(RCPT="421 4.3.2 Shutting down") as server:
        channel = open_channel(to_server(server))

        closing = channel.deliver(letter(channel))
        server.replies["RCPT"] = "250 OK"
        accepted = channel.deliver(letter(channel))

        assert closing == Deferred(Scope.UNCLEAR, "421 4.3.2", "4.3.2 Shutting down")
        assert accepted == Accepted("4ABCDEF")
        assert server.connections == 2


def test_deliver_wrong_password_is_rejected_for_the_channel(open_channel: OpenChannel) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 AUTH PLAIN", AUTH="535 5.7.8 Bad credentials") as server:
        channel = open_channel(to_server(server, credentials="user:secret@"))

        outcome = channel.deliver(letter(channel))

        assert outcome == Rejected(Scope.CHANNEL, "535 5.7.8", "5.7.8 Bad credentials")


def test_deliver_login_not_offered_is_rejected_for_the_channel(open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server, credentials="user:secret@"))

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Rejected)
        assert (outcome.scope, outcome.code) == (Scope.CHANNEL, "unsupported")


def test_deliver_nobody_listening_is_deferred(open_channel: OpenChannel) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    channel = open_channel(f"mailto://127.0.0.1:{port}/?from={SENDER}")

    outcome = channel.deliver(letter(channel))

    assert outcome == Deferred(Scope.CHANNEL, "refused", "Máy chủ thư không nhận kết nối.")


@pytest.mark.parametrize("stage", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_deliver_silence_before_the_body_is_deferred_within_the_timeout(stage: str, open_channel: OpenChannel) -> None:
    with ScriptedServer(**{stage: SILENCE}) as server:
        channel = open_channel(to_server(server), timeout_seconds=QUICK)
        began = time.monotonic()

        outcome = channel.deliver(letter(channel))

        assert outcome == Deferred(Scope.CHANNEL, "timeout", "Máy chủ thư không trả lời trong thời hạn chờ.")
        assert time.monotonic() - began < QUICK + 1


def test_deliver_timeout_in_the_url_goes_first(open_channel: OpenChannel) -> None:
    with ScriptedServer(GREETING=SILENCE) as server:
        channel = open_channel(to_server(server, more=f"&cto={QUICK}"), timeout_seconds=60)

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Deferred)


@pytest.mark.parametrize("stage", ["GREETING", "MAIL", "RCPT", "DATA"])
def test_deliver_lost_connection_before_the_body_is_deferred(stage: str, open_channel: OpenChannel) -> None:
    with ScriptedServer(**{stage: HANG_UP}) as server:
        channel = open_channel(to_server(server))

        outcome = channel.deliver(letter(channel))

        assert outcome == Deferred(Scope.CHANNEL, "disconnected", "Mất kết nối với máy chủ thư.")


def test_deliver_lost_connection_within_the_body_is_deferred(open_channel: OpenChannel) -> None:
    with ScriptedServer(BODY=HANG_UP) as server:
        channel = open_channel(to_server(server))
        larger_than_every_buffer = replace(letter(channel), payload=b"x" * 70 + b"\r\n" + b"y" * 16_000_000)

        outcome = channel.deliver(larger_than_every_buffer)

        assert outcome == Deferred(Scope.CHANNEL, "disconnected", "Mất kết nối với máy chủ thư.")


def test_deliver_dropped_with_the_mail_after_the_final_dot_is_ambiguous(channel: EmailChannel, sink: MailSink) -> None:
    sink.fault = Fault.DROP_STORED

    outcome = channel.deliver(letter(channel))

    assert isinstance(outcome, Ambiguous)
    assert len(sink.files) == 1


def test_deliver_dropped_without_the_mail_after_the_final_dot_is_ambiguous(
    channel: EmailChannel, sink: MailSink
) -> None:
    sink.fault = Fault.DROP_UNSTORED

    outcome = channel.deliver(letter(channel))

    assert isinstance(outcome, Ambiguous)
    assert sink.files == []


def test_deliver_silence_after_the_final_dot_is_ambiguous(sink: MailSink, open_channel: OpenChannel) -> None:
    channel = open_channel(sink.url(sender=SENDER, name=SENDER_NAME), timeout_seconds=QUICK)
    sink.fault = Fault.HANG

    outcome = channel.deliver(letter(channel))

    assert isinstance(outcome, Ambiguous)


def test_deliver_again_after_ambiguity_sends_the_same_message_id(channel: EmailChannel, sink: MailSink) -> None:
    envelope = letter(channel)
    sink.fault = Fault.DROP_STORED
    channel.deliver(envelope)
    sink.fault = None

    outcome = channel.deliver(envelope)

    assert isinstance(outcome, Accepted)
    assert [message["Message-ID"] for message in sink.messages] == [envelope.message_id] * 2
    assert channel.ambiguity is AmbiguityPolicy.RESEND_SAME_BYTES


def test_deliver_unreadable_answer_after_the_final_dot_is_ambiguous(open_channel: OpenChannel) -> None:
    with ScriptedServer(END="what?") as server:
        channel = open_channel(to_server(server))

        assert isinstance(channel.deliver(letter(channel)), Ambiguous)


def test_deliver_after_a_restart_of_the_server_dials_again(
    tmp_path: Path, channel: EmailChannel, sink: MailSink
) -> None:
    channel.deliver(letter(channel, key="kh15:before"))
    sink.stop()
    with MailSink(tmp_path / "restarted", port=sink.port) as restarted:
        outcome = channel.deliver(letter(channel, key="kh15:after"))

        assert isinstance(outcome, Accepted)
        assert [message["X-Dondoc-Key"] for message in restarted.messages] == ["kh15:after"]


def test_deliver_interrupted_conversation_does_not_answer_for_the_next(
    open_channel: OpenChannel, interrupt_soon: Callable[[], None]
) -> None:
    with ScriptedServer(END=SILENCE) as server:
        channel = open_channel(to_server(server))
        interrupt_soon()

        with pytest.raises(KeyboardInterrupt):
            channel.deliver(letter(channel))
        server.replies["END"] = "250 OK id=second"
        outcome = channel.deliver(letter(channel))

        assert outcome == Accepted("second")
        assert server.connections == 2


def test_deliver_after_close_dials_again(channel: EmailChannel, sink: MailSink) -> None:
    channel.deliver(letter(channel))
    channel.close()
    channel.close()

    outcome = channel.deliver(letter(channel))

    assert isinstance(outcome, Accepted)
    assert sink.connections == 2


@pytest.mark.parametrize("address", ["a@hanam.example>\r\nRSET", "xã@hanam.example"])
def test_deliver_unwritable_address_is_rejected_for_the_recipient(address: str, channel: EmailChannel) -> None:
    outcome = channel.deliver(replace(letter(channel), address=address))

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == (Scope.RECIPIENT, "address")


@pytest.fixture
def interrupt_soon() -> Iterator[Callable[[], None]]:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    yield threading.Timer(QUICK, signal.pthread_kill, (threading.get_ident(), signal.SIGUSR1)).start
    signal.signal(signal.SIGUSR1, before)


def test_deliver_answer_that_cannot_be_read_after_the_body_leaves_the_result_open(open_channel: OpenChannel) -> None:
    with ScriptedServer(END=f"250 2.0.0 Ok: queued as {'x' * 9_000}") as server:
        channel = open_channel(to_server(server))

        assert isinstance(channel.deliver(letter(channel)), Ambiguous)
