from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.calls import ask
from web.app import HEADERS

if TYPE_CHECKING:
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


def test_failure_of_the_program_shows_no_trace(place: Workplace, url: str, caplog: pytest.LogCaptureFixture) -> None:
    place.settings.database_url = "sqlite:////nowhere/at/all.db"
    place.__dict__.pop("engine", None)

    answer = ask("GET", f"{url}/health")

    assert answer.status_code == 503
    assert "Traceback" not in answer.text
    assert "nowhere" not in answer.text + caplog.text


def test_health_tells_what_waits(url: str) -> None:
    assert ask("GET", f"{url}/health").json() == {"ok": True, "hooks_waiting": 0}
