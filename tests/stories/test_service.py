"""The whole service as its operator runs it: one command, real processes, killed and started again."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx
import pytest

from cli.main import run
from config.wiring import workplace
from database.models import OutboxRow, TickRow
from operation.only_one import is_served
from tests.flows.live import SECRET, open_small_campaign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.xdist_group("service"), pytest.mark.timeout(700)]
LOOK_EVERY = 1.0  # seconds; each look opens the database and asks the pages, beside the processes that are to start
WITHIN_SECONDS = 200  # four processes start, on a machine that may have other things to do


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("DONDOC_SECRET", SECRET + " which is long enough for a service")
    monkeypatch.setenv("DONDOC_CLOCK", "2022-06-24T08:00")
    monkeypatch.setenv("DONDOC_PORT", str(free_port()))
    open_small_campaign()[0].engine.dispose()
    return tmp_path / "var"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def service() -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "cli.main", "serve"], stdin=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + WITHIN_SECONDS
    while time.monotonic() < until:
        with suppress(OSError, httpx.HTTPError, ValueError):
            if is_so():
                return True
        time.sleep(LOOK_EVERY)
    return False


def rounds() -> int:
    place = workplace()
    with place.read() as session:
        found = session.query(TickRow).filter_by(kind="deliver", outcome="done").count()
    place.engine.dispose()
    return found


def letters() -> int:
    place = workplace()
    with place.read() as session:
        found = session.query(OutboxRow).count()
    place.engine.dispose()
    return found


def children(data: Path) -> list[int]:
    return [one["pid"] for one in json.loads((data / "serve.json").read_text())["children"] if one["pid"]]


def is_well() -> bool:
    return httpx.get(f"http://127.0.0.1:{os.environ['DONDOC_PORT']}/health/ready").status_code == 200


def exists(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return True
    return False


@pytest.mark.usefixtures("data")
def test_nothing_is_served_without_anybody_to_look_after_it(capfd: pytest.CaptureFixture[str]) -> None:
    with service() as process:
        assert process.wait(60) == 1

    assert "dondoc users add quantri --role administrator" in " ".join(capfd.readouterr().err.split())


def test_a_service_that_is_killed_goes_on_where_it_was(data: Path) -> None:
    run(["users", "add", "quantri", "--role", "administrator", "--name", "Lê Quang Huy"])

    with service() as first:
        assert eventually(lambda: is_well() and rounds() == 1)  # it made up the morning, which nobody had run
        assert (letters(), is_served(data)) == (5, True)
        left_behind = children(data)
        assert len(left_behind) == 4
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert eventually(lambda: not any(map(exists, left_behind)))

    with service() as second:
        assert eventually(lambda: is_well() and rounds() == 2)
        processes = children(data)
        second.send_signal(signal.SIGTERM)
        assert second.wait(WITHIN_SECONDS) == 0

    assert (letters(), is_served(data)) == (5, False)  # nothing twice
    assert not any(map(exists, processes))
