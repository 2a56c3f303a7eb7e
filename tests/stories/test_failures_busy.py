"""SQLite with pages, a worker, and a long look beside them: nobody is told that the database is locked, and nothing is lost."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import func, select

from database.models import DecisionRow, SignInAttemptRow
from domain.access import Role
from services.audit_log import verify
from tests.flows.live import SECRET, open_small_campaign
from tests.small_plan import PLAN
from tests.stories.process import Office, live
from tests.stories.web_process import PATIENCE, pages, until_there
from tests.web.people import cookie_for
from web.visitors import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

FORMS_EACH, PEOPLE = 6, 4  # fewer than an address may get wrong
MORNINGS = [PLAN.opens + timedelta(days=one) for one in range(0, 60, 8)]


@contextmanager
def looked_at_for_long(path: Path) -> Iterator[None]:
    """Somebody who reads for a while, again and again, as a backup does: the log of writes cannot be taken in meanwhile."""
    is_over = Event()

    def look() -> None:
        with (
            closing(sqlite3.connect(path, isolation_level=None)) as reader,
            closing(sqlite3.connect(":memory:")) as copy,
        ):
            while not is_over.is_set():
                reader.execute("BEGIN")
                reader.execute("SELECT count(*) FROM outbox").fetchone()
                is_over.wait(0.5)
                reader.execute("COMMIT")
                reader.backup(copy, pages=20, sleep=0.01)

    looking = Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        is_over.set()
        looking.join()


def fill_in(address: str, cookie: str, person: int) -> list[int]:
    """Forms that write, and pages between them. Returns the status of each answer."""
    found = []
    with httpx.Client(base_url=address, verify=False, timeout=PATIENCE) as browser:  # noqa: S501 -- no TLS on loopback
        for number in range(FORMS_EACH):
            form = {"name": f"người {person}-{number}", "password": "không phải"}
            found.append(browser.post("/sign-in", data=form).status_code)
            found.append(browser.get("/", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code)
    return found


def test_f21_pages_and_a_worker_on_one_sqlite_are_never_told_that_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    place, _ = open_small_campaign()
    cookie = cookie_for(place, Role.BOARD)
    with pages(tmp_path) as address, looked_at_for_long(tmp_path / "dondoc.db"), ThreadPoolExecutor(PEOPLE) as people:
        until_there(address)
        filled_in = [people.submit(fill_in, address, cookie, person) for person in range(PEOPLE)]
        office = Office(tmp_path)

        live(office, MORNINGS)
        answers = [status for one in filled_in for status in one.result()]

    assert max(answers) < 500, sorted(set(answers))
    assert "locked" not in (tmp_path / "web.log").read_text(encoding="utf-8")
    with place.read() as session:
        assert session.scalar(select(func.count()).select_from(SignInAttemptRow)) == PEOPLE * FORMS_EACH
        assert session.scalar(select(func.count()).select_from(DecisionRow))
        assert verify(session)[1] is None
    for one in (place, office):
        one.engine.dispose()
