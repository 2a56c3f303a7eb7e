"""What befalls a soak is drawn from its seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from random import Random

from services.campaigns import Prepared
from soak.orders import Kind, Order
from soak.timetable import Timetable, timetable
from tests.small_plan import CALENDAR, CONTACTS, PLAN, UNITS

PREPARED = Prepared(PLAN, UNITS, CONTACTS, "{}", "sha")
WHOLE = Order(PREPARED, Path("nowhere"), PLAN.opens, PLAN.closes, database="postgresql")


def drawn(seed: int) -> Timetable:
    return timetable(WHOLE, CALENDAR, Random(seed))  # noqa: S311 -- dice of a game


def test_one_seed_draws_one_timetable() -> None:
    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)


def test_a_whole_campaign_has_thousands_of_moments_and_every_sort_of_trouble() -> None:
    found = drawn(1)

    kinds = Counter(one.kind for faults in found.faults.values() for one in faults)
    assert len(found.slots) == len(set(found.slots)) > 5000
    assert set(kinds) == set(Kind)
    assert kinds[Kind.KILL_WORKER] > 60


def test_nothing_befalls_a_machine_that_is_asleep() -> None:
    for seed in range(20):
        found = drawn(seed)
        faults = [one for of_slot in found.faults.values() for one in of_slot]
        for sleep in (one for one in faults if one.kind is Kind.SUSPEND):
            begins = found.slots[sleep.slot]
            during = [one for one in faults if begins < found.slots[one.slot] < begins + timedelta(days=3)]
            assert during == []


def test_the_end_is_calm() -> None:
    found = drawn(1)

    last = max(one.until for faults in found.faults.values() for one in faults)
    assert found.slots[last].date() < found.slots[-1].date() or found.slots[last].hour < 4


def test_a_morning_is_a_round_and_all_else_a_delivery() -> None:
    found = drawn(1)

    rounds = [slot for number, slot in enumerate(found.slots) if found.kind_of(number) == "day"]
    assert len(rounds) == (date(2022, 9, 30) - date(2022, 6, 24)).days + 1
    assert {slot.hour for slot in rounds} == {8}
