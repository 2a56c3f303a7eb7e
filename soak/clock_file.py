"""The clock of one machine: a small file that the soak moves, and that every process of the machine reads."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = "SOAK_CLOCK"  # the variable by which a process learns where its machine's clock is


@dataclass(frozen=True, slots=True)
class ClockFile:
    """`slot` numbers the moments of the campaign as they really passed, whatever the clock said of them."""

    path: Path

    def set(self, now: datetime, *, slot: int) -> None:
        """In one step: a process that reads meanwhile sees the old moment or the new one."""
        aside = self.path.with_suffix(".new")
        aside.write_text(json.dumps({"now": now.isoformat(), "slot": slot}), encoding="ascii")
        aside.replace(self.path)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._read()["now"])

    def slot(self) -> int:
        return int(self._read()["slot"])

    def _read(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.path.read_text(encoding="ascii"))
        return found
