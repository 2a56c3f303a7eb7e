"""One connection to one SMTP server, kept open between messages."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
import threading
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from notifications.certificates import certificate_end
from notifications.channels.smtp_reply import Stage, classify, classify_fault
from notifications.outcome import Accepted, Deferred, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from notifications.envelope import Envelope
    from notifications.outcome import Outcome

_OK = 250
_DONE, _GO_ON = 2, 3  # first figures
_UNUSABLE = {-1, 421}  # not SMTP at all, or about to close

COPY_REFUSED = "journal"  # the code of an attempt that went well but for the copy

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
        self._is_clean = True  # no transaction was left half-done
        self._copy_asked, self._copy_refusal = False, ""
        self._lock = threading.Lock()

    def deliver(self, envelope: Envelope, *, sender: str, copy_to: str = "") -> Outcome:
        """One letter to its recipient and, in the same transaction, to `copy_to`. The copy never costs the letter.

        Where the letter fails after the copy was asked for, it is handed in once more without: nothing was taken over
        before, and it may have been the copy that was refused.
        """
        with self._lock:
            self._copy_refusal = ""
            outcome = self._attempt(envelope, sender=sender, copy_to=copy_to)
            if not self._copy_asked or not isinstance(outcome, Rejected | Deferred):
                return self._told_of_copy(outcome, copy_to)
            self._copy_refusal = self._copy_refusal or getattr(outcome, "detail", "")
            return self._told_of_copy(self._attempt(envelope, sender=sender), copy_to)

    def _told_of_copy(self, outcome: Outcome, copy_to: str) -> Outcome:
        if not self._copy_refusal or not isinstance(outcome, Accepted):
            return outcome
        detail = f"Hộp thư lưu bản sao {copy_to} không nhận bản sao của thư: {self._copy_refusal}"
        return replace(outcome, code=COPY_REFUSED, detail=detail)

    def knock(self) -> tuple[Outcome, datetime | None]:
        """Come as far as a letter would, to the log-in, without one. Also until when the server's certificate holds."""
        with self._lock:
            try:
                smtp = self._open()
                return Accepted(""), certificate_end(smtp.sock)
            except smtplib.SMTPResponseException as refusal:
                return self._refused(refusal), None
            except (OSError, ValueError) as fault:
                self._drop()
                return classify_fault(self._stage, fault), None

    def close(self) -> None:
        with self._lock:
            if self._smtp is not None:
                with contextlib.suppress(OSError):
                    self._smtp.quit()
            self._drop()

    def _attempt(self, envelope: Envelope, *, sender: str, copy_to: str = "") -> Outcome:
        """One attempt. A kept connection that the server has closed meanwhile shows at the first command; another is dialled."""
        was_kept = self._smtp is not None
        outcome = self._try(envelope, sender=sender, copy_to=copy_to)
        if was_kept and self._smtp is None and self._stage is Stage.MAIL and isinstance(outcome, Deferred):
            return self._try(envelope, sender=sender, copy_to=copy_to)
        return outcome

    def _try(self, envelope: Envelope, *, sender: str, copy_to: str) -> Outcome:
        self._copy_asked = False
        try:
            return self._hand_in(envelope, sender=sender, copy_to=copy_to)
        except smtplib.SMTPResponseException as refusal:
            return self._refused(refusal)
        except (OSError, ValueError) as fault:
            self._drop()
            return classify_fault(self._stage, fault)
        except BaseException:
            self._drop()  # or the next message would be told the answer to this one
            raise

    def _hand_in(self, envelope: Envelope, *, sender: str, copy_to: str) -> Outcome:
        smtp = self._open()
        self._is_clean = False
        body = _until_final_dot(envelope.payload)
        self._name(smtp, envelope, sender=sender)
        if copy_to:
            self._ask_for_copy(smtp, copy_to)
        self._stage = Stage.DATA
        _expect(smtp.docmd("DATA"), _GO_ON)
        smtp.send(body)  # the dot is its last byte: if this raises, the server cannot have the whole message
        self._stage = Stage.END
        text = _expect(smtp.getreply(), _DONE)
        self._is_clean = True
        return classify(Stage.END, _OK, text=text)

    def _name(self, smtp: smtplib.SMTP, envelope: Envelope, *, sender: str) -> None:
        """Sender and recipient, in one go where the server takes it so (RFC 2920). It must then hear both answers."""
        self._stage = Stage.MAIL
        mail = _line("MAIL FROM:", _exact(sender), _mail_options(smtp, envelope=envelope))
        self._stage = Stage.RCPT
        rcpt = _line("RCPT TO:", _exact(envelope.address), _rcpt_options(smtp, envelope.address))
        self._stage = Stage.MAIL
        is_pipelined = smtp.has_extn("pipelining")
        smtp.send(mail + rcpt if is_pipelined else mail)
        refusal = _refusal(smtp.getreply())
        if refusal is not None:
            self._hear_the_rest(smtp, refusal, is_pipelined=is_pipelined)
            raise refusal
        self._stage = Stage.RCPT
        if not is_pipelined:
            smtp.send(rcpt)
        _expect(smtp.getreply(), _DONE)

    def _hear_the_rest(self, smtp: smtplib.SMTP, refusal: smtplib.SMTPResponseException, *, is_pipelined: bool) -> None:
        if is_pipelined and refusal.smtp_code not in _UNUSABLE:
            try:
                smtp.getreply()
            except (OSError, smtplib.SMTPException):
                self._drop()

    def _ask_for_copy(self, smtp: smtplib.SMTP, address: str) -> None:
        self._copy_asked = True
        options = ["NOTIFY=NEVER"] if smtp.has_extn("dsn") else []  # what becomes of the copy is not the letter's fate
        smtp.send(_line("RCPT TO:", _exact(address), options))
        refusal = _refusal(smtp.getreply())
        if refusal is None:
            return
        if refusal.smtp_code in _UNUSABLE:
            raise refusal
        self._copy_refusal = f"{refusal.smtp_code} {_text(refusal.smtp_error)}"

    def _refused(self, refusal: smtplib.SMTPResponseException) -> Outcome:
        if self._smtp is not None and self._smtp.sock is None:  # not the server's word: smtplib could not read it
            self._drop()
            return classify_fault(self._stage, refusal)
        if refusal.smtp_code in _UNUSABLE:
            self._drop()
        return classify(self._stage, refusal.smtp_code, text=_text(refusal.smtp_error))

    def _open(self) -> smtplib.SMTP:
        """The kept connection, cleared of what was left half-done, or a new one.

        After a letter that was taken over there is nothing to clear, and a round trip is saved.
        """
        self._stage = Stage.CONNECT
        if self._smtp is not None and (self._is_clean or _is_ready(self._smtp)):
            return self._smtp
        self._drop()
        with contextlib.ExitStack() as unless_ready:
            smtp = self._dial()
            unless_ready.callback(smtp.close)
            self._introduce(smtp)
            unless_ready.pop_all()
        self._smtp, self._is_clean = smtp, True
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


