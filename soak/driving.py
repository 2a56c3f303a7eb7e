"""Driving: moment after moment, the workers are told to run, people go to the pages, and trouble comes in between."""

from __future__ import annotations

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from soak.orders import MORNING, Kind

if TYPE_CHECKING:
    from datetime import datetime

    from soak.children import Child
    from soak.installation import Installation
    from soak.people import People
    from soak.timetable import Fault, Timetable
    from soak.trouble import Trouble

log = logging.getLogger(__name__)
TELLS_EVERY = 50
LOOK_EVERY_SECONDS = 0.004
# No run takes as long. With its server gone, Prefect's client tries again for minutes before a run gives up: four were seen.
HANGS_AFTER_SECONDS = 600.0
PEOPLE_WITHIN_SECONDS = 25.0
USUAL_SECONDS = {"day": 0.5, "deliver": 0.08}  # at the start; then as measured
EVERY_FLOW = 12  # of the deliveries in between one in so many goes through Prefect
EVERY_TOGETHER = 3  # and at one in so many all workers run at once
PATIENCE_SLOTS = 15  # so long nobody may be at work before the moment waits for a worker


@dataclass
class Logbook:
    """What was ordered and what came of it. `tried` is when something may have been decided."""

    ticks: Counter[str] = field(default_factory=Counter)
    rounds: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, Any]] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    tried: list[tuple[int, datetime]] = field(default_factory=list)
    seconds: Counter[str] = field(default_factory=Counter)
    before_prefect: set[int] = field(default_factory=set)  # slots at which its server was starting
    missed: int = 0


