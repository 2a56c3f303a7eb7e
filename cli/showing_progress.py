"""How far a run is, while somebody waits for it: one line written over on a terminal, a line for each stage elsewhere."""

from __future__ import annotations

import sys
from shutil import get_terminal_size


class ProgressLine:
    """Told as domain.consolidation_runs.Progress. `finish` clears the line for what is printed next."""

    def __init__(self) -> None:
        self._stage, self._length = "", 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if sys.stdout.isatty():
            self._write(f"{stage}: {done}/{total}" if total else f"{stage}…")
        elif stage != self._stage:
            sys.stdout.write(f"{stage}…\n")
        self._stage = stage

    def finish(self) -> None:
        if self._length:
            self._write("")
            sys.stdout.write("\r")
            sys.stdout.flush()

    def _write(self, text: str) -> None:
        shown = text[: get_terminal_size().columns - 1]
        sys.stdout.write(f"\r{shown:<{self._length}}")
        sys.stdout.flush()
        self._length = len(shown)
