from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest
from sqlalchemy import select, update

from config import clock
from config.consolidation_work import work_once
from database.models import AuditEntryRow, ConsolidationRow
from domain.access import Role
from domain.run_files import DRAFT, MANIFEST
from tests.web.pages.consolidated import ASKED, FIRST, place, request
from tests.web.people import csrf_of

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from config.wiring import Workplace

    Clients = Callable[..., httpx.Client]

__all__ = ["place"]  # a fixture
MANY = 40  # who watch one run at once


@pytest.fixture
def waiting(place: Workplace) -> int:
    """A run of the province that waits: nobody has handed in."""
    run = request(place, place.campaign(), "BTG")
    work_once(place, now=ASKED)
    return run


def stands(place: Workplace, run: int) -> str:
    with place.read() as session:
        return session.get_one(ConsolidationRow, run).state


def recorded(place: Workplace) -> list[tuple[str, str]]:
    with place.read() as session:
        return [(row.action, row.about) for row in session.scalars(select(AuditEntryRow).order_by(AuditEntryRow.id))]


def test_waiting_run_shows_what_was_pinned_and_goes_on_when_it_is_approved_with_a_reason(
    place: Workplace, as_role: Clients, waiting: int
) -> None:
    board = as_role(Role.BOARD)
    key = csrf_of(board)

    page = board.get(f"/consolidation/{waiting}").text
    without = board.post(f"/consolidation/{waiting}/approve", data={"csrf": key, "reason": " "})
    approved = board.post(f"/consolidation/{waiting}/approve", data={"csrf": key, "reason": "Đến hạn trình."})
    again = board.post(f"/consolidation/{waiting}/approve", data={"csrf": key, "reason": "Đến hạn trình."})

    assert "Lượt đang chờ phê duyệt" in page
    assert "Huyện ủy Bình Lục" in page
    assert (without.status_code, approved.status_code, again.status_code) == (409, 303, 409)
    assert "Hãy ghi lý do" in without.text
    assert "đang ở tình trạng “đã duyệt, chờ chạy”" in again.text
    assert recorded(place)[-1] == ("run-approved", f"run:{waiting}")
    work_once(place, now=ASKED)
    assert "Hoàn thành" in board.get(f"/consolidation/{waiting}").text


def test_run_is_cancelled_and_resumed_where_it_was(place: Workplace, as_role: Clients, waiting: int) -> None:
    board = as_role(Role.BOARD)
    key = csrf_of(board)

    board.post(f"/consolidation/{waiting}/cancel", data={"csrf": key})
    cancelled = stands(place, waiting)
    board.post(f"/consolidation/{waiting}/resume", data={"csrf": key})

    assert (cancelled, stands(place, waiting)) == ("cancelled", "waiting")
    assert recorded(place)[-2:] == [("run-cancelled", f"run:{waiting}"), ("run-resumed", f"run:{waiting}")]


def test_run_whose_machine_died_can_be_resumed(place: Workplace, as_role: Clients, waiting: int) -> None:
    board = as_role(Role.BOARD)
    with place.begin() as session:
        silent = clock.now() - timedelta(minutes=11)
        session.execute(
            update(ConsolidationRow).where(ConsolidationRow.id == waiting).values(state="running", progressed_at=silent)
        )

    assert "đã ngừng báo tiến độ" in board.get(f"/consolidation/{waiting}").text
    assert board.post(f"/consolidation/{waiting}/resume", data={"csrf": csrf_of(board)}).status_code == 303
    assert stands(place, waiting) == "waiting"


def test_who_only_looks_moves_nothing(place: Workplace, as_role: Clients, waiting: int) -> None:
    viewer = as_role(Role.VIEWER)
    key = csrf_of(viewer)

    answers = [
        viewer.post(f"/consolidation/{waiting}/{move}", data={"csrf": key, "reason": "x"}).status_code
        for move in ("approve", "cancel", "resume")
    ]

    assert answers == [403, 403, 403]
    assert "<textarea" not in viewer.get(f"/consolidation/{waiting}").text
    assert stands(place, waiting) == "waiting"


@pytest.mark.parametrize("path", ["/99", "/99999999999999999999", "/0", "/99/files.zip", "/99/draft", "/99/transmit"])
def test_run_that_is_not_there_is_a_page_that_says_so(as_role: Clients, path: str) -> None:
    answer = as_role(Role.BOARD).get(f"/consolidation{path}")

    assert answer.status_code in (404, 422)
    assert "<!doctype html>" in answer.text


