"""Alarms: that the clockwork stands still, or that a morning found something new, told over another channel than mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

REPEATED = timedelta(days=1)  # while it lasts
TRIED_AGAIN = timedelta(minutes=10)  # after the alarm itself did not get out
A_GAP = timedelta(minutes=5)  # looks come every minute: after a longer pause the machine slept, or its clock jumped


class AlarmKind(StrEnum):
    DAY = "day"  # the morning round is missing
    DELIVER = "deliver"  # nothing was sent, or looked at, for too long
    DATABASE = "database"  # nobody can say, because the database does not answer
    FINDINGS = "findings"  # "findings/<plan>": the auditor's morning found what no morning before had found


STANDSTILLS = (AlarmKind.DAY, AlarmKind.DELIVER, AlarmKind.DATABASE)


@dataclass(slots=True)
class Watch:
    """What a watch remembers from one look to the next, also where the database can remember nothing."""

    since: datetime | None = None
    last: datetime | None = None
    ill_since: dict[str, datetime] = field(default_factory=dict)
    told: dict[str, datetime] = field(default_factory=dict)
    tried: dict[str, datetime] = field(default_factory=dict)

    def look(self, now: datetime) -> None:
        """Begin to count anew after a pause: what did not run while the machine slept is no trouble of the clockwork."""
        if self.last is None or self.since is None or not timedelta() <= now - self.last <= A_GAP:
            self.since = now
            self.ill_since.clear()
        self.last = now

    def has_watched(self, now: datetime, *, long: timedelta) -> bool:
        return self.since is not None and now - self.since >= long

    def is_ill_for(self, kind: str, now: datetime, *, long: timedelta) -> bool:
        return now - self.ill_since.setdefault(kind, now) >= long

    def may_tell(self, kind: str, now: datetime) -> bool:
        told = self.told.get(kind)
        return (told is None or now - told >= REPEATED) and self.may_try(kind, now)

    def may_try(self, kind: str, now: datetime) -> bool:
        """Whether the last attempt is long enough ago; one that lies ahead was made by a clock that was wrong."""
        tried = self.tried.get(kind)
        return tried is None or not timedelta() <= now - tried < TRIED_AGAIN

    def forget(self, kind: str) -> datetime | None:
        """The trouble is over. Returns when it was last told."""
        self.ill_since.pop(kind, None)
        self.tried.pop(kind, None)
        return self.told.pop(kind, None)
