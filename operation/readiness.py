"""Whether this process can do its work now: asked by load balancers every few seconds, so it asks little."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from domain.errors import RuleBroken
from domain.ticks import TickKind
from operation.campaigns import NotReady, check_ready, database_file, running_campaigns
from services.late_ticks import late_ticks

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace

_NOTHING = text("UPDATE campaigns SET plan_id = plan_id WHERE 1 = 0")  # refused where nobody may write
LEAST_FREE = 20_000_000  # bytes: a report and the log of the database


class DatabaseState(StrEnum):
    OK = "ok"
    BUSY = "busy"  # another process writes for longer than a second; it is read all the same
    READ_ONLY = "read_only"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Readiness:
    """`late` are the kinds of rounds that should have been and were not."""

    database: DatabaseState
    late: tuple[TickKind, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether pages can be served: also while another process writes for a while."""
        return self.database in (DatabaseState.OK, DatabaseState.BUSY)

    @property
    def is_well(self) -> bool:
        return self.is_ready and not self.late


def database_state(place: Workplace) -> DatabaseState:
    try:
        check_ready(place)
    except (NotReady, SQLAlchemyError, OSError):
        return DatabaseState.UNREADABLE
    return _writable(place)


def readiness(place: Workplace, *, now: datetime) -> Readiness:
    state = database_state(place)
    if state is DatabaseState.UNREADABLE or not place.may_send:
        return Readiness(state)
    after = timedelta(minutes=place.settings.alarm_after_minutes)
    try:
        campaigns = running_campaigns(place, now)
        with place.read() as session:
            late = late_ticks(session, campaigns, (TickKind.DELIVER,), now=now, after=after)
    except (NotReady, RuleBroken, SQLAlchemyError, OSError):
        return Readiness(DatabaseState.UNREADABLE)
    return Readiness(state, tuple(sorted({one.kind for one in late})))


def _writable(place: Workplace) -> DatabaseState:
    """Whether a writer would be let in, and would find room. Nothing is written."""
    try:
        with place.hasty_engine.begin() as connection:
            connection.execute(_NOTHING)
    except DBAPIError as error:
        return DatabaseState.BUSY if "locked" in str(error.orig) else DatabaseState.READ_ONLY
    file = database_file(place)
    has_room = file is None or shutil.disk_usage(file.parent).free >= LEAST_FREE
    return DatabaseState.OK if has_room else DatabaseState.READ_ONLY
