"""Power that goes off: at the n-th statement, commit or letter of a run, whatever was under way."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

from tests.stories.lines import Line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from notifications.envelope import Envelope
    from notifications.outcome import Outcome


class PowerCutError(BaseException):
    """Nothing may catch it, as nothing can catch the real one."""


def go_dark() -> None:
    raise PowerCutError


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Fuse:
    """Counts what happens while a run is on, and blows at the `at`-th event; with 0 it only counts."""

    def __init__(self, at: int, *, blow: Callable[[], None] = go_dark) -> None:
        self.events = 0
        self._at, self._blow = at, blow

    def burn(self, *_: object) -> None:
        self.events += 1
        if self.events == self._at:
            self._blow()

    @contextmanager
    def on(self, engine: Engine) -> Iterator[None]:
        """Before every statement and every commit."""
        names = ("before_cursor_execute", "commit")
        for name in names:
            event.listen(engine, name, self.burn)
        try:
            yield
        finally:
            for name in names:
                event.remove(engine, name, self.burn)


class FusedLine(Line):
    """A line whose fuse may blow just before a letter leaves, and just after it has left."""

    def __init__(self) -> None:
        super().__init__()
        self.fuse = Fuse(0)

    def deliver(self, envelope: Envelope) -> Outcome:
        self.fuse.burn()
        outcome = super().deliver(envelope)
        self.fuse.burn()
        return outcome