def test_progress_is_told_until_the_run_halts(place: Workplace, as_role: Clients) -> None:
    run = request(place, place.campaign(), "HU1")
    viewer = as_role(Role.VIEWER)

    told: list[str] = []
    with ThreadPoolExecutor(1) as worker, viewer.stream("GET", f"/consolidation/{run}/progress") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            told.append(line)
            if len(told) == 1:
                working = worker.submit(work_once, place, now=ASKED)
        assert working.result()

    assert "mới yêu cầu" in told[0]
    assert "event: over" in told
    assert told[told.index("event: over") + 1] == "data: done"


def all_free(place: Workplace) -> bool:
    """Whether there is a moment, within ten seconds, at which nobody holds a connection of the database."""
    until = time.monotonic() + 10
    while place.engine.pool.checkedout():  # type: ignore[attr-defined]  # of the pool in use
        if time.monotonic() > until:
            return False
        time.sleep(0.01)
    return True


def test_many_watch_one_run_and_the_pages_answer_meanwhile(place: Workplace, as_role: Clients) -> None:
    run = request(place, place.campaign(), "HU1")
    viewer = as_role(Role.VIEWER)

    def watch(_number: int) -> bool:
        with viewer.stream("GET", f"/consolidation/{run}/progress") as stream:
            return any(line == "event: over" for line in stream.iter_lines())

    with ThreadPoolExecutor(MANY) as watchers:
        watching = [watchers.submit(watch, number) for number in range(MANY)]
        answer = viewer.get(f"/consolidation/{run}")
        free = all_free(place)
        work_once(place, now=ASKED)  # before anything is asserted: the watchers wait for it
        assert all(one.result() for one in watching)

    assert answer.elapsed < timedelta(seconds=5)
    assert free, "those who watch keep connections of the database between two looks"


def test_watching_ends_in_time_so_that_the_page_asks_again(
    place: Workplace, as_role: Clients, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.pages.consolidation_runs.LONGEST_WATCH", 0.1)
    run = request(place, place.campaign(), "HU1")

    answer = as_role(Role.VIEWER).get(f"/consolidation/{run}/progress")

    assert "mới yêu cầu" in answer.text
    assert "event: over" not in answer.text


def test_progress_of_a_halted_run_ends_at_once(as_role: Clients) -> None:
    answer = as_role(Role.VIEWER).get(f"/consolidation/{FIRST}/progress")

    assert "hoàn thành" in answer.text
    assert answer.text.rstrip().endswith("data: done")


def test_file_of_a_run_is_taken_by_its_name_alone_and_recorded(place: Workplace, as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)
    with place.read() as session:
        outputs = session.get_one(ConsolidationRow, FIRST).outputs

    draft = viewer.get(f"/consolidation/{FIRST}/files/{DRAFT}")
    digest = re.findall(r"[0-9a-f]{64}", outputs)[0]
    others = [viewer.get(f"/consolidation/{FIRST}/files/{name}").status_code for name in ("..%2fsecret", digest, "x")]

    assert draft.content[:2] == b"PK"
    assert "bao-cao-tong-hop.docx" in draft.headers["content-disposition"]
    assert others == [404, 404, 404]
    assert recorded(place)[-1] == ("file-taken", f"run:{FIRST}")


def test_everything_is_taken_as_one_zip(place: Workplace, as_role: Clients) -> None:
    answer = as_role(Role.VIEWER).get(f"/consolidation/{FIRST}/files.zip")

    with ZipFile(BytesIO(answer.content)) as archive, place.read() as session:
        assert archive.testzip() is None
        outputs = session.get_one(ConsolidationRow, FIRST).outputs
        assert {DRAFT, MANIFEST} < set(archive.namelist())
        assert all(f'"{name}"' in outputs for name in archive.namelist())


def test_file_that_the_store_has_lost_is_named_and_not_offered(place: Workplace, as_role: Clients) -> None:
    viewer = as_role(Role.VIEWER)
    with place.read() as session:
        found = re.search(rf'"{re.escape(DRAFT)}": "(\w+)"', session.get_one(ConsolidationRow, FIRST).outputs)
    assert found
    place.store.path(found[1]).unlink()

    assert "mất tệp" in viewer.get(f"/consolidation/{FIRST}").text
    answer = viewer.get(f"/consolidation/{FIRST}/files/{DRAFT}")
    assert (answer.status_code, "khôi phục từ bản sao lưu" in answer.text) == (404, True)
