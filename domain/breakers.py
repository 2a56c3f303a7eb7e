"""The breaker of a channel: whether it may be used now, from what its last attempts said. It is computed, never stored.

A channel that failed as a whole rests, longer after every failure in a row; then one message tries it. What gets through
closes the breaker again, and so does a person who mended the channel.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.calendar import WorkingCalendar

# One mailbox may be as odd as it likes; so many answers in a row that tell nothing of the recipient, and the line is down.
DOWN_AFTER = 3
LOOKED_AT = 8  # attempts; more failures than that make no rest longer
RESTS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15))
QUOTA_RENEWED = time(7)
WHOLE_CHANNEL = frozenset({"channel", "auth", "quota"})
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Attempted:
    """One attempt on the channel, whoever it was for: what came of it, what a refusal was about, and its words."""

    at: datetime
    outcome: str
    scope: str
    code: str = ""
    detail: str = ""

    @property
    def is_down(self) -> bool:
        return self.scope in WHOLE_CHANNEL

    @property
    def is_unclear(self) -> bool:
        return self.outcome == "ambiguous" or self.scope == UNCLEAR


class Use(StrEnum):
    """How a channel may be used now."""

    FREELY = "freely"
    PROBE = "probe"  # with one message, to see whether it is back
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Breaker:
    """`unclear` is how many of the last attempts told nothing of their recipients; `down_since` is None while it works."""

    use: Use = Use.FREELY
    unclear: int = 0
    down_since: datetime | None = None
    rests_until: datetime | None = None
    scope: str = ""
    code: str = ""
    detail: str = ""


@dataclass(slots=True)
class Doors:
    """What a delivery run may use: nothing of the `closed` channels, one message at a time of those it is `probing`."""

    closed: set[str] = field(default_factory=set)
    probing: set[str] = field(default_factory=set)


def breaker(last: Sequence[Attempted], *, now: datetime, calendar: WorkingCalendar) -> Breaker:
    """`last` are the last attempts on the channel since staff reopened it, the latest first."""
    failing = list(takewhile(lambda one: one.is_down or one.is_unclear, last))
    if not failing:
        return Breaker()
    latest = failing[0]
    if not latest.is_down and len(failing) < DOWN_AFTER:
        return Breaker(unclear=len(failing))
    until = _rests_until(failing, calendar)
    return Breaker(
        use=Use.REST if now < until else Use.PROBE,
        unclear=min(len(failing), DOWN_AFTER - 1),
        down_since=failing[-1].at,
        rests_until=until,
        scope=latest.scope,
        code=latest.code,
        detail=latest.detail,
    )


def _rests_until(failing: Sequence[Attempted], calendar: WorkingCalendar) -> datetime:
    latest = failing[0]
    if latest.scope == "quota":
        return calendar.at(calendar.local(latest.at).date() + timedelta(days=1), QUOTA_RENEWED)
    failures = len(failing) if latest.is_down else len(failing) - DOWN_AFTER + 1
    return latest.at + RESTS[min(failures, len(RESTS)) - 1]
