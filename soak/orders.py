"""What a soak is asked for: how long, on which database, with which faults, and in which folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from services.campaigns import Prepared


class Group(StrEnum):
    """Sorts of faults, as `--faults` names them."""

    KILL = "kill"
    MAIL = "mail"
    CLOCK = "clock"
    DISK = "disk"
    READ_ONLY = "read-only"
    TWO = "two"


class Kind(StrEnum):
    """What befalls the installation."""

    KILL_WORKER = "kill_worker"
    KILL_WEB = "kill_web"
    KILL_PREFECT = "kill_prefect"
    KILL_MAIL = "kill_mail"
    KILL_DATABASE = "kill_database"
    MAIL_TRY_LATER = "mail_try_later"
    MAIL_HANG = "mail_hang"
    MAIL_DROP_STORED = "mail_drop_stored"
    MAIL_DROP_UNSTORED = "mail_drop_unstored"
    CLOCK_FORWARD = "clock_forward"
    CLOCK_BACK = "clock_back"
    SUSPEND = "suspend"
    DISK_FULL = "disk_full"
    READ_ONLY = "read_only"
    TWO_SERVERS = "two_servers"


GROUPS = {
    Group.KILL: (Kind.KILL_WORKER, Kind.KILL_WEB, Kind.KILL_PREFECT, Kind.KILL_MAIL, Kind.KILL_DATABASE),
    Group.MAIL: (Kind.MAIL_TRY_LATER, Kind.MAIL_HANG, Kind.MAIL_DROP_STORED, Kind.MAIL_DROP_UNSTORED),
    Group.CLOCK: (Kind.CLOCK_FORWARD, Kind.CLOCK_BACK, Kind.SUSPEND),
    Group.DISK: (Kind.DISK_FULL,),
    Group.READ_ONLY: (Kind.READ_ONLY,),
    Group.TWO: (Kind.TWO_SERVERS,),
}
# How often in a whole campaign; a shorter one gets its share, and each kind at least once.
OFTEN = {
    Kind.KILL_WORKER: 70,
    Kind.KILL_WEB: 25,
    Kind.KILL_PREFECT: 8,
    Kind.KILL_MAIL: 25,
    Kind.KILL_DATABASE: 15,
    Kind.MAIL_TRY_LATER: 8,
    Kind.MAIL_HANG: 4,
    Kind.MAIL_DROP_STORED: 6,
    Kind.MAIL_DROP_UNSTORED: 6,
    Kind.CLOCK_FORWARD: 8,
    Kind.CLOCK_BACK: 8,
    Kind.SUSPEND: 2,
    Kind.DISK_FULL: 6,
    Kind.READ_ONLY: 6,
    Kind.TWO_SERVERS: 4,
}
WHOLE_CAMPAIGN_DAYS = 99
MORNING = time(8)


@dataclass(frozen=True, slots=True)
class Order:
    """A tick every so many minutes in office hours; `tightly` is for the suite: few a day. `minutes` ends it at the latest."""

    prepared: Prepared
    folder: Path
    first: date
    last: date
    seed: int = 1
    database: str = "sqlite"
    kinds: frozenset[Kind] = frozenset(Kind)
    minutes: float = 40
    every: int = 15
    tightly: bool = False
    prefect: bool = True

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def wanted(self) -> dict[Kind, int]:
        """How often each kind; SQLite has no server that could be killed."""
        here = [kind for kind in Kind if kind in self.kinds]
        if self.database == "sqlite":
            here = [kind for kind in here if kind is not Kind.KILL_DATABASE]
        if not self.prefect:
            here = [kind for kind in here if kind is not Kind.KILL_PREFECT]
        share = 0 if self.tightly else self.days / WHOLE_CAMPAIGN_DAYS
        return {kind: max(1, round(OFTEN[kind] * share)) for kind in here}
