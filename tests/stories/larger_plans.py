"""Plans with other tiers than the small one, and one as large as a province."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from domain.tiers import Tier
from domain.units import Unit, UnitTree
from services.campaigns import Prepared
from tests.small_plan import BOARD_UNIT, CONTACTS, LADDERS, OFFICE_UNIT, TOP, contact, duty, plan_with

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.ladder import Ladder
    from domain.plans import Plan

BODIES = (TOP, OFFICE_UNIT, BOARD_UNIT)
BODY_CONTACTS = tuple(one for one in CONTACTS if one.unit in {"TT", "VP", "BTG"})
PROVINCE = Tier("province", "Cấp tỉnh", 9)


def prepared(plan: Plan, units: Iterable[Unit]) -> Prepared:
    """Ready to open, with one contact for each unit besides those of the bodies."""
    owing = tuple(units)
    contacts = (*BODY_CONTACTS, *(contact(unit.code) for unit in owing))
    return Prepared(plan, UnitTree((*BODIES, *owing)), contacts, "{}", "sha")


def two_tiers() -> Prepared:
    """After the abolition of districts: communes report to the province, which tells the office itself."""
    plan = plan_with(
        tiers=(Tier("commune", "Cấp xã", 1), PROVINCE),
        duties=(duty("commune", "commune", date(2022, 8, 20), ladder="district", addressee="superior"),),
    )
    return prepared(
        plan, (Unit("P1", "Đảng ủy phường Phủ Lý", "commune", "TT"), Unit("P2", "Đảng ủy xã Bình An", "commune", "TT"))
    )


def four_tiers() -> Prepared:
    """Cells report to communes, communes to districts, districts to the province: each tier a fortnight later."""
    names = (("cell", "Chi bộ"), ("commune", "Cấp xã"), ("district", "Cấp huyện"))
    days = (date(2022, 7, 15), date(2022, 7, 31), date(2022, 8, 20))
    plan = plan_with(
        tiers=(*(Tier(code, name, rank) for rank, (code, name) in enumerate(names, start=1)), PROVINCE),
        duties=tuple(
            duty(code, code, day, ladder="district" if code == "district" else "commune", addressee="superior")
            for (code, _), day in zip(names, days, strict=True)
        ),
    )
    return prepared(
        plan,
        (
            Unit("H", "Huyện ủy Thanh Liêm", "district", "TT"),
            Unit("X", "Đảng ủy xã Liêm Cần", "commune", "H"),
            Unit("C1", "Chi bộ thôn Nhất", "cell", "X"),
            Unit("C2", "Chi bộ thôn Nhì", "cell", "X"),
        ),
    )


def province(districts: int, communes: int) -> Prepared:
    """As many districts and communes as asked for, the communes spread evenly; dates and ladders of the small plan."""
    above = [Unit(f"H{number}", f"Huyện ủy thứ {number}", "district", "TT") for number in range(districts)]
    below = [
        Unit(f"X{number}", f"Đảng ủy xã thứ {number}", "commune", above[number % districts].code)
        for number in range(communes)
    ]
    return prepared(plan_with(), (*above, *below))


def with_ladder(plan: Plan, ladder: Ladder) -> Plan:
    return replace(plan, ladders=LADDERS | {ladder.id: ladder})
