"""What an SMTP server's answer, or its silence, means for the message: one table each."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from enum import StrEnum
from typing import NamedTuple

from notifications.outcome import Accepted, Ambiguous, Deferred, Outcome, Rejected, Scope


class Stage(StrEnum):
    """How far the conversation had come."""

    CONNECT = "connect"  # dialling, greeting, EHLO, STARTTLS
    AUTH = "auth"
    MAIL = "mail"  # our sender's address
    RCPT = "rcpt"  # the recipient's address
    DATA = "data"  # up to the last byte but one of the body
    END = "end"  # the final dot is out: from here on the server may have the message


class _Rule(NamedTuple):
    """`reply` is the beginning of "550 5.1.1 text", as a pattern. The first rule that fits decides."""

    stages: str
    reply: str
    kind: type[Rejected | Deferred]
    scope: Scope


_ANY = " ".join(Stage)
_BODY = "data end"
_BEFORE_A_RECIPIENT = "connect auth mail"
_FROM_A_RECIPIENT_ON = "rcpt data end"

_RULES = (
    # The server is closing down: before a recipient was named, for everybody; some say it to one recipient only.
    _Rule(_BEFORE_A_RECIPIENT, r"421", Deferred, Scope.CHANNEL),
    _Rule(_FROM_A_RECIPIENT_ON, r"421", Deferred, Scope.UNCLEAR),
    # It wants other credentials or another encryption: our settings.
    _Rule(_ANY, r"53[0458]", Rejected, Scope.CHANNEL),
    # Policy: relaying denied, our host or sender blocked, a mailbox that takes mail from inside only. The recipient has
    # done nothing wrong, and one such mailbox must not hold up the mail of all others.
    _Rule(_BEFORE_A_RECIPIENT, r"5\d\d 5\.7\.", Rejected, Scope.CHANNEL),
    _Rule(_FROM_A_RECIPIENT_ON, r"5\d\d 5\.7\.", Rejected, Scope.UNCLEAR),
    _Rule("mail", r"5\d\d (?!5\.[12]\.).*\brelay", Rejected, Scope.CHANNEL),
    _Rule("rcpt", r"5\d\d (?!5\.[12]\.).*\brelay", Rejected, Scope.UNCLEAR),
    # The message is too large; many servers say so already at MAIL.
    _Rule("mail", r"552", Rejected, Scope.PAYLOAD),
    _Rule("mail rcpt", r"5\d\d 5\.(2\.3|3\.4)\b", Rejected, Scope.PAYLOAD),
    # Many servers look at the sender's address only when they see a recipient.
    _Rule("rcpt", r"5\d\d 5\.1\.[78]", Rejected, Scope.UNCLEAR),
    # A full mailbox is emptied again, and a name that is not found today may be found tomorrow.
    _Rule(_FROM_A_RECIPIENT_ON, r"5\d\d 5\.(2\.2|4\.4)\b|552 (?!5\.)", Deferred, Scope.RECIPIENT),
    _Rule("rcpt", r"5", Rejected, Scope.RECIPIENT),
    # One recipient a message, so a mailbox that is refused after the body is still this recipient's.
    _Rule(_BODY, r"5\d\d 5\.(1|2\.[0-2])\b", Rejected, Scope.RECIPIENT),
    _Rule(_BODY, r"5", Rejected, Scope.PAYLOAD),
    # A host that does not serve today may serve tomorrow; a refused login or sender stays refused until it is mended.
    _Rule("connect", r"5", Deferred, Scope.CHANNEL),
    _Rule("auth mail", r"5", Rejected, Scope.CHANNEL),
    # Greylisting, a busy mailbox: this message waits, the others go on. 4.3 is the server itself.
    _Rule(_BODY, r"4\d\d 4\.3\.", Deferred, Scope.UNCLEAR),
    _Rule(f"rcpt {_BODY}", r"4", Deferred, Scope.RECIPIENT),
    _Rule(_ANY, r"4", Deferred, Scope.CHANNEL),
)

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_QUEUE_ID = re.compile(r"queued as <?([^\s<>;,]+)|\bid=(\S+)|InternalId=(\d+)", re.IGNORECASE)


def classify(stage: Stage, code: int, *, text: str) -> Outcome:
    """The outcome of an attempt that ended with this reply."""
    if stage is Stage.END and code // 100 == 2:  # noqa: PLR2004 -- 2xx
        return Accepted(_provider_id(text))
    for rule in _RULES:
        if stage in rule.stages.split() and re.match(rule.reply, f"{code} {text}", re.IGNORECASE):
            return rule.kind(rule.scope, _full_code(code, text), text)
    if stage is Stage.END:
        return Ambiguous(f"Máy chủ thư trả lời không rõ nghĩa sau khi đã nhận trọn thư: {code} {text}")
    return Deferred(Scope.CHANNEL, _full_code(code, text), text)


def _provider_id(text: str) -> str:
    found = _QUEUE_ID.search(text)
    return next(filter(None, found.groups())) if found else text


def _full_code(code: int, text: str) -> str:
    enhanced = _ENHANCED.match(text)
    return f"{code} {enhanced[0]}" if enhanced else str(code)


class _Fault(NamedTuple):
    kind: type[Exception]
    code: str
    detail: str


_FAULTS = (
    _Fault(socket.gaierror, "dns", "Không tìm thấy máy chủ thư theo tên đã cấu hình."),
    _Fault(TimeoutError, "timeout", "Máy chủ thư không trả lời trong thời hạn chờ."),
    _Fault(ConnectionRefusedError, "refused", "Máy chủ thư không nhận kết nối."),
    _Fault(ssl.SSLError, "tls", "Không lập được kết nối mã hóa tin cậy với máy chủ thư."),
    _Fault(OSError, "disconnected", "Mất kết nối với máy chủ thư."),
)


def classify_fault(stage: Stage, fault: Exception) -> Outcome:
    """The outcome of an attempt that ended without a reply."""
    cause = _cause(fault)
    if stage is Stage.END:
        return Ambiguous("Mất liên lạc sau khi đã gửi trọn thư; chưa rõ máy chủ thư đã nhận hay chưa.")
    if _is_unsupported(stage, cause):
        detail = "Máy chủ thư không hỗ trợ cách mã hóa hoặc đăng nhập đã cấu hình."
        return Rejected(Scope.CHANNEL, "unsupported", detail)
    for kind, code, detail in _FAULTS:
        if isinstance(cause, kind):
            return Deferred(Scope.CHANNEL, code, detail)
    return _unwritable(stage)


def _is_unsupported(stage: Stage, fault: Exception) -> bool:
    """No STARTTLS, no AUTH, or (a bare SMTPException) no AUTH mechanism that both sides know."""
    no_common_mechanism = stage is Stage.AUTH and type(fault) is smtplib.SMTPException
    return no_common_mechanism or isinstance(fault, smtplib.SMTPNotSupportedError)


def _cause(fault: Exception) -> Exception:
    """What really happened: a reply that timed out is "disconnected" to smtplib, too."""
    behind = fault.__context__
    return behind if isinstance(fault, smtplib.SMTPServerDisconnected) and isinstance(behind, OSError) else fault


def _unwritable(stage: Stage) -> Rejected:
    """Something that SMTP cannot write: letters outside ASCII, a line break."""
    if stage is Stage.RCPT:
        return Rejected(Scope.RECIPIENT, "address", "Địa chỉ thư điện tử của người nhận có ký tự không hợp lệ.")
    return Rejected(
        Scope.CHANNEL, "settings", "Cấu hình gửi thư có tài khoản, địa chỉ gửi hoặc thời hạn chờ không hợp lệ."
    )
