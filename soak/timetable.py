"""The timetable: at which moments the clockwork runs, and what befalls it there, drawn from the seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from soak.orders import MORNING, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from domain.calendar import WorkingCalendar
    from soak.orders import Order

NIGHT = [time(hour) for hour in (*range(8), *range(17, 24))]
OFFICE_OPENS, OFFICE_CLOSES = 7 * 60 + 30, 17 * 60  # minutes of the day
FEW = [time(7, 30), MORNING, time(8, 15), time(9), time(10, 30), time(14), time(15), time(20)]
BUSY_SHARE = 0.6  # of what befalls it does so in a morning round, when there is work to be broken off
CALM_AT_THE_END = timedelta(hours=20)  # so that what broke off last is settled before it is counted

# For how many slots a thing stays as it is: least and most.
LASTS = {
    Kind.KILL_WORKER: (1, 8),
    Kind.KILL_WEB: (1, 6),
    Kind.KILL_PREFECT: (2, 12),
    Kind.KILL_MAIL: (1, 30),
    Kind.KILL_DATABASE: (1, 4),
    Kind.MAIL_TRY_LATER: (1, 20),
    Kind.MAIL_HANG: (1, 2),
    Kind.MAIL_DROP_STORED: (1, 3),
    Kind.MAIL_DROP_UNSTORED: (1, 3),
    Kind.CLOCK_FORWARD: (2, 20),
    Kind.CLOCK_BACK: (2, 20),
    Kind.SUSPEND: (1, 1),
    Kind.DISK_FULL: (1, 5),
    Kind.READ_ONLY: (1, 5),
    Kind.TWO_SERVERS: (10, 50),
}
FORWARD = [timedelta(hours=hours) for hours in (1, 3, 7, 26)]
BACK = [timedelta(minutes=5), timedelta(minutes=50), timedelta(hours=3), timedelta(days=1)]
SKEWS = [timedelta(minutes=minutes) for minutes in (-3, -1, 2, 4, 15)]


@dataclass
class Fault:
    """`slot` is when it begins, `until` the first slot without it; `delay` how far into the work of the slot, from 0 to 1."""

    kind: Kind
    slot: int
    until: int
    delay: float
    shift: timedelta = timedelta()
    detail: str = ""


@dataclass
class Timetable:
    slots: list[datetime]
    faults: dict[int, list[Fault]] = field(default_factory=dict)

    def kind_of(self, slot: int) -> str:
        """A morning is a round; in between only what waits is sent."""
        return "day" if self.slots[slot].time() == MORNING else "deliver"


def timetable(order: Order, calendar: WorkingCalendar, dice: Random) -> Timetable:
    hours = FEW if order.tightly else _hours(order.every)
    days = [order.first + timedelta(days=number) for number in range(order.days)]
    opened = calendar.opening(order.first)
    found = Timetable([slot for day in days for hour in hours if (slot := calendar.at(day, hour)) >= opened])
    calm = sum(1 for slot in found.slots if slot > found.slots[-1] - CALM_AT_THE_END)
    last = len(found.slots) - calm
    for fault in _drawn(order, found, dice, last=last):
        found.faults.setdefault(fault.slot, []).append(fault)
    return found


def _hours(every: int) -> list[time]:
    """In office hours every so many minutes, the morning round among them, and hourly at night."""
    minutes = [*range(OFFICE_OPENS, OFFICE_CLOSES, every), MORNING.hour * 60]
    return sorted({*NIGHT, *(time(*divmod(minute, 60)) for minute in minutes)})


def _drawn(order: Order, found: Timetable, dice: Random, *, last: int) -> Iterator[Fault]:
    """Nothing else befalls a machine that stands still, so it is drawn first when it does."""
    awake = list(range(2, last))
    for kind, times in sorted(order.wanted.items(), key=lambda one: one[0] is not Kind.SUSPEND):
        least, most = (1, 2) if order.tightly else LASTS[kind]
        for _ in range(times):
            slot = _slot(found, awake, dice, kind)
            fault = Fault(kind, slot, min(last, slot + dice.randint(least, most)), dice.random())
            fault.shift = _shift(kind, dice)
            yield fault
            if kind is Kind.SUSPEND:
                woken = found.slots[slot] + fault.shift
                awake = [one for one in awake if not found.slots[slot] <= found.slots[one] < woken]


def _slot(found: Timetable, awake: list[int], dice: Random, kind: Kind) -> int:
    if kind is Kind.SUSPEND:  # in the morning, and such that it wakes up before the end
        awake = [one for one in awake if found.slots[one] + timedelta(days=3) < found.slots[awake[-1]]] or awake
    mornings = [slot for slot in awake if found.kind_of(slot) == "day"]
    return dice.choice(mornings if dice.random() < BUSY_SHARE and mornings else awake)


def _shift(kind: Kind, dice: Random) -> timedelta:
    match kind:
        case Kind.CLOCK_FORWARD:
            return dice.choice(FORWARD)
        case Kind.CLOCK_BACK:
            return -dice.choice(BACK)
        case Kind.TWO_SERVERS:
            return dice.choice(SKEWS)
        case Kind.SUSPEND:
            return timedelta(days=3)
        case _:
            return timedelta()
