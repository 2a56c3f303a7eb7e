from __future__ import annotations

from dataclasses import replace
from datetime import date

from domain.deadlines import Deadline
from domain.duties import obligations_of
from domain.plans import Duty
from tests.domain.plans import PLAN, UNITS


def _duty(duty_id: str, *units: str, tier: str = "district") -> Duty:
    return Duty(duty_id, tier, duty_id, Deadline(date(2024, 5, 10)), "plain", "superior", "", "I", units)


def _owed(*duties: Duty) -> list[tuple[str, str]]:
    return [(owed.unit.code, owed.duty.id) for owed in obligations_of(replace(PLAN, duties=duties), UNITS)]


def test_duty_without_names_falls_to_every_unit_of_its_tier() -> None:
    assert _owed(_duty("all")) == [("D1", "all"), ("D2", "all"), ("PAPER", "all")]


def test_unit_named_by_another_duty_is_taken_from_the_tier() -> None:
    owed = _owed(_duty("all"), _duty("section", "PAPER"))

    assert owed == [("D1", "all"), ("D2", "all"), ("PAPER", "section")]


def test_duty_that_names_units_leaves_the_others_of_its_tier_alone() -> None:
    assert _owed(_duty("province", "BOARD", tier="province")) == [("BOARD", "province")]


def test_unit_named_by_two_duties_owes_both() -> None:
    assert _owed(_duty("one", "D1"), _duty("two", "D1")) == [("D1", "one"), ("D1", "two")]
