from __future__ import annotations

import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from notifications.channels.http_session import HttpSession
from notifications.subscriber_calls import Letter, call_subscriber, leads_nowhere

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2022, 8, 22, tzinfo=UTC)


@pytest.fixture
def session() -> Iterator[HttpSession]:
    made = HttpSession(timeout_seconds=1)
    yield made
    made.close()


def test_a_name_that_leads_to_a_machine_about_itself_is_not_called(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name was good when it was entered; whoever owns it has turned it since."""

    def turned(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 0))]

    monkeypatch.setattr(socket, "getaddrinfo", turned)

    heard = call_subscriber(session, Letter("https://may-chu.example/", "khóa", "k", "test", b"{}"), now=NOW)

    assert (heard.code, heard.has_arrived) == ("address", False)


def test_a_name_that_nobody_knows_is_left_to_the_call() -> None:
    assert not leads_nowhere("https://khong-co.invalid/")
    assert not leads_nowhere("https://127.0.0.1/")
