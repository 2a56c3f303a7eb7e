"""One connection to one SMTP server, kept open between messages."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from notifications.channels.smtp_reply import Stage, classify, classify_fault

if TYPE_CHECKING:
    from notifications.envelope import Envelope
    from notifications.outcome import Outcome

_OK = 250
_OK_FORWARDED = 251
_GO_AHEAD = 354
_UNUSABLE = {-1, 421}  # not SMTP at all, or about to close

_ENVELOPE_ID_LIMIT = 100  # RFC 3461
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)
_WRITABLE = re.compile(r"[!-;=?-~]+")  # visible ASCII without angle brackets
_NOT_XTEXT = re.compile(r"[^!-*,-<>-~]")


class Security(StrEnum):
    NONE = "insecure"
    STARTTLS = "starttls"
    TLS = "ssl"


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed in. The timeout holds for each step of the conversation, not for the whole."""

    host: str
    port: int
    security: Security = Security.NONE
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = 15.0
    verify_certificate: bool = True


class SmtpSession:
    """Hands in one message at a time and knows, whatever happens, how far it had come."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp: smtplib.SMTP | None = None
        self._stage = Stage.CONNECT
        self._lock = threading.Lock()

    def deliver(self, envelope: Envelope, *, sender: str) -> Outcome:
        with self._lock:
            try:
                return self._attempt(envelope, sender=sender)
            except smtplib.SMTPResponseException as refusal:
                return self._refused(refusal)
            except (OSError, ValueError) as fault:
                self._drop()
                return classify_fault(self._stage, fault)
            except BaseException:
                self._drop()  # or the next message would be told the answer to this one
                raise

    def close(self) -> None:
        with self._lock:
            if self._smtp is not None:
                with contextlib.suppress(OSError):
                    self._smtp.quit()
            self._drop()

    def _attempt(self, envelope: Envelope, *, sender: str) -> Outcome:
        smtp = self._open()
        body = _until_final_dot(envelope.payload)
        self._stage = Stage.MAIL
        _expect(smtp.mail(sender, _mail_options(smtp, envelope=envelope)), _OK)
        self._stage = Stage.RCPT
        _expect(smtp.rcpt(_exact(envelope.address), _rcpt_options(smtp)), _OK, _OK_FORWARDED)
        self._stage = Stage.DATA
        _expect(smtp.docmd("DATA"), _GO_AHEAD)
        smtp.send(body)  # the dot is its last byte: if this raises, the server cannot have the whole message
        self._stage = Stage.END
        return classify(Stage.END, _OK, text=_expect(smtp.getreply(), _OK))

    def _refused(self, refusal: smtplib.SMTPResponseException) -> Outcome:
        if self._smtp is not None and self._smtp.sock is None:  # not the server's word: smtplib could not read it
            self._drop()
            return classify_fault(self._stage, refusal)
        if refusal.smtp_code in _UNUSABLE:
            self._drop()
        return classify(self._stage, refusal.smtp_code, text=_text(refusal.smtp_error))

    def _open(self) -> smtplib.SMTP:
        """The kept connection, cleared of what was left half-done, or a new one."""
        self._stage = Stage.CONNECT
        if self._smtp is not None and _is_ready(self._smtp):
            return self._smtp
        self._drop()
        with contextlib.ExitStack() as unless_ready:
            smtp = self._dial()
            unless_ready.callback(smtp.close)
            self._introduce(smtp)
            unless_ready.pop_all()
        self._smtp = smtp
        return smtp

    def _dial(self) -> smtplib.SMTP:
        server = self._server
        if server.security is Security.TLS:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=self._tls)
        return smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)

    def _introduce(self, smtp: smtplib.SMTP) -> None:
        smtp.ehlo_or_helo_if_needed()
        if self._server.security is Security.STARTTLS:
            smtp.starttls(context=self._tls)
            smtp.ehlo_or_helo_if_needed()
        if self._server.user and self._server.password:
            self._stage = Stage.AUTH
            smtp.login(self._server.user, self._server.password)

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Made once: loading the certificate store takes longer than sending a message."""
        context = ssl.create_default_context()
        if not self._server.verify_certificate:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _is_ready(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.rset()[0] == _OK
    except OSError:
        return False


def _expect(reply: tuple[int, bytes], *wanted: int) -> str:
    code, text = reply
    if code not in wanted:
        raise smtplib.SMTPResponseException(code, text)
    return _text(text)


def _text(reply: bytes | str) -> str:
    text = reply if isinstance(reply, str) else reply.decode("utf-8", "replace")
    return " ".join(text.split())


def _until_final_dot(payload: bytes) -> bytes:
    """The body as RFC 5321 4.5.2 wants it, with the line that ends it."""
    body = _LEADING_DOT.sub(b"..", payload)
    return body + (b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n")


def _exact(address: str) -> str:
    """Raises ValueError for an address that smtplib would repair by guessing."""
    if not _WRITABLE.fullmatch(address):
        raise ValueError(address)
    return address


def _mail_options(smtp: smtplib.SMTP, *, envelope: Envelope) -> list[str]:
    options = []
    if smtp.has_extn("size"):
        options.append(f"SIZE={len(envelope.payload)}")
    if smtp.has_extn("dsn"):
        options += ["RET=HDRS", *_envelope_id(envelope)]
    return options


def _envelope_id(envelope: Envelope) -> list[str]:
    """Comes back in the report on a failed delivery, so that a bounce finds its message."""
    name = _NOT_XTEXT.sub(lambda found: f"+{ord(found[0]):02X}", envelope.message_id.strip("<>"))
    return [f"ENVID={name}"] if 0 < len(name) <= _ENVELOPE_ID_LIMIT else []


def _rcpt_options(smtp: smtplib.SMTP) -> list[str]:
    return ["NOTIFY=FAILURE,DELAY"] if smtp.has_extn("dsn") else []
