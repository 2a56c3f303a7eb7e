"""The ladder as people say it, and the stories that the oracle is asked about: plain dates, no code of the engine."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

EIGHT = time(8)
DAY = timedelta(days=1)

# key, mark, "!" where urgent, and who hears what.
LADDERS = {
    "commune": """
        opening  0     unit:opening
        -14d     -14d  unit:reminder
        -7d      -7d   unit:reminder
        -3wd     -3wd  unit:reminder
        -1wd     -1wd  ! unit:last_reminder
        +1wd     +1wd  unit:urging superior:district_digest
        +3wd     +3wd  board:board_digest
        +5wd     +5wd  leaders:board_digest
        weekly   +5wd  unit:second_urging superior:district_digest board:board_digest
    """,
    "district": """
        opening  0     unit:opening
        -21d     -21d  unit:reminder
        -14d     -14d  unit:reminder
        -7d      -7d   unit:reminder
        -3wd     -3wd  unit:reminder
        -1wd     -1wd  ! unit:last_reminder
        +1wd     +1wd  unit:urging board:board_digest
        +3wd     +3wd  ! office:escalation_list
        weekly   +3wd  unit:second_urging board:board_digest office:escalation_list
    """,
    "province": """
        -14d     -14d  unit:reminder
        -7d      -7d   unit:reminder
        -3wd     -3wd  unit:reminder
        -1wd     -1wd  ! unit:last_reminder
        +1wd     +1wd  ! office:escalation_list
        weekly   +1wd  unit:second_urging office:escalation_list
    """,
    "returned": """
        returned-1wd     -1wd  unit:last_reminder
        returned+1wd     +1wd  unit:urging board:board_digest
        returned-weekly  +1wd  unit:second_urging board:board_digest
    """,
    "promise": """
        promise+1wd      +1wd  unit:second_urging board:board_digest
    """,
}


@dataclass(frozen=True)
class Person:
    code: str
    unit: str
    address: str
    is_leader: bool = False


@dataclass(frozen=True)
class Task:
    """What a unit owes. Its ladder bears the name of its tier; `is_before` reads the deadline strictly."""

    unit: str
    ladder: str
    day: date
    is_before: bool = False
    superior: str = ""


@dataclass(frozen=True)
class Event:
    """`kind`: decide, deliver, hand_in, return, extend or promise. `day` is the day that the event names, if any."""

    at: datetime
    kind: str
    unit: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Script:
    """All moments are local. `days_off` are those besides Saturdays and Sundays; `refused` are dead addresses."""

    opened: datetime
    days_off: frozenset[date]
    tasks: tuple[Task, ...]
    people: tuple[Person, ...]
    events: tuple[Event, ...]
    refused: frozenset[str] = frozenset()

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.days_off

    def working(self, day: date, step: timedelta) -> date:
        """The day itself, or the nearest working day in the direction of `step`."""
        while not self.works(day):
            day += step
        return day


@dataclass(eq=False)
class Mark:
    """A rung with its moment; `hears` are audience and message."""

    key: str
    moment: datetime
    is_before: bool
    is_urgent: bool
    hears: dict[str, str]


def marks(script: Script, ladder: str, last_day: date, *, until: date) -> list[Mark]:
    """Every rung of a ladder in the order of time; what falls on one moment stays in the order of the ladder."""
    found = []
    for line in LADDERS[ladder].strip().splitlines():
        key, mark, *hears = line.split()
        notices = dict(one.split(":") for one in hears if one != "!")
        for name, moment in _moments(script, key, mark, last_day=last_day, until=until):
            found.append(Mark(name, moment, not mark.startswith("+"), "!" in hears, notices))
    return sorted(found, key=lambda one: one.moment)


def _moments(
    script: Script,
    key: str,
    mark: str,
    *,
    last_day: date,
    until: date,
) -> Iterator[tuple[str, datetime]]:
    if key == "opening":
        morning = datetime.combine(script.working(script.opened.date(), DAY), EIGHT)
        yield key, max(morning, script.opened)
        return
    step = DAY if mark.startswith("+") else -DAY
    day = _counted(script, last_day, mark, step)
    if not key.endswith("weekly"):
        yield key, datetime.combine(script.working(day, step), EIGHT)
        return
    number = 1
    while day + timedelta(weeks=number) <= until:
        yield f"{key}#{number}", datetime.combine(script.working(day + timedelta(weeks=number), DAY), EIGHT)
        number += 1


def _counted(script: Script, day: date, mark: str, step: timedelta) -> date:
    left = int(mark.strip("+-wd"))
    while left:
        day += step
        if script.works(day) or not mark.endswith("wd"):
            left -= 1
    return day
