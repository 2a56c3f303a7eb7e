"""The number of a request: on the page of a failure, in the answer, and in the lines of the log."""

from __future__ import annotations

import json
import logging
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr

from config import logs
from domain.access import Role
from tests.web.calls import ask
from web.pages import admin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx

    from config.wiring import Workplace

SECRET = "M4tKh4uTrongLoi"  # noqa: S105 -- opens nothing
PATIENCE = 30  # seconds


@pytest.fixture
def lines(place: Workplace, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The log as somebody's collector gets it."""
    root, before = logging.getLogger(), (logging.getLogger().level, list(logging.getLogger().handlers))
    place.settings.log_format = "json"
    place.settings.zalo_verifier = SecretStr(SECRET)
    logs.set_up_logs(place.settings)
    yield lambda: [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    root.setLevel(before[0])
    root.handlers = before[1]


def told_of(number: str, lines: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Waits for them: a request is told of when its answer has left, so the test may have it before."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := [one for one in lines() if one.get("request") == number]:
            return found
        time.sleep(0.01)
    return []


def test_a_request_that_fails_logs_one_line_with_the_number_that_its_page_shows(
    as_role: Callable[..., httpx.Client],
    lines: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise LookupError(SECRET)

    monkeypatch.setattr(admin, "verify", fail)

    answer = as_role(Role.ADMINISTRATOR).get("/admin/health")

    number = answer.headers["X-Request-ID"]
    errors = [one for one in lines() if one["level"] == "ERROR"]
    assert answer.status_code == 500
    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", number)
    assert number in answer.text
    assert [one["request"] for one in errors] == [number]
    assert errors[0]["campaign"] == "ke-hoach-nho"
    assert errors[0]["account"].isdecimal()
    assert "LookupError: ***" in errors[0]["trace"]


def test_every_request_is_one_line_by_the_pattern_of_its_route(
    url: str, lines: Callable[[], list[dict[str, Any]]]
) -> None:
    ask("GET", f"{url}/t/mot-ma-cho-vao-cua", headers={"X-Request-ID": "cua-nguoi-goi-1"}, timeout=30)

    (told,) = told_of("cua-nguoi-goi-1", lines)

    assert told["message"].startswith("GET /t/{token} answered 404 in ")
    assert told["logger"] == "web.request_ids"
    assert "mot-ma" not in json.dumps(told)


@pytest.mark.parametrize("given", ["", "x", "a b c d", "<script>", "a" * 65])
def test_a_number_that_cannot_be_used_is_replaced(url: str, given: str) -> None:
    answer = ask("GET", f"{url}/health/live", headers={"X-Request-ID": given}, timeout=30)

    assert re.fullmatch(r"[A-Z2-9]{4}-[A-Z2-9]{4}", answer.headers["X-Request-ID"])


def test_a_page_that_is_refused_shows_no_number(url: str) -> None:
    assert "mã yêu cầu" not in ask("GET", f"{url}/khong-co", timeout=30).text
