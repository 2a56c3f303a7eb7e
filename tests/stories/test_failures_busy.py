"""SQLite with pages, a worker, a consolidation, a backup and a long look beside each other.

Nobody is told that the database is locked, and nothing is lost.
"""

from __future__ import annotations

import logging
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import date, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING

import httpx
from sqlalchemy import func, select

from config import clock
from config.consolidation_work import work_once
from database.models import ConsolidationRow, DecisionRow, SignInAttemptRow
from domain.access import Role
from domain.consolidation import RunState
from operation.backups import back_up
from services.audit_log import verify
from tests.flows.live import SECRET, open_small_campaign
from tests.small_plan import CALENDAR, PLAN
from tests.stories.process import Office, live
from tests.stories.web_process import LOG, PATIENCE, pages, until_there
from tests.web.pages.consolidated import hand_in, report_of
from tests.web.people import cookie_for, csrf_of, signed_in_client
from web.visitors import COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest

    from config.wiring import Workplace

FORMS_EACH, PEOPLE = 6, 4  # fewer than an address may get wrong
HANDED_IN = CALENDAR.opening(date(2022, 7, 19))
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


def consolidate(place: Workplace, address: str, cookie: str) -> list[int]:
    """Asked for and approved on the pages, and worked on here. Returns the status of each answer."""
    with signed_in_client(address, cookie) as browser:
        key = csrf_of(browser)
        asked = browser.post("/consolidation/new", data={"csrf": key, "unit": "HU1"})
        work_once(place, now=clock.now())
        reason = {"csrf": key, "reason": "Đến hạn trình."}
        approved = browser.post(f"{asked.headers['location']}/approve", data=reason)
        work_once(place, now=clock.now())
    return [asked.status_code, approved.status_code]


def test_f21_pages_and_a_worker_on_one_sqlite_are_never_told_that_it_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path))
    monkeypatch.setenv("DONDOC_SECRET", SECRET)
    place, campaign = open_small_campaign()
    hand_in(place, campaign, "X1", content=report_of("X1"), at=HANDED_IN)
    cookie = cookie_for(place, Role.BOARD)
    with (
        pages(tmp_path) as address,
        looked_at_for_long(tmp_path / "dondoc.db"),
        ThreadPoolExecutor(PEOPLE + 2) as people,
    ):
        until_there(address)
        filled_in = [people.submit(fill_in, address, cookie, person) for person in range(PEOPLE)]
        consolidated = people.submit(consolidate, place, address, cookie)
        backed_up = people.submit(back_up, place, now=clock.now(), to=tmp_path / "backups")
        office = Office(tmp_path)

        live(office, MORNINGS)
        answers = [status for one in filled_in for status in one.result()]
        assert consolidated.result() == [303, 303]
        assert backed_up.result().files > 1  # what was written was read again

    assert max(answers) < 500, sorted(set(answers))
    assert "locked" not in (tmp_path / LOG).read_text(encoding="utf-8")
    assert [one.message for one in caplog.records if one.levelno > logging.INFO] == []
    with place.read() as session:
        (run,) = session.scalars(select(ConsolidationRow))
        assert (run.state, run.error, run.attempt) == (RunState.DONE, "", 2)
        assert session.scalar(select(func.count()).select_from(SignInAttemptRow)) == PEOPLE * FORMS_EACH
        assert session.scalar(select(func.count()).select_from(DecisionRow))
        assert verify(session)[1] is None
    for one in (place, office):
        one.engine.dispose()
