from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from operation.children import Child
from operation.supervising import Chore, Supervisor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SECONDS = 15.0


def writes(path: Path, *, then: str = "time.sleep(60)") -> tuple[str, ...]:
    """A process that writes its number into a file and then goes on as told."""
    return sys.executable, "-c", f"import os, time; open({str(path)!r}, 'a').write(f'{{os.getpid()}}\\n'); {then}"


def lives(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def eventually(is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if is_so():
            return True
        time.sleep(0.02)
    return False


@contextmanager
def running(supervisor: Supervisor) -> Iterator[threading.Event]:
    is_over = threading.Event()
    thread = threading.Thread(target=supervisor.run, args=(is_over,))
    thread.start()
    try:
        yield is_over
    finally:
        is_over.set()
        thread.join(SECONDS)
    assert not thread.is_alive()


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_process_that_is_killed_is_started_again(tmp_path: Path) -> None:
    told = tmp_path / "told"

    with running(Supervisor([Child("a", writes(told))], book=tmp_path / "serve.json")):
        assert eventually(lambda: len(lives(told)) == 1)
        os.kill(lives(told)[0], signal.SIGKILL)
        assert eventually(lambda: len(lives(told)) == 2)
        book = json.loads((tmp_path / "serve.json").read_text())
        assert eventually(lambda: json.loads((tmp_path / "serve.json").read_text())["children"][0]["starts"] == 2)

    assert book["pid"] == os.getpid()
    assert not exists(lives(told)[1])
    assert not (tmp_path / "serve.json").exists()


def test_a_process_waits_for_what_it_needs(tmp_path: Path) -> None:
    told, is_there = tmp_path / "told", threading.Event()
    children = [Child("b", writes(told), needs_ready=is_there.is_set)]

    with running(Supervisor(children, book=tmp_path / "serve.json")):
        time.sleep(0.5)
        assert not told.exists()
        is_there.set()
        assert eventually(told.exists)


def test_a_process_that_will_not_end_is_killed_with_its_own(tmp_path: Path) -> None:
    told, born = tmp_path / "told", tmp_path / "born"
    deaf = (
        "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"subprocess.Popen({list(writes(born))!r}); time.sleep(60)"
    )

    with running(Supervisor([Child("c", writes(told, then=deaf))], book=tmp_path / "serve.json", ends_within=0.5)):
        assert eventually(lambda: bool(lives(born)))

    assert not exists(lives(told)[0])
    assert eventually(lambda: not exists(lives(born)[0]))


def test_a_chore_that_fails_is_done_again_and_stops_nobody(tmp_path: Path) -> None:
    calls: list[float] = []

    def fail() -> None:
        calls.append(time.monotonic())
        raise RuntimeError("as it happens")

    with running(Supervisor([], chores=[Chore("fail", 0.1, fail)], book=tmp_path / "serve.json")):
        assert eventually(lambda: len(calls) >= 2)


def test_the_environment_of_a_process_is_its_own(tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = (sys.executable, "-c", f"import os; open({str(told)!r}, 'w').write(os.environ['DONDOC_PORT'])")

    with running(Supervisor([Child("d", command, {"DONDOC_PORT": "8123"})], book=tmp_path / "serve.json")):
        assert eventually(lambda: told.exists() and told.read_text() == "8123")

    assert "DONDOC_PORT" not in os.environ