def _line(command: str, address: str, options: Sequence[str]) -> bytes:
    return f"{' '.join((f'{command}<{address}>', *options))}\r\n".encode("ascii")


def _refusal(reply: tuple[int, bytes]) -> smtplib.SMTPResponseException | None:
    code, text = reply
    return None if code // 100 == _DONE else smtplib.SMTPResponseException(code, text)


def _expect(reply: tuple[int, bytes], kind: int) -> str:
    """The text of a reply of this kind, which its first figure tells (RFC 5321, 4.2.1)."""
    code, text = reply
    if code // 100 != kind:
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
    name = _xtext(envelope.message_id.strip("<>"))
    return [f"ENVID={name}"] if 0 < len(name) <= _ENVELOPE_ID_LIMIT else []


def _rcpt_options(smtp: smtplib.SMTP, address: str) -> list[str]:
    """A report is to name the address as we wrote it, also when it was passed on to another (ORCPT)."""
    return ["NOTIFY=FAILURE,DELAY", f"ORCPT=rfc822;{_xtext(address)}"] if smtp.has_extn("dsn") else []


def _xtext(text: str) -> str:
    """RFC 3461, 4: plus, the sign of equality and what is no visible ASCII as + and two figures."""
    return _NOT_XTEXT.sub(lambda found: f"+{ord(found[0]):02X}", text)
