from __future__ import annotations

import ssl
from datetime import timedelta
from email.header import decode_header, make_header
from typing import TYPE_CHECKING

import pytest
from apprise import Apprise
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import RuleBroken
from notifications.channels.email import open_email_channel, register
from notifications.outcome import Accepted, Deferred, Rejected, Scope
from tests.notifications.channels.correspondence import MAIL, SECRET, SENDER, SENDER_NAME, SENT_AT, letter, to_server
from tests.notifications.channels.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from pathlib import Path

    from demo.mail_sink import MailSink
    from notifications.channels.email import EmailChannel
    from notifications.channels.protocol import Channel
    from tests.notifications.channels.conftest import OpenChannel


def test_deliver_asks_for_a_delivery_report_when_offered(open_channel: OpenChannel) -> None:
    with ScriptedServer(EHLO="250-localhost\n250-SIZE 1000000\n250 DSN") as server:
        channel = open_channel(to_server(server))
        envelope = letter(channel)

        channel.deliver(envelope)

        report = f"RET=HDRS ENVID={envelope.message_id.strip('<>')}"
        assert f"MAIL FROM:<{SENDER}> SIZE={len(envelope.payload)} {report}" in server.commands
        assert (
            "RCPT TO:<thanhha@hanam.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;thanhha@hanam.example" in server.commands
        )


def test_deliver_asks_for_nothing_that_is_not_offered(open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server))

        channel.deliver(letter(channel))

        assert f"MAIL FROM:<{SENDER}>" in server.commands
        assert "RCPT TO:<thanhha@hanam.example>" in server.commands


def test_deliver_encryption_not_offered_is_rejected_for_the_channel(open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server, scheme="mailtos", more="&mode=starttls"))

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Rejected)
        assert (outcome.scope, outcome.code) == (Scope.CHANNEL, "unsupported")


def test_deliver_over_starttls_logs_in_encrypted(own_certificate: ssl.SSLContext, open_channel: OpenChannel) -> None:
    with ScriptedServer(own_certificate, EHLO="250-localhost\n250-STARTTLS\n250 AUTH PLAIN") as server:
        url = to_server(server, credentials="user:secret@", scheme="mailtos", more="&mode=starttls&verify=no")
        channel = open_channel(url)

        outcome = channel.deliver(letter(channel))

        assert outcome == Accepted("4ABCDEF")
        verbs = [command.split()[0].lower() for command in server.commands]
        assert verbs == ["ehlo", "starttls", "ehlo", "auth", "mail", "rcpt", "data"]


def test_deliver_to_a_certificate_that_nobody_vouches_for_is_deferred(
    own_certificate: ssl.SSLContext, open_channel: OpenChannel
) -> None:
    with ScriptedServer(own_certificate, EHLO="250-localhost\n250 STARTTLS") as server:
        channel = open_channel(to_server(server, scheme="mailtos", more="&mode=starttls"))

        outcome = channel.deliver(letter(channel))

        assert isinstance(outcome, Deferred)
        assert (outcome.scope, outcome.code) == (Scope.CHANNEL, "tls")


def test_compose_twice_gives_the_same_envelope(channel: EmailChannel) -> None:
    assert letter(channel) == letter(channel)


def test_compose_keeps_the_contract_of_a_channel(channel: EmailChannel) -> None:
    contract: Channel = channel

    envelope = letter(contract)

    assert (contract.name, envelope.channel, envelope.address) == ("email", "email", "thanhha@hanam.example")
    assert envelope.message_id.encode() in envelope.payload


def test_open_email_channel_reads_the_url_as_apprise_does() -> None:
    url = "mailtos://user:p%40ss@mail.hanam.example:2587?from=a@hanam.example&name=Ban Tuyên giáo&reply=tra-loi@hanam.example&+X-Don-Vi=BTG"

    channel = open_email_channel(url, secret=SECRET, timeout_seconds=7)

    message = channel.compose(MAIL, key="k", to_address="b@hanam.example", to_name="", sent_at=SENT_AT).payload
    assert (channel.smtp_host, channel.port, channel.user, channel.password) == (
        "mail.hanam.example",
        2587,
        "user",
        "p@ss",
    )
    assert channel.socket_connect_timeout == 7
    assert b"Reply-To: tra-loi@hanam.example\r\n" in message
    assert b"X-Don-Vi: BTG\r\n" in message


@pytest.mark.parametrize("url", ["", "mailto://", "json://user:secret@localhost", "mailtos://user:secret@h?mode=none"])
def test_open_email_channel_unreadable_url_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        open_email_channel(url, secret=SECRET, timeout_seconds=5)

    assert "secret" not in str(refused.value)


def test_notify_within_plain_apprise_delivers_to_every_target(sink: MailSink) -> None:
    register()
    apprise = Apprise()
    apprise.add(f"{sink.url(sender=SENDER, name=SENDER_NAME)}&to=mot@hanam.example,hai@hanam.example")

    done = apprise.notify(title="Thử kênh thư", body="<p>Xin chào, đây là thư thử.</p>")

    assert done is True
    assert [message.get_all("Message-ID", []) != [] for message in sink.messages] == [True, True]
    assert all(len(message.get_all("Message-ID", [])) == 1 for message in sink.messages)
    assert sink.messages[0]["Subject"] == "Thử kênh thư"
    assert str(make_header(decode_header(sink.messages[0]["From"]))) == f"{SENDER_NAME} <{SENDER}>"
    assert sink.connections == 1


def test_notify_within_plain_apprise_with_one_refusal_is_false_and_tries_the_rest(sink: MailSink) -> None:
    register()
    sink.refuse["mot@hanam.example"] = "550 5.1.1 User unknown"
    apprise = Apprise()
    apprise.add(f"{sink.url(sender=SENDER, name=SENDER_NAME)}&to=mot@hanam.example,hai@hanam.example")

    done = apprise.notify(title="Thử kênh thư", body="Xin chào")

    assert done is False
    assert [message["To"] for message in sink.messages] == ["hai@hanam.example"]


def test_notify_within_plain_apprise_carries_a_file(sink: MailSink, tmp_path: Path) -> None:
    register()
    form = tmp_path / "mau.txt"
    form.write_text("Mẫu báo cáo", encoding="utf-8")
    apprise = Apprise()
    apprise.add(f"{sink.url(sender=SENDER, name=SENDER_NAME)}&format=text")

    done = apprise.notify(title="Mẫu", body="Xin gửi mẫu", attach=str(form))

    assert done is True
    (attachment,) = sink.messages[0].iter_attachments()
    assert attachment.get_filename() == "mau.txt"
    assert attachment.get_payload(decode=True) == "Mẫu báo cáo".encode()


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's TLS with a certificate signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(SENT_AT - timedelta(days=1))
        .not_valid_after(SENT_AT + timedelta(days=36500))
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(pem)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
