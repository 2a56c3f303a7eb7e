"""A short soak: a few days about a deadline, real processes, and everything that can befall them at least once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from config.frozen_plan import plan_to_json
from config.plan_file import find_plan, load_ladders
from services.campaigns import Prepared
from soak.orders import Order
from soak.reporting import text, write_report
from soak.soaking import soak
from tests.small_plan import CONTACTS, UNITS, plan_with

if TYPE_CHECKING:
    from pathlib import Path

FIRST, LAST = date(2022, 7, 27), date(2022, 8, 3)


@pytest.fixture
def prepared() -> Prepared:
    """Communes owe by 31/7, districts by 20/8/2022."""
    plan = plan_with(opens=FIRST, ladders=load_ladders(find_plan("ke-hoach-15-kh-tu") / "ladders.yaml"))
    return Prepared(plan, UNITS, CONTACTS, plan_to_json(plan), "sha")


def test_a_few_days_of_all_sorts_of_trouble_lose_nothing_and_double_nothing(prepared: Prepared, tmp_path: Path) -> None:
    order = Order(prepared, tmp_path / "soak", FIRST, LAST, seed=3, minutes=3, tightly=True, prefect=False)

    found = soak(order)

    write_report(found, order.folder)
    assert found.is_good, text(found)
    assert {one.kind for one in found.faults} == set(order.wanted)
