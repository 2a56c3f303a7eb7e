"""Processes that the soak starts and ends: each leads a group of its own, so that a kill takes all of it."""

from __future__ import annotations

import json
import os
import queue
import resource
import signal
import subprocess
import threading
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

# The administrator of a machine may write into anything. Without this ability a file that is read-only is so for it too.
WITHOUT_PRIVILEGE = ("setpriv", "--bounding-set", "-dac_override")
READY = "ready"  # the line by which a process says that it may be told something
UNLIMITED = resource.RLIM_INFINITY
GONE_WITHIN_SECONDS = 10


class Child:
    """One process and its successors under the same name. What it says is kept in its log."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], *, logs: Path) -> None:
        self.name = name
        self.kills = 0
        self._command = [*(WITHOUT_PRIVILEGE if os.geteuid() == 0 else ()), *command]
        self._environment = dict(environment)
        self._log = logs / f"{name}.log"
        self._process: subprocess.Popen[str] | None = None
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._ready = threading.Event()

    def start(self) -> None:
        """Nothing where it runs already."""
        if self.is_alive:
            return
        self._end(signal.SIGKILL)
        self._said, self._ready = queue.Queue(), threading.Event()
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(  # noqa: S603 -- our own programs
                self._command,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )
        listener = (self._process.stdout, self._said, self._ready)
        threading.Thread(target=_listen, args=listener, daemon=True).start()

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def is_ready(self) -> bool:
        """Whether it has said so, and lives."""
        return self._ready.is_set() and self.is_alive

    def wait_until_ready(self, *, within: float) -> bool:
        return self._ready.wait(within)

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    def tell(self, order: Mapping[str, object]) -> bool:
        """Whether it could be told: one that has just died hears nothing."""
        if self._process is None or self._process.stdin is None:
            return False
        try:
            self._process.stdin.write(json.dumps(order) + "\n")
            self._process.stdin.flush()
        except (OSError, ValueError):
            return False
        return True

    def said(self) -> dict[str, Any] | None:
        """The next thing that it said, if any."""
        with suppress(queue.Empty):
            return self._said.get_nowait()
        return None

    def kill(self) -> None:
        """As a failing machine does it: at once, and nothing is put in order."""
        if self.is_alive:
            self.kills += 1
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As a person does it: asked first."""
        self._end(signal.SIGTERM)

    def signal(self, number: int) -> None:
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def limit_files(self, length: int) -> None:
        """From now on it cannot write a file beyond this length: what a full disk does to it."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (length, UNLIMITED))

    def _end(self, number: int) -> None:
        if self._process is None:
            return
        until = time.monotonic() + GONE_WITHIN_SECONDS
        with suppress(ProcessLookupError):
            os.killpg(self.pid, number)
        while self._process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError, ValueError):
                cast("IO[str]", pipe).close()
        self._process = None


def _listen(pipe: IO[str], said: queue.Queue[dict[str, Any]], ready: threading.Event) -> None:
    """Lines that are no JSON are somebody else's and not meant for us."""
    with suppress(ValueError, OSError):
        for line in pipe:
            if line.strip() == READY:
                ready.set()
                continue
            with suppress(json.JSONDecodeError):
                said.put(json.loads(line))
