"""Whatever a server says at whatever stage: the outcome is one of four, the class is the right one, and the next letter goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from notifications.channels.smtp_reply import Stage, classify
from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from tests.notifications.channels.correspondence import letter, to_server
from tests.notifications.channels.scripted_server import HANG_UP, SILENCE, ScriptedServer

if TYPE_CHECKING:
    from notifications.outcome import Outcome
    from tests.notifications.channels.conftest import OpenChannel

QUICK = 0.4  # seconds; only for servers that say nothing at all
NOBODY_ELSE_EITHER = (Scope.CHANNEL, Scope.UNCLEAR)

# Every code of RFC 5321 and of the extensions that we use, the edges of each class, and some that nobody has heard of.
CODES = (
    *(200, 211, 220, 235, 250, 251, 252, 299),
    *(300, 334, 354, 399),
    *(400, 421, 432, 450, 451, 452, 454, 455, 499),
    *(500, 502, 503, 504, 521, 530, 534, 535, 538, 541, 550, 551, 552, 553, 554, 555, 556, 571, 599),
)
TEXTS = (
    "Text",
    "{}.1.1 Unknown",
    "{}.7.1 Policy",
    "{}.2.2 Full",
    "{}.3.2 System",
    "4.5.6.7.8 ...",
    "",
    "\N{REPLACEMENT CHARACTER}",
)
JUNK = ("what?", "25", "2500 OK", "-1 x", "abc def", "250", "250 " + "x" * 600)
WANTED = {"MAIL": 2, "RCPT": 2, "DATA": 3, "END": 2, "GREETING": 2, "EHLO": 2}
BEFORE_THE_DOT = ("GREETING", "EHLO", "MAIL", "RCPT", "DATA")


@pytest.mark.parametrize("stage", Stage)
def test_every_code_at_every_stage_has_its_class(stage: Stage) -> None:
    for code in range(200, 600):
        for text in TEXTS:
            outcome = classify(stage, code, text=text.format(code // 100))

            assert type(outcome) in _possible(stage, code), (stage, code, text)


def _possible(stage: Stage, code: int) -> tuple[type[Outcome], ...]:
    """After the final dot a 2xx alone is acceptance, and what is neither yes nor no is open; before it nothing was taken."""
    if code < 400:
        end = Accepted if code < 300 else Ambiguous
        return (end,) if stage is Stage.END else (Deferred,)
    return (Deferred,) if code < 500 else (Rejected, Deferred)


@pytest.mark.parametrize("stage", [Stage.CONNECT, Stage.AUTH, Stage.MAIL])
def test_nothing_said_before_the_recipient_was_named_is_held_against_him(stage: Stage) -> None:
    for code in range(400, 600):
        for text in TEXTS:
            outcome = classify(stage, code, text=text.format(code // 100))

            assert isinstance(outcome, Rejected | Deferred)
            assert outcome.scope is not Scope.RECIPIENT, (stage, code, text)


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "END"])
def test_after_any_answer_the_next_letter_goes(stage: str, open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server))
        for code in CODES:
            server.once[stage] = f"{code} {code // 100}.0.0 Said"
            outcome = channel.deliver(letter(channel))

            is_idle = (stage, code) == ("MAIL", 421)  # the kept connection was closed; another was dialled
            assert isinstance(outcome, Accepted) == (code // 100 == WANTED[stage] or is_idle), (stage, code)
            assert not isinstance(outcome, Ambiguous) or stage == "END"
            assert isinstance(channel.deliver(letter(channel)), Accepted), (stage, code)


@pytest.mark.parametrize("stage", ["GREETING", "EHLO"])
def test_a_server_that_greets_with_anything_is_dialled_again(stage: str, open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server))
        for code in CODES[::3]:
            channel.close()
            server.once = {stage: f"{code} Said", **({"HELO": f"{code} Said"} if stage == "EHLO" else {})}
            outcome = channel.deliver(letter(channel))

            assert isinstance(outcome, Accepted | Deferred | Rejected), (stage, code)
            assert isinstance(outcome, Accepted) or outcome.scope in NOBODY_ELSE_EITHER
            assert isinstance(channel.deliver(letter(channel)), Accepted), (stage, code)


def test_any_answer_to_a_login_is_about_the_account(open_channel: OpenChannel) -> None:
    with ScriptedServer(EHLO="250-localhost\n250 AUTH PLAIN") as server:
        channel = open_channel(to_server(server, credentials="user:secret@"))
        for code in CODES[::3]:
            channel.close()
            server.once["AUTH"] = f"{code} Said"
            outcome = channel.deliver(letter(channel))

            assert isinstance(outcome, Accepted) or getattr(outcome, "scope", None) is Scope.CHANNEL, code
            assert isinstance(channel.deliver(letter(channel)), Accepted), code


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA", "END", "RSET"])
@pytest.mark.parametrize("pipelining", ["", "\n250-PIPELINING"])
def test_after_any_junk_the_next_letter_goes(stage: str, pipelining: str, open_channel: OpenChannel) -> None:
    with ScriptedServer(EHLO=f"250-localhost{pipelining}\n250 DSN") as server:
        channel = open_channel(to_server(server))
        for junk in JUNK:
            server.once[stage] = junk
            if stage == "RSET":
                server.once["RCPT"] = "450 4.2.1 Later"
            outcome = channel.deliver(letter(channel))

            assert isinstance(outcome, Accepted | Deferred | Ambiguous), (stage, junk)
            assert isinstance(channel.deliver(letter(channel)), Accepted), (stage, junk)


@pytest.mark.parametrize("stage", [*BEFORE_THE_DOT, "END"])
def test_a_long_answer_of_many_lines_is_one_answer(stage: str, open_channel: OpenChannel) -> None:
    code = {"GREETING": "220", "DATA": "354"}.get(stage, "250")
    lines = "\n".join([*(f"{code}-line {number}" for number in range(5)), f"{code} last"])
    with ScriptedServer(**{stage: lines}) as server:
        channel = open_channel(to_server(server))

        assert [type(channel.deliver(letter(channel))) for _ in range(2)] == [Accepted, Accepted]


@pytest.mark.parametrize("fault", [HANG_UP, SILENCE])
@pytest.mark.parametrize("stage", [*BEFORE_THE_DOT, "END"])
def test_after_any_silence_the_next_letter_goes(stage: str, fault: str, open_channel: OpenChannel) -> None:
    with ScriptedServer() as server:
        channel = open_channel(to_server(server), timeout_seconds=QUICK)
        server.once[stage] = fault
        outcome = channel.deliver(letter(channel))

        assert type(outcome) is (Ambiguous if stage == "END" else Deferred) or stage == "EHLO"
        assert isinstance(channel.deliver(letter(channel)), Accepted)
