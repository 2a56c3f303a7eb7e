"""The whole country as a campaign: the shipped plan, spread over as many units as each level had in 2022."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from config.frozen_plan import plan_to_json
from config.preparing import prepare_plan
from domain.deadlines import Deadline
from domain.tiers import Tier
from domain.units import Contact, ContactRole, Unit, UnitTree
from services.campaigns import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.plans import Duty, Plan

COMMUNE, CENTRE = "commune", "centre"
OPENS_AT, AT_WORK = time(7, 30), time(8)
TICK_DAY = date(2022, 7, 22)  # the rung -7d of 31/7/2022: the 24th is a Sunday, so it moves to the Friday
BEFORE_TICK = (date(2022, 6, 24), date(2022, 7, 15))  # the days of the rungs before it: opening and -14d
MUCH_LATER = Deadline(date(2022, 9, 30))  # whoever has this deadline is not due on any of those days but the first


@dataclass(frozen=True, slots=True)
class Size:
    """How many units there are at each level. Each owes one report."""

    provinces: int = 63
    districts: int = 705
    communes: int = 10_599

    @property
    def obligations(self) -> int:
        return self.provinces + self.districts + self.communes


NATION = Size()


def of_obligations(number: int) -> Size:
    """A country with so many obligations: the same provinces and districts, more or fewer communes."""
    return replace(NATION, communes=number - NATION.provinces - NATION.districts)


def scaled(number: int) -> Size:
    """A country with so many obligations in the proportions of the real one: a district has some fifteen communes."""
    provinces = max(1, round(NATION.provinces * number / NATION.obligations))
    districts = max(1, round(NATION.districts * number / NATION.obligations))
    return Size(provinces, districts, number - provinces - districts)


def nation(size: Size, *, due: int) -> Prepared:
    """The plan for so many units; `due` of the communes come to a rung on TICK_DAY, the others much later."""
    units, plan = UnitTree(_units(size)), nation_plan(size, due=due)
    contacts = [_contact(unit) for unit in units]
    return Prepared(plan, units, contacts, frozen=plan_to_json(plan), sha256="")


def nation_plan(size: Size, *, due: int) -> Plan:
    shipped = prepare_plan("ke-hoach-15-kh-tu").plan
    return replace(
        shipped,
        tiers=(*shipped.tiers, Tier(CENTRE, "Trung ương", 4)),
        duties=(
            *_commune_duties(shipped.duty(COMMUNE), size, due=due),
            shipped.duty("district"),
            replace(shipped.duty("province"), units=()),
        ),
        bodies=replace(shipped.bodies, coordinator="BTG", office="VP", addressee="BBT"),
    )


def at(plan: Plan, day: date) -> datetime:
    return plan.calendar.at(day, AT_WORK)


def _commune_duties(duty: Duty, size: Size, *, due: int) -> Iterator[Duty]:
    if due == size.communes:
        yield duty
        return
    yield replace(duty, deadline=MUCH_LATER)
    if due:
        yield replace(duty, id="due", units=tuple(commune_code(number) for number in range(due)))


def _units(size: Size) -> Iterator[Unit]:
    yield Unit("BBT", "Ban Bí thư Trung ương Đảng", CENTRE, None)
    yield Unit("BTG", "Ban Tuyên giáo Trung ương", CENTRE, "BBT")
    yield Unit("VP", "Văn phòng Trung ương Đảng", CENTRE, "BBT")
    for number in range(size.provinces):
        yield Unit(_province(number), f"Tỉnh ủy {number:02}", "province", "BBT")
    for number in range(size.districts):
        yield Unit(district_code(number), f"Huyện ủy {number:03}", "district", _province(number % size.provinces))
    for number in range(size.communes):
        yield Unit(commune_code(number), f"Đảng ủy xã {number:05}", COMMUNE, district_code(number % size.districts))


def _province(number: int) -> str:
    return f"TU-{number:02}"


def district_code(number: int) -> str:
    return f"HU-{number:03}"


def commune_code(number: int) -> str:
    return f"DU-{number:05}"


def _contact(unit: Unit) -> Contact:
    address = f"{unit.code.lower()}@donvi.example"
    return Contact(unit.code, unit.code, f"Đầu mối {unit.name}", ContactRole.FOCAL, "email", address)
