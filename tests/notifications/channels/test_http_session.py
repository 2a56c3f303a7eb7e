from __future__ import annotations

import logging
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from notifications.channels.http_session import Answered, HttpSession, NeverLeft, Unclear
from tests.fakes.far_server import FarServer, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notifications.channels.http_session import Exchange

SECRET = "1234567890:planted-token"  # noqa: S105 -- made up, to be looked for


@pytest.fixture
def far() -> Iterator[FarServer]:
    with FarServer() as server:
        server.route("POST", r"/bot.*/say", lambda call: Reply.of({"heard": call.json()["word"]}))
        yield server


@pytest.fixture
def session() -> Iterator[HttpSession]:
    one = HttpSession(timeout_seconds=0.5)
    yield one
    one.close()


def say(session: HttpSession, base: str) -> Exchange:
    return session.post(f"{base}/bot{SECRET}/say", body=b'{"word": "x"}', headers={"Content-Type": "application/json"})


def test_answer_is_told_with_its_status(far: FarServer, session: HttpSession) -> None:
    answer = say(session, far.url)

    assert isinstance(answer, Answered)
    assert (answer.status, answer.json()) == (200, {"heard": "x"})
    assert answer.headers["content-type"] == "application/json"


def test_closed_session_opens_again(far: FarServer, session: HttpSession) -> None:
    say(session, far.url)
    session.close()

    assert isinstance(say(session, far.url), Answered)


@pytest.mark.parametrize("body", [b"", b"<html>", b"[1]", b"\xff", b"[" * 100_000, b"1" * 10_000])
def test_body_that_is_no_json_object_is_none(body: bytes) -> None:
    assert Answered(200, body).json() is None


def test_answer_without_end_is_cut(far: FarServer, session: HttpSession) -> None:
    far.fail("/say", ("http", 200, b'"' + b"x" * 3_000_000 + b'"'))

    answer = say(session, far.url)

    assert isinstance(answer, Answered)
    assert 1_000_000 < len(answer.body) < 2_000_000


@pytest.mark.parametrize(
    ("fault", "code"), [("drop", "disconnected"), ("drop_after", "disconnected"), (("wait", 0.7), "timeout")]
)
def test_lost_answer_is_unclear(far: FarServer, session: HttpSession, fault: object, code: str) -> None:
    far.fail("/say", fault)

    outcome = say(session, far.url)

    assert isinstance(outcome, Unclear)
    assert outcome.code == code
    assert len(far.calls) == 1


def test_call_to_nobody_never_left(session: HttpSession) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))

        outcome = say(session, f"http://127.0.0.1:{nobody.getsockname()[1]}")

    assert outcome == NeverLeft("refused", "Máy chủ không nhận kết nối.")


def test_call_to_an_unknown_name_never_left(session: HttpSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    outcome = say(session, "http://may-chu.example")

    assert isinstance(outcome, NeverLeft)
    assert outcome.code == "dns"


def test_call_to_a_server_without_tls_never_left(far: FarServer, session: HttpSession) -> None:
    outcome = say(session, far.url.replace("http:", "https:"))

    assert isinstance(outcome, NeverLeft)
    assert outcome.code == "tls"


def test_call_that_nobody_takes_up_never_left(session: HttpSession, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent(*_: object, **__: object) -> None:
        raise TimeoutError

    monkeypatch.setattr(socket, "create_connection", silent)

    outcome = say(session, "http://127.0.0.1:9")

    assert isinstance(outcome, NeverLeft)
    assert outcome.code == "timeout"


@pytest.mark.parametrize("base", ["", "ftp://x.example", "http://x.example\n", f"http://{'x' * 70}"])
def test_address_that_is_none_never_left(session: HttpSession, base: str) -> None:
    outcome = say(session, base)

    assert isinstance(outcome, NeverLeft)
    assert outcome.code == "settings"


def test_letters_that_no_header_can_carry_never_left(far: FarServer, session: HttpSession) -> None:
    outcome = session.post(f"{far.url}/bot/say", body=b"{}", headers={"access_token": "một\nhai"})

    assert isinstance(outcome, NeverLeft)
    assert outcome.code == "settings"
    assert far.calls == []


def test_secret_in_the_address_is_never_logged(
    far: FarServer, session: HttpSession, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.DEBUG, logger="httpx"):
        say(session, far.url)

    assert "HTTP Request: POST …" in caplog.text
    assert SECRET not in caplog.text


def test_certificates_are_checked_unless_told_otherwise() -> None:
    strict, trusting = HttpSession(timeout_seconds=1), HttpSession(timeout_seconds=1, verify_certificate=False)

    modes = [session._opened()._transport._pool._ssl_context.verify_mode for session in (strict, trusting)]  # type: ignore[attr-defined]

    assert modes == [ssl.CERT_REQUIRED, ssl.CERT_NONE]


def test_several_threads_each_get_their_own_answer(far: FarServer, session: HttpSession) -> None:
    far.route("POST", r"/echo/(?P<word>\w+)", lambda call: Reply.of({"heard": call.found["word"]}))

    def ask(word: str) -> Exchange:
        return session.post(f"{far.url}/echo/{word}", body=b"{}", headers={})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, [f"w{number}" for number in range(12)]))

    assert [answer.json() for answer in answers if isinstance(answer, Answered)] == [
        {"heard": f"w{number}"} for number in range(12)
    ]
