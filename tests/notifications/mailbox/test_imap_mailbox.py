from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from domain.errors import RuleBroken
from notifications.mailbox.imap_address import ImapAddress, imap_address
from notifications.mailbox.imap_mailbox import ImapMailbox, WrongPassword
from tests.small_plan import CALENDAR

if TYPE_CHECKING:
    from pathlib import Path

    from tests.imap_server import ImapServer

ARRIVED = CALENDAR.at(date(2022, 8, 5), time(9, 30))
MAIL = b"Subject: =?utf-8?Q?B=C3=A1o_c=C3=A1o?=\r\n\r\nxin ch\xc3\xa0o\r\n"


def test_mails_come_as_they_are_with_the_moment_of_their_arrival(imap: ImapServer) -> None:
    imap.put(MAIL, at=ARRIVED)

    with ImapMailbox(imap_address(imap.url)) as box:
        found = [(arrival.raw, arrival.arrived_at, arrival.is_cut) for arrival in box.arrivals(most=9)]

    assert found == [(MAIL, ARRIVED, False)]
    assert imap.mails() == [MAIL]


def test_what_is_put_aside_lies_in_the_other_folder(imap: ImapServer) -> None:
    imap.put(MAIL, at=ARRIVED)
    imap.put(b"Subject: khac\r\n\r\n", at=ARRIVED)

    with ImapMailbox(imap_address(imap.url)) as box:
        box.put_aside(next(box.arrivals(most=1)).uid)

    assert imap.mails("DaXuLy") == [MAIL]
    assert len(imap.mails()) == 1


def test_a_server_without_move_is_told_to_copy_and_delete(imap: ImapServer) -> None:
    imap.put(MAIL, at=ARRIVED)

    with ImapMailbox(imap_address(imap.url)) as box:
        box._open.client.capabilities = ("IMAP4REV1",)
        box.put_aside(next(box.arrivals(most=1)).uid)

    assert (imap.mails(), imap.mails("DaXuLy")) == ([], [MAIL])


def test_of_a_mail_that_is_too_large_only_the_headers_are_fetched(imap: ImapServer) -> None:
    imap.put(b"Subject: lon\r\n\r\n" + b"x" * 5000, at=ARRIVED)

    with ImapMailbox(imap_address(imap.url), most_bytes=1000) as box:
        (arrival,) = box.arrivals(most=1)

    assert (arrival.raw, arrival.is_cut) == (b"Subject: lon\r\n\r\n", True)


def test_a_mail_that_somebody_took_away_is_passed_over(imap: ImapServer) -> None:
    imap.put(MAIL, at=ARRIVED)
    with ImapMailbox(imap_address(imap.url)) as box:
        arrivals = box.arrivals(most=1)
        box._uids = lambda: ["9999"]  # type: ignore[method-assign]

        assert list(arrivals) == []


@pytest.mark.parametrize("password", ["sai", "sai-dấu"])
def test_a_wrong_password_says_what_to_check(imap: ImapServer, password: str) -> None:
    address = ImapAddress("127.0.0.1", imap.port, "baocao", password, is_encrypted=False)

    with pytest.raises(WrongPassword, match="không nhận tài khoản baocao hoặc mật khẩu"):
        ImapMailbox(address).__enter__()


def test_a_folder_that_is_not_there_is_named(imap: ImapServer) -> None:
    with pytest.raises(RuleBroken, match="không có thư mục “Không có”"):
        ImapMailbox(imap_address(imap.url.replace("INBOX", "Kh%C3%B4ng%20c%C3%B3"))).__enter__()


def test_a_server_that_is_not_there_says_what_to_check() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(RuleBroken, match=f"Không nối được với hộp thư 127.0.0.1:{port} .*DONDOC_INTAKE_URL"):
        ImapMailbox(ImapAddress("127.0.0.1", port, "a", "b", is_encrypted=False)).__enter__()


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        (b"NO [AUTHENTICATIONFAILED] no\r\n", WrongPassword, "mật khẩu"),
        (b"NO [UNAVAILABLE] later\r\n", RuleBroken, "trả lời không như mong đợi"),
        (b"", RuleBroken, "Hộp thư"),
    ],
)
def test_only_what_the_server_says_of_the_password_blames_it(
    answer: bytes, kind: type[RuleBroken], sentence: str
) -> None:
    with _speaking(answer) as port, pytest.raises(RuleBroken, match=sentence) as refused:
        ImapMailbox(ImapAddress("127.0.0.1", port, "a", "b", is_encrypted=False), timeout_seconds=5).__enter__()

    assert type(refused.value) is kind


def test_a_certificate_that_nobody_vouches_for_gets_no_password(self_signed: ssl.SSLContext) -> None:
    with _speaking(b"", tls=self_signed) as port, pytest.raises(RuleBroken, match="Không tin được chứng chỉ"):
        ImapMailbox(ImapAddress("localhost", port, "a", "b"), timeout_seconds=5).__enter__()


class _speaking:  # noqa: N801 -- reads as a sentence
    """A server that greets, and answers every command with the same words; with none it hangs up."""

    def __init__(self, answer: bytes, *, tls: ssl.SSLContext | None = None) -> None:
        self._answer, self._tls = answer, tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> int:
        self._thread.start()
        return int(self._socket.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._thread.join(timeout=10)
        self._socket.close()

    def _serve(self) -> None:
        connection: Any = self._socket.accept()[0]
        with connection:
            try:
                if self._tls is not None:
                    connection = self._tls.wrap_socket(connection, server_side=True)
                self._talk(connection)
            except OSError:
                return

    def _talk(self, connection: Any) -> None:
        connection.sendall(b"* OK ready\r\n")
        with connection.makefile("rb") as lines:
            for line in lines:
                tag, command = line.split()[:2]
                if command.upper() == b"CAPABILITY":
                    connection.sendall(b"* CAPABILITY IMAP4rev1\r\n" + tag + b" OK done\r\n")
                elif self._answer:
                    connection.sendall(tag + b" " + self._answer)
                else:
                    return


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)  # noqa: TID251 -- a certificate is of the real day
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "may-chu.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
