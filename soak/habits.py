"""What the people of a campaign mean to do, drawn from the seed: when each hands in, and what staff do about it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING
from zipfile import ZipFile

from soak.errands import Errand
from soak.journal import Deed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from soak.timetable import Timetable

NEVER, EXTENDED, PROMISING, HELD, RETURNED = 0.08, 0.12, 0.10, 0.06, 0.2
REVIEWED = 0.8
USUAL_DAYS_EARLY, SPREAD_DAYS = 3, 6
LATEST_HOUR = 21
CALM_SLOTS = 12  # at the end nobody begins anything, so that all is told when it is counted


@dataclass(frozen=True, slots=True)
class Owed:
    """A duty as whoever owes it knows it."""

    unit: str
    obligation: int
    tier: str
    duty: str
    last_day: date
    is_sent_on: bool  # the coordinator's own report, which nobody hands in


class Habits:
    """Who does what when. A slot is the number of a moment of the timetable."""

    def __init__(self, seed: int, table: Timetable, duties: Sequence[Owed], model: bytes) -> None:
        self._seed, self._table, self._model = seed, table, model
        self._duties = {one.obligation: one for one in duties}
        self._promised: set[int] = set()
        self._numbers = 0
        self.last = max(1, len(table.slots) - CALM_SLOTS)

    def begin(self) -> Iterator[tuple[int, Errand]]:
        """What everybody means to do when the campaign opens."""
        for one in self._duties.values():
            if one.is_sent_on:
                continue
            dice = Random(f"{self._seed}/{one.unit}")
            yield from self._of_one(one, dice)

    def _of_one(self, one: Owed, dice: Random) -> Iterator[tuple[int, Errand]]:
        last_day = one.last_day
        if dice.random() < EXTENDED:
            ahead = dice.randint(4, 12)
            yield self._errand(one, Deed.EXTEND, last_day - timedelta(days=3), dice, ahead=ahead)
            last_day += timedelta(days=ahead - 3)
        if dice.random() < HELD:
            yield self._errand(one, Deed.HOLD, last_day - timedelta(days=8), dice, ahead=2)
        if dice.random() < PROMISING:
            self._promised.add(one.obligation)
            ahead = dice.randint(2, 6)
            yield self._errand(one, Deed.PROMISE, last_day + timedelta(days=2), dice, ahead=ahead)
            last_day += timedelta(days=3 + ahead)
        if dice.random() > NEVER:
            days = round(dice.gauss(-USUAL_DAYS_EARLY, SPREAD_DAYS))
            yield self._errand(one, Deed.HAND_IN, last_day + timedelta(days=days), dice)

    def follow(self, errand: Errand, slot: int) -> Iterator[tuple[int, Errand]]:
        """What comes of a deed that is done: a report is looked at, a returned one is handed in again."""
        one, dice = self._duties[errand.obligation], errand.dice
        today = self._table.slots[min(slot, len(self._table.slots) - 1)].date()
        if errand.deed is Deed.HAND_IN and dice.random() < REVIEWED:
            back = dice.random() < RETURNED and one.obligation not in self._promised
            deed = Deed.RETURN if back else Deed.ACCEPT
            yield self._errand(one, deed, today + timedelta(days=dice.randint(1, 4)), dice, ahead=dice.randint(3, 8))
        if errand.deed is Deed.RETURN and errand.day:
            yield self._errand(one, Deed.HAND_IN, errand.day + timedelta(days=dice.randint(-2, 3)), dice)

    def reading(self, dice: Random) -> Errand:
        one = dice.choice(list(self._duties.values()))
        return Errand(Deed.READ, one.unit, one.obligation, dice)

    def _errand(self, one: Owed, deed: Deed, day: date, dice: Random, *, ahead: int = 0) -> tuple[int, Errand]:
        """Within the campaign: whoever would be too early or too late comes at any time of it."""
        first, last = self._table.slots[0], self._table.slots[self.last]
        moment = first.replace(
            year=day.year, month=day.month, day=day.day, hour=dice.randint(7, LATEST_HOUR), minute=31
        )
        if not first < moment < last:
            moment = first + (last - first) * dice.random()
        report = self._report(one) if deed is Deed.HAND_IN else b""
        errand = Errand(deed, one.unit, one.obligation, Random(dice.random()), ahead=ahead, report=report)
        return self.slot_at(moment), errand

    def slot_at(self, moment: datetime) -> int:
        return bisect_left(self._table.slots, moment)

    def _report(self, one: Owed) -> bytes:
        """No two are the same file."""
        self._numbers += 1
        kept = BytesIO(self._model)
        with ZipFile(kept, "a") as package:
            package.comment = f"{one.unit}/{self._numbers}".encode()
        return kept.getvalue()
