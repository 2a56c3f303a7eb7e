from __future__ import annotations

import smtplib
import socket
import ssl

import pytest

from notifications.channels.smtp_reply import Stage, classify, classify_fault
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope


@pytest.mark.parametrize(
    ("text", "provider_id"),
    [
        ("2.0.0 Ok: queued as 4ABCDEF", "4ABCDEF"),
        ("OK id=1qXyZ-0001aB-2c", "1qXyZ-0001aB-2c"),
        ("2.6.0 <a@b> [InternalId=3594, Hostname=m] Queued mail for delivery", "3594"),
        ("2.0.0 OK 1664 abc-12 - gsmtp", "2.0.0 OK 1664 abc-12 - gsmtp"),
    ],
)
def test_classify_acceptance_finds_the_id(text: str, provider_id: str) -> None:
    assert classify(Stage.END, 250, text=text) == Accepted(provider_id)


@pytest.mark.parametrize(
    ("stage", "reply", "scope"),
    [
        (Stage.RCPT, "550 5.1.1 User unknown", Scope.RECIPIENT),
        (Stage.RCPT, "550 5.1.1 User unknown in relay recipient table", Scope.RECIPIENT),
        (Stage.RCPT, "550 No such user", Scope.RECIPIENT),
        (Stage.RCPT, "553 5.1.3 Bad address syntax", Scope.RECIPIENT),
        (Stage.END, "550 5.1.1 User unknown", Scope.RECIPIENT),
        (Stage.RCPT, "550 5.7.1 Relaying denied", Scope.UNCLEAR),
        (Stage.RCPT, "554 5.7.1 Client host blocked", Scope.UNCLEAR),
        (Stage.RCPT, "550 relay not permitted", Scope.UNCLEAR),
        (Stage.RCPT, "550 5.1.8 Sender address rejected: domain not found", Scope.UNCLEAR),
        (Stage.RCPT, "530 Authentication required", Scope.CHANNEL),
        (Stage.AUTH, "535 5.7.8 Bad credentials", Scope.CHANNEL),
        (Stage.AUTH, "504 Unrecognised mechanism", Scope.CHANNEL),
        (Stage.CONNECT, "554 5.7.1 Your host is not welcome", Scope.CHANNEL),
        (Stage.MAIL, "530 5.7.0 Must issue STARTTLS first", Scope.CHANNEL),
        (Stage.MAIL, "553 5.1.7 Sender syntax", Scope.CHANNEL),
        (Stage.END, "554 5.7.1 Looks like spam", Scope.UNCLEAR),
        (Stage.MAIL, "552 Message size exceeds fixed limit", Scope.PAYLOAD),
        (Stage.RCPT, "552 5.3.4 Message too big", Scope.PAYLOAD),
        (Stage.DATA, "554 No valid recipients", Scope.PAYLOAD),
        (Stage.END, "554 5.6.0 Malformed message", Scope.PAYLOAD),
        (Stage.END, "552 5.2.3 Message too long for mailbox", Scope.PAYLOAD),
    ],
)
def test_classify_refusal_for_good_says_whom_it_concerns(stage: Stage, reply: str, scope: Scope) -> None:
    code, text = reply.split(" ", 1)

    outcome = classify(stage, int(code), text=text)

    assert isinstance(outcome, Rejected)
    assert outcome.scope is scope


@pytest.mark.parametrize(
    ("stage", "reply", "scope"),
    [
        (Stage.RCPT, "450 4.2.1 Greylisted", Scope.RECIPIENT),
        (Stage.RCPT, "452 4.2.2 Mailbox full", Scope.RECIPIENT),
        (Stage.RCPT, "552 Mailbox full", Scope.RECIPIENT),
        (Stage.RCPT, "550 5.4.4 Name not found", Scope.RECIPIENT),
        (Stage.END, "552 5.2.2 Mailbox full", Scope.RECIPIENT),
        (Stage.CONNECT, "421 Too busy", Scope.CHANNEL),
        (Stage.END, "451 4.7.1 Greylisted", Scope.RECIPIENT),
        (Stage.END, "452 4.3.1 Insufficient system storage", Scope.UNCLEAR),
        (Stage.RCPT, "421 4.7.0 Too many messages", Scope.UNCLEAR),
        (Stage.END, "421 Shutting down", Scope.UNCLEAR),
        (Stage.MAIL, "451 Try later", Scope.CHANNEL),
        (Stage.AUTH, "454 4.7.0 Temporary failure", Scope.CHANNEL),
        (Stage.CONNECT, "450 Busy", Scope.CHANNEL),
        (Stage.CONNECT, "554 No SMTP service here", Scope.CHANNEL),
        (Stage.MAIL, "-1 not SMTP", Scope.CHANNEL),
        (Stage.DATA, "250 OK where 354 was due", Scope.CHANNEL),
    ],
)
def test_classify_refusal_for_now_says_who_waits(stage: Stage, reply: str, scope: Scope) -> None:
    code, text = reply.split(" ", 1)

    outcome = classify(stage, int(code), text=text)

    assert isinstance(outcome, Deferred)
    assert outcome.scope is scope


def test_classify_nonsense_after_the_final_dot_is_ambiguous() -> None:
    assert isinstance(classify(Stage.END, -1, text="what?"), Ambiguous)


def test_classify_keeps_the_enhanced_code_with_the_code() -> None:
    assert classify(Stage.RCPT, 550, text="5.1.1 Gone") == Rejected(Scope.RECIPIENT, "550 5.1.1", "5.1.1 Gone")
    assert classify(Stage.RCPT, 550, text="Gone") == Rejected(Scope.RECIPIENT, "550", "Gone")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (socket.gaierror(-2, "Name or service not known"), "dns"),
        (TimeoutError(), "timeout"),
        (ConnectionRefusedError(), "refused"),
        (ssl.SSLCertVerificationError(), "tls"),
        (ConnectionResetError(), "disconnected"),
        (smtplib.SMTPServerDisconnected(), "disconnected"),
    ],
)
def test_classify_fault_before_the_final_dot_is_deferred(fault: Exception, code: str) -> None:
    outcome = classify_fault(Stage.CONNECT, fault)

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code) == (Scope.CHANNEL, code)


@pytest.mark.parametrize("fault", [TimeoutError(), ConnectionResetError(), smtplib.SMTPServerDisconnected()])
def test_classify_fault_after_the_final_dot_is_ambiguous(fault: Exception) -> None:
    assert isinstance(classify_fault(Stage.END, fault), Ambiguous)


@pytest.mark.parametrize(
    ("stage", "fault", "expected"),
    [
        (Stage.CONNECT, smtplib.SMTPNotSupportedError(), (Scope.CHANNEL, "unsupported")),
        (Stage.AUTH, smtplib.SMTPException("No suitable authentication method found."), (Scope.CHANNEL, "unsupported")),
        (Stage.AUTH, UnicodeEncodeError("ascii", "đ", 0, 1, "ordinal not in range"), (Scope.CHANNEL, "settings")),
        (Stage.RCPT, ValueError("line break"), (Scope.RECIPIENT, "address")),
    ],
)
def test_classify_fault_of_the_settings_is_rejected(
    stage: Stage, fault: Exception, expected: tuple[Scope, str]
) -> None:
    outcome = classify_fault(stage, fault)

    assert isinstance(outcome, Rejected)
    assert (outcome.scope, outcome.code) == expected
