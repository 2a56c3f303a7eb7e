"""Lock-outs: how often signing in may fail before a name, or an address, must wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WINDOW = timedelta(minutes=15)
MOST_FOR_A_NAME = 5  # a person mistypes twice or thrice
MOST_FOR_AN_ADDRESS = 50  # a whole office stands behind one address


@dataclass(frozen=True, slots=True)
class Try:
    at: datetime
    has_succeeded: bool


def locked_until(tries: Iterable[Try], *, now: datetime) -> datetime | None:
    """From when on a name may be tried again; None when it may be now. `tries` come newest first.

    Only failures since the last success count, and each is forgotten after the window.
    """
    failures: list[datetime] = []
    for one in tries:
        if one.has_succeeded or one.at <= now - WINDOW:
            break
        failures.append(one.at)
    if len(failures) < MOST_FOR_A_NAME:
        return None
    return failures[MOST_FOR_A_NAME - 1] + WINDOW
