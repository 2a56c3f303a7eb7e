"""What load balancers and monitors are told, of a real database that is well, behind, locked, or away."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from database.session import open_engine
from domain.ticks import TickKind, TickOutcome
from services.ticks import begin_tick, end_tick
from tests.web.calls import ask
from tests.web.conftest import NOW
from web import health

if TYPE_CHECKING:
    from config.wiring import Workplace


@pytest.fixture(autouse=True)
def _no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT_SECONDS", -1.0)


def ticked(place: Workplace) -> None:
    with place.begin() as session:
        number = begin_tick(session, TickKind.DELIVER, now=NOW - timedelta(minutes=2), owner="a")
        end_tick(session, number, outcome=TickOutcome.DONE, now=NOW - timedelta(minutes=1))


def test_all_is_well_while_the_clockwork_goes(place: Workplace, url: str) -> None:
    ticked(place)

    answer = ask("GET", f"{url}/health", timeout=30)

    assert answer.status_code == 200
    assert answer.json() == {"ok": True, "database": "ok", "late": [], "hooks_waiting": 0}


def test_a_clockwork_that_stands_still_is_ill_and_pages_are_served_all_the_same(url: str) -> None:
    answers = {path: ask("GET", f"{url}/health{path}", timeout=30) for path in ("", "/ready", "/live")}

    assert {path: one.status_code for path, one in answers.items()} == {"": 503, "/ready": 200, "/live": 200}
    assert answers[""].json()["late"] == ["deliver"]


def test_a_rehearsal_instance_waits_for_no_round(place: Workplace, url: str) -> None:
    place.settings.clock = "2022-06-24T08:00"

    assert ask("GET", f"{url}/health", timeout=30).status_code == 200


def test_a_database_that_is_away_makes_the_process_unready_and_leaves_it_alive(place: Workplace, url: str) -> None:
    place.settings.database_url = "sqlite:////nowhere/at/all.db"

    answers = {path: ask("GET", f"{url}/health{path}", timeout=30) for path in ("", "/ready", "/live")}

    assert [one.status_code for one in answers.values()] == [503, 503, 200]
    assert answers["/ready"].json() == {"ok": False, "database": "unreadable"}


def test_a_database_that_may_only_be_read_is_not_ready(place: Workplace, url: str) -> None:
    place.hasty_engine.dispose()
    vars(place)["hasty_engine"] = open_engine(f"sqlite:///file:{place.settings.data / 'dondoc.db'}?mode=ro&uri=true")

    assert ask("GET", f"{url}/health/ready", timeout=30).json() == {"ok": False, "database": "read_only"}


def test_a_database_in_which_somebody_writes_for_long_is_busy_and_ready(place: Workplace, url: str) -> None:
    writer = sqlite3.connect(place.settings.data / "dondoc.db", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        answer = ask("GET", f"{url}/health/ready", timeout=30)
    finally:
        writer.close()

    assert (answer.status_code, answer.json()["database"]) == (200, "busy")


def test_a_look_is_kept_for_a_moment(place: Workplace, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "KEPT_SECONDS", 60.0)
    ticked(place)
    first = ask("GET", f"{url}/health/ready", timeout=30)
    place.settings.database_url = "sqlite:////nowhere/at/all.db"

    assert (first.status_code, ask("GET", f"{url}/health/ready", timeout=30).status_code) == (200, 200)