class Drive:
    def __init__(
        self, here: Installation, table: Timetable, trouble: Trouble, people: People, *, minutes: float
    ) -> None:
        self._here, self._table, self._trouble, self._people = here, table, trouble, people
        self.book = Logbook()
        self._until = time.monotonic() + minutes * 60
        self._usual = dict(USUAL_SECONDS)
        self._round_due = False
        self._idle = 0
        self.slot = 0

    def run(self) -> bool:
        """Whether the whole timetable was driven through; a soak whose time is up ends early and says so."""
        while self.slot < len(self._table.slots):
            if time.monotonic() > self._until:
                return False
            self._moment(self.slot)
            if self.slot % TELLS_EVERY == 0:
                log.info("%s, %s faults so far", self._table.slots[self.slot], len(self._trouble.began))
            self.slot += 1
            self._sleep_through()
        return True

    def settle(self, slots: list[datetime]) -> None:
        """All trouble over, a few more runs until nothing waits any more."""
        self._trouble.end_all()
        for now in slots:
            self._trouble.keep_database()
            self._wait_for_a_worker()
            self._round_due = True
            self._tick(len(self._table.slots) - 1, now, [])

    def _moment(self, slot: int) -> None:
        self._trouble.end(slot)
        self._trouble.keep_database()
        now = self._table.slots[slot]
        self._round_due = self._round_due or now.time() == MORNING
        if not self._workers():
            self._idle += 1
            self.book.missed += 1
            if self._idle > PATIENCE_SLOTS or self._trouble.is_calm:
                self._wait_for_a_worker()
        else:
            self._idle = 0
        self._tick(slot, now, self._table.faults.get(slot, []))

    def _tick(self, slot: int, now: datetime, faults: list[Fault]) -> None:
        self._set_clock(now, slot)
        kind = "day" if self._round_due else "deliver"
        self._people.has_second = self._trouble.has_second
        self._people.begin(slot)
        told = self._tell(kind, slot)
        if told and (
            kind == "day" or slot % EVERY_FLOW == 0
        ):  # a delivery by Prefect also makes up for a missed morning
            self.book.tried.append((slot, self._here.clock.now()))
        self._wait(told, kind, sorted(faults, key=lambda one: one.delay))
        self._set_clock(now, slot)  # what jumped in the midst of the work is known to whoever comes next

    def _tell(self, kind: str, slot: int) -> dict[str, Child]:
        """Several workers get the same order at the same moment, one of them by Prefect in its turn; or one gets it alone."""
        told = {}
        flows = self._here.order.prefect and (kind == "day" or slot % EVERY_FLOW == 0)
        by_flow = slot % 2 if flows and self._here.prefect.is_alive else -1
        if by_flow >= 0 and not self._here.prefect_answers():
            self.book.before_prefect.add(slot)
        workers = self._workers()
        are_alone = kind != "day" and slot % EVERY_TOGETHER and not self._trouble.has_second
        for number, worker in enumerate(workers):
            if are_alone and number != slot % len(workers):
                continue
            order = {"kind": kind, "slot": slot, "via": "prefect" if number == by_flow else "plain"}
            if worker.tell(order):
                self.book.ticks[f"{kind}/{order['via']}"] += 1
                told[worker.name] = worker
        return told

    def _wait(self, told: dict[str, Child], kind: str, faults: list[Fault]) -> None:
        """Until all are done, or dead; what befalls them in the midst does so now."""
        begun = time.monotonic()
        coming = list(faults)
        while told or coming or not self._people.are_back:
            elapsed = time.monotonic() - begun
            while coming and (coming[0].delay * self._usual[kind] <= elapsed):
                self._befall(coming.pop(0))
            for name, worker in list(told.items()):
                if answer := worker.said():
                    self._hear(answer)
                    del told[name]
                elif not worker.is_alive:
                    self.book.rounds["killed"] += 1
                    del told[name]
                elif elapsed > HANGS_AFTER_SECONDS:
                    self.book.hung.append(f"{name} slot {self.slot}")
                    worker.kill()
            if not told and not coming and elapsed > PEOPLE_WITHIN_SECONDS:
                break
            time.sleep(LOOK_EVERY_SECONDS)

    def _befall(self, fault: Fault) -> None:
        self._trouble.begin(fault)
        if fault.kind in {Kind.CLOCK_FORWARD, Kind.CLOCK_BACK, Kind.SUSPEND}:
            self._set_clock(self._table.slots[self.slot], self.slot)
        if fault.kind is Kind.SUSPEND:
            self._trouble.end(fault.until)

    def _hear(self, answer: dict[str, Any]) -> None:
        kind, ok = answer["kind"], answer["ok"]
        self.book.rounds[f"{kind}/{'done' if ok else 'failed'}"] += 1
        self.book.seconds[f"{kind}/{answer['via']}"] += answer["seconds"]
        if not ok:
            self.book.failures.append(answer)
            return
        self._usual[kind] = 0.8 * self._usual[kind] + 0.2 * float(answer["seconds"])
        self._round_due = self._round_due and kind != "day"

    def _workers(self) -> list[Child]:
        """Who is at work."""
        here = [*self._here.workers, *(self._here.second[:1] if self._trouble.has_second else [])]
        return [worker for worker in here if worker.is_ready]

    def _wait_for_a_worker(self) -> None:
        for worker in self._here.workers:
            if not worker.is_alive:
                worker.start()
        until = time.monotonic() + HANGS_AFTER_SECONDS
        while not self._workers() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_SECONDS)

    def _set_clock(self, now: datetime, slot: int) -> None:
        """A suspended machine wakes up days later."""
        self._here.set_clock(now + self._trouble.slept, slot=slot, shift=self._trouble.shift, skew=self._trouble.skew)

    def _sleep_through(self) -> None:
        """The moments that passed while everything stood still."""
        if not self._trouble.slept:
            return
        woken = self._table.slots[min(self.slot, len(self._table.slots)) - 1] + self._trouble.slept
        before = self.slot
        while self.slot < len(self._table.slots) and self._table.slots[self.slot] < woken:
            self.slot += 1
        self.book.missed += self.slot - before
        self._round_due = True
        self._trouble.slept -= self._trouble.slept
