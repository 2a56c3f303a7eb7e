"""The processes of a service: what each runs, what it needs, and one that runs."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before a process that ended is started again
IS_STEADY_AFTER = 60.0  # seconds; whoever ran so long begins again with the first pause


def _is_ready_at_once() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Child:
    """One process. It is started once `needs_ready` says that what it needs is there."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    needs_ready: Callable[[], bool] = _is_ready_at_once
    is_chatty: bool = False  # what it prints is of no use; its warnings and errors are


class Running:
    """A child through all its lives. Seconds are those of a clock that never goes back."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        self._pause = FIRST_PAUSE
        self._started = 0.0
        self._again_at = 0.0

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self, *, seconds: float) -> int | None:
        """Start it where it should run and does not. Returns how it ended, where it has just ended."""
        if self.process is None:
            if seconds >= self._again_at and self.child.needs_ready():
                self._start(seconds)
            return None
        code = self.process.poll()
        if code is not None:
            self._bury(seconds)
        return code

    def _start(self, seconds: float) -> None:
        self.process = subprocess.Popen(  # noqa: S603 -- our own programs
            [*_dies_with_us(), *self.child.command],
            env=os.environ | self.child.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if self.child.is_chatty else None,
            start_new_session=True,  # Ctrl+C is for the supervisor, which ends them in order
        )
        self.starts, self._started = self.starts + 1, seconds

    def _bury(self, seconds: float) -> None:
        self.kill()  # what it started itself
        if seconds - self._started >= IS_STEADY_AFTER:
            self._pause = FIRST_PAUSE
        self._again_at = seconds + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        self.process = None

    @property
    def pause(self) -> float:
        return self._pause

    def terminate(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, seconds: float) -> bool:
        """Whether it ended in time."""
        if self.process is None:
            return True
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, seconds))
        return self.process.poll() is not None

    def kill(self) -> None:
        """It and all that it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def _dies_with_us() -> tuple[str, ...]:
    """Where the system can do that (Linux): a supervisor that was killed leaves nobody behind who holds its ports."""
    setpriv = shutil.which("setpriv")
    return (setpriv, "--pdeathsig", "TERM") if setpriv else ()
