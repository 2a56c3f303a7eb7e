from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from domain.access import Role
from tests.web.calls import ask
from web.app import HEADERS

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace


@pytest.mark.parametrize("path", ["/health", "/t/none", "/docs", "/openapi.json"])
def test_every_answer_carries_the_strict_headers(url: str, path: str) -> None:
    answer = ask("GET", url + path)

    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    assert "Server" not in answer.headers


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/docs", 404), ("PUT", "/hooks/zalo", 405)])
def test_what_is_not_there_is_refused_in_vietnamese(url: str, method: str, path: str, status: int) -> None:
    answer = ask(method, url + path)

    assert answer.status_code == status
    assert "Không thực hiện được" in answer.text


def test_failure_of_the_database_shows_no_trace(place: Workplace, url: str, caplog: pytest.LogCaptureFixture) -> None:
    place.settings.database_url = "sqlite:////nowhere/at/all.db"
    place.__dict__.pop("engine", None)

    answer = ask("GET", f"{url}/t/none")

    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert "nowhere" not in answer.text + caplog.text


def test_whoever_is_signed_in_finds_the_way_back_from_a_refusal(url: str, as_role: Callable[..., httpx.Client]) -> None:
    back = '<a href="/">Về trang đầu</a>'
    first = {Role.BOARD: "/today", Role.ADMINISTRATOR: "/today", Role.OFFICE: "/office", Role.UNIT: "/my-unit"}
    ways = {}
    for role in first:
        client = as_role(role, body="X1" if role is Role.UNIT else "")
        assert back in client.get("/khong-co").text
        ways[role] = client.get("/").headers["location"]

    assert ways == first
    assert back in as_role(Role.OFFICE).get("/units").text
    assert back in as_role(Role.BOARD).get("/messages/khong").text
    assert back not in ask("GET", f"{url}/khong-co").text
