"""What people were told: a record of their own, kept apart from the installation, against which it is held at the end."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


class Deed(StrEnum):
    """What people do to a duty."""

    HAND_IN = "hand_in"
    ACCEPT = "accept"
    RETURN = "return"
    EXTEND = "extend"
    PROMISE = "promise"
    HOLD = "hold"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Told:
    """One deed that somebody was told is done. It happened at the server between `tried` and `told`, by its clock.

    `slots` are when it was first tried and when it was told. `doubtful` is what may have been done or not: an answer that
    got lost, and a refusal afterwards.
    """

    unit: str
    deed: Deed
    tried: datetime
    told: datetime
    slots: tuple[int, int]
    day: date | None = None
    receipt: str = ""
    digest: str = ""
    doubtful: bool = False


@dataclass
class Journal:
    """Filled by several threads."""

    told: list[Told] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[int, str]] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, told: Told) -> None:
        with self._lock:
            self.told.append(told)

    def refuse(self, sentence: str) -> None:
        with self._lock:
            self.refused.append(sentence)

    def answer(self, said: str) -> None:
        with self._lock:
            self.answers[said] = self.answers.get(said, 0) + 1

    def fail(self, slot: int, what: str) -> None:
        """A page that answered as a program that failed, not as one that is busy."""
        with self._lock:
            self.failures.append((slot, what))

    def of(self, unit: str) -> list[Told]:
        return [one for one in self.told if one.unit == unit]
