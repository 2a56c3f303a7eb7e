"""One command for a whole service: it keeps the processes running, says what they do, and ends them in order."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from operation.children import Running

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from operation.children import Child

LOOK_EVERY = 0.2  # seconds
ENDS_WITHIN = 20.0  # seconds that a process gets to finish what it has in hand
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Chore:
    """Something small that is done every so many seconds beside the processes. Whatever goes wrong in it is only logged."""

    name: str
    every: float
    work: Callable[[], object]
    _thread: threading.Thread | None = field(default=None, init=False)
    _next_at: float = field(default=0.0, init=False)

    def look(self, *, seconds: float) -> None:
        """Begin it where it is time, unless the last one is still at it."""
        if seconds < self._next_at or (self._thread and self._thread.is_alive()):
            return
        self._next_at = seconds + self.every
        self._thread = threading.Thread(target=self._do, name=self.name, daemon=True)
        self._thread.start()

    def _do(self) -> None:
        try:
            self.work()
        except Exception:  # the service goes on without it
            log.exception("The chore %s failed", self.name)


class Supervisor:
    """`children` in the order in which they are started; they are ended the other way round."""

    def __init__(
        self, children: Sequence[Child], *, chores: Sequence[Chore] = (), book: Path, ends_within: float = ENDS_WITHIN
    ) -> None:
        self._running = [Running(one) for one in children]
        self._chores = chores
        self._book, self._ends_within = book, ends_within
        self._written = ""

    def run(self, is_over: threading.Event) -> None:
        """Until somebody says that it is over; then until every process has ended."""
        try:
            while not is_over.wait(LOOK_EVERY):
                self._look()
        finally:
            self._end()

    def _look(self) -> None:
        seconds = time.monotonic()
        for one in self._running:
            code = one.look(seconds=seconds)
            if code is not None:
                log.warning("%s ended with %d; starts again in %g s", one.child.name, code, one.pause / 2)
        for chore in self._chores:
            chore.look(seconds=seconds)
        self._write_book()

    def _write_book(self) -> None:
        """Which processes run, for whoever asks: `dondoc doctor`, a second service on the same data."""
        children = [
            {"name": one.child.name, "pid": one.process.pid if one.process else None, "starts": one.starts}
            for one in self._running
        ]
        text = json.dumps({"pid": os.getpid(), "children": children}, indent=2)
        if text == self._written:
            return
        aside = self._book.with_suffix(".part")
        try:
            aside.write_text(text, encoding="utf-8")
            aside.replace(self._book)
        except OSError as error:  # a full disk must not end the service; it is tried again at the next look
            log.warning("%s could not be written: %s", self._book, error)
        else:
            self._written = text

    def _end(self) -> None:
        for one in reversed(self._running):
            self._end_one(one)
        self._book.unlink(missing_ok=True)

    def _end_one(self, one: Running) -> None:
        one.terminate()
        if not one.wait(self._ends_within):
            log.warning("%s did not end by itself and was killed", one.child.name)
        one.kill()
