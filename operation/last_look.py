"""The doctor's last look from inside, for a page: kept for a minute, made anew when it is asked for after that."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from operation.doctor import examine

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.doctor import Examined

KEPT = timedelta(minutes=1)
LIMIT_SECONDS = 8.0  # a page does not wait longer; what takes more is said to have taken too long


@dataclass(slots=True)
class LastLook:
    """One for a process. Whoever asks while somebody looks waits for that look."""

    at: datetime | None = None
    found: list[Examined] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, place: Workplace, *, now: datetime) -> tuple[datetime, list[Examined]]:
        """When it was, and what was found, without calling anybody outside of this machine."""
        with self._lock:
            if self.at is None or not timedelta() <= now - self.at < KEPT:
                self.found = examine(place, now=now, offline=True, limit=LIMIT_SECONDS)
                self.at = now
            return self.at, self.found
