"""Ladders (thang nhắc việc) and their rungs (nấc): who hears what, how many days from the deadline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.calendar import WorkingCalendar
    from domain.deadlines import Deadline

SEND_AT = time(8, 0)
FURTHEST = 365  # days from the deadline; what is further was mistyped, and no calendar reaches it
_OFFSET = re.compile(r"^([+\-−])(\d+)(d|wd)$")


class Audience(StrEnum):
    """Who hears of a rung, as seen from the unit that owes the report."""

    UNIT = "unit"
    SUPERIOR = "superior"
    BOARD = "board"
    LEADERS = "leaders"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from the last day of the deadline: calendar days ("-7d") or working days ("+3wd")."""

    days: int
    working: bool

    @classmethod
    def parse(cls, text: str) -> Offset:
        found = _OFFSET.match(text.strip())
        if found is None or int(found[2]) == 0:
            raise RuleBroken(f"Mốc “{text}” không đọc được; hãy viết như -7d (ngày) hoặc +3wd (ngày làm việc).")
        if int(found[2]) > FURTHEST:
            raise RuleBroken(f"Mốc “{text}” quá xa hạn; nhiều nhất là {FURTHEST} ngày.")
        sign = 1 if found[1] == "+" else -1
        return cls(days=sign * int(found[2]), working=found[3] == "wd")

    def __str__(self) -> str:
        return f"{self.days:+d}{'wd' if self.working else 'd'}"


@dataclass(frozen=True, slots=True)
class Notice:
    """One message of a rung: which one, to whom."""

    audience: Audience
    message: str


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. Without an offset it is the opening. With `every_days` it repeats, first that long after its offset."""

    id: str
    offset: Offset | None
    notices: tuple[Notice, ...]
    every_days: int = 0
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Ladder:
    id: str
    rungs: tuple[Rung, ...]
    send_at: time = SEND_AT


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of one obligation, with its moment. `key` names it for ever: a repeated rung carries its number."""

    key: str
    rung: Rung
    moment: datetime


def steps(
    ladder: Ladder,
    deadline: Deadline,
    *,
    opened: datetime,
    calendar: WorkingCalendar,
    until: datetime,
) -> Iterator[Step]:
    """Every step up to `until`, in the order of time. A step never falls on a day off."""
    found = [step for rung in ladder.rungs for step in _steps_of(rung, ladder, deadline, opened, calendar, until)]
    yield from sorted(found, key=lambda step: step.moment)


def _steps_of(  # noqa: PLR0917 -- the six things that place a rung, passed on from `steps`
    rung: Rung,
    ladder: Ladder,
    deadline: Deadline,
    opened: datetime,
    calendar: WorkingCalendar,
    until: datetime,
) -> Iterator[Step]:
    if rung.offset is None:
        opening = calendar.at(calendar.on_or_after(calendar.local(opened).date()), ladder.send_at)
        yield Step(rung.id, rung, max(opening, opened))
        return
    last = calendar.local(until).date()
    for number in count(1):
        planned = _planned(rung.offset, deadline, calendar) + timedelta(days=number * rung.every_days)
        if planned > last:
            return
        yield Step(
            f"{rung.id}#{number}" if rung.every_days else rung.id,
            rung,
            calendar.at(_off_days_off(planned, rung.offset, calendar), ladder.send_at),
        )
        if not rung.every_days:
            return


def _planned(offset: Offset, deadline: Deadline, calendar: WorkingCalendar) -> date:
    if offset.working:
        return calendar.shift(deadline.last_day, offset.days)
    return deadline.last_day + timedelta(days=offset.days)


def _off_days_off(day: date, offset: Offset, calendar: WorkingCalendar) -> date:
    """Before the deadline a rung moves earlier, after it later."""
    return calendar.on_or_before(day) if offset.days < 0 else calendar.on_or_after(day)
