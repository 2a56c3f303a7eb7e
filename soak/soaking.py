"""One soak from an empty folder to its verdict."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from database.models import ObligationRow
from soak.decisions import Course
from soak.driving import Drive, Logbook
from soak.errands import Site
from soak.habits import Habits, Owed
from soak.installation import Installation, installed
from soak.journal import Journal
from soak.orders import MORNING
from soak.people import People
from soak.post import record_of
from soak.timetable import Fault, Timetable, timetable
from soak.trouble import Trouble
from soak.verdict import Court, Verdict
from tests.mails import word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from domain.campaigns import Campaign
    from soak.orders import Order

DEAD_ADDRESSES = 2
SETTLING = (timedelta(minutes=15), timedelta(minutes=45), timedelta(hours=2), timedelta(hours=6))


@dataclass
class Soaked:
    """All that the report tells. `is_whole` unless the time ran out before the timetable did."""

    order: Order
    table: Timetable
    faults: list[Fault]
    book: Logbook
    journal: Journal
    verdict: Verdict
    is_whole: bool
    seconds: float
    kills: dict[str, int]
    tries: dict[str, int]
    disk: str
    left_over: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return self.verdict.is_good and self.is_whole


def soak(order: Order) -> Soaked:
    begun = time.monotonic()
    with installed(order) as here:
        found = _soak(here, begun)
    alive = [child.name for child in here.everybody if child.is_alive]
    found.verdict.violate("process left", alive)
    return found


def _soak(here: Installation, begun: float) -> Soaked:
    order, calendar = here.order, here.order.prepared.plan.calendar
    table = timetable(order, calendar, Random(f"{order.seed}/faults"))
    campaign = here.open(calendar.opening(order.first))
    duties = list(_duties(here, campaign))
    dead = _dead_addresses(order)
    trouble = Trouble(here, Random(f"{order.seed}/trouble"), refuse=dead)
    journal = Journal()
    habits = Habits(order.seed, table, duties, word())
    here.start()
    people = People(order.seed, habits, journal, _sites(here, campaign))
    drive = Drive(here, table, trouble, people, minutes=order.minutes)
    is_whole = drive.run()
    settling = [table.slots[-1] + later for later in SETTLING] + _next_mornings(order, table)
    drive.settle(settling)
    not_done = people.end()
    for one in not_done:
        journal.refuse(f"{one.deed} {one.unit}: never came to it")
    place = here.place()
    try:
        rounds = [now for _, now in drive.book.tried]
        course = Course(order.prepared, campaign, duties, journal.told, rounds, dead, table.slots)
        court = Court(place, course, table, trouble.began)
        verdict = court.judge(journal, record_of(here.post), as_of=settling[-1])
        verdict.violate("crash of the soak", people.crashes)
        verdict.violate("hung", drive.book.hung)
        verdict.violate(
            "failed without a fault",
            [
                f"slot {one['slot']} {one['kind']}/{one['via']}: {one['error']}"
                for one in drive.book.failures
                if not court.was_troubled(one["slot"]) and one["slot"] not in drive.book.before_prefect
            ],
        )
        verdict.violate("page failed", [f"slot {slot}: {what}" for slot, what in journal.failures])
    finally:
        place.engine.dispose()
    kills = dict(trouble.kills)
    disk = "its own" if here.disk.is_own else "shared"
    return Soaked(
        order,
        table,
        trouble.began,
        drive.book,
        journal,
        verdict,
        is_whole,
        time.monotonic() - begun,
        kills,
        dict(people.tries),
        disk,
    )


def _duties(here: Installation, campaign: Campaign) -> Iterator[Owed]:
    place = here.place()
    with place.read() as session:
        rows = list(
            session.execute(select(ObligationRow.id, ObligationRow.unit, ObligationRow.duty, ObligationRow.tier))
        )
    place.engine.dispose()
    for number, unit, name, tier in rows:
        duty = campaign.plan.duty(name)
        yield Owed(unit, number, tier, name, duty.deadline.last_day, campaign.plan.is_transmitted(unit, duty))


def _dead_addresses(order: Order) -> list[str]:
    bodies = order.prepared.plan.bodies
    known = [one.address for one in order.prepared.contacts if one.unit not in (bodies.coordinator, bodies.office)]
    return Random(f"{order.seed}/dead").sample(sorted(set(known)), min(DEAD_ADDRESSES, len(known)))


def _sites(here: Installation, campaign: Campaign) -> list[Any]:
    secret = here.secret.encode()

    def first() -> Site:
        return Site(here.url, here.clock, secret, campaign.id)

    def second() -> Site:
        return Site(here.second_url, here.second_clock, secret, campaign.id)

    return [first, second]


def _next_mornings(order: Order, table: Timetable) -> list[datetime]:
    """Two working mornings: what was held over the last day goes out, and what comes after one is settled too."""
    calendar = order.prepared.plan.calendar
    day, found = table.slots[-1].date(), []
    for _ in range(2):
        day = calendar.shift(day, 1)
        found += [calendar.at(day, MORNING), calendar.at(day, MORNING) + timedelta(minutes=30)]
    return found
