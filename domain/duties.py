"""Which unit owes which duty: the plan's duties spread over the unit tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.plans import Duty, Plan
    from domain.units import Unit, UnitTree


@dataclass(frozen=True, slots=True)
class Owed:
    """One unit's duty: what becomes an obligation when the campaign opens."""

    unit: Unit
    duty: Duty


def obligations_of(plan: Plan, units: UnitTree) -> tuple[Owed, ...]:
    """Every obligation of the plan, duty by duty, in the order of the unit list.

    A duty that names its units takes them away from the duties of the whole tier.
    """
    named = frozenset(code for duty in plan.duties for code in duty.units)
    return tuple(Owed(unit, duty) for duty in plan.duties for unit in _units_of(duty, units, named=named))


def _units_of(duty: Duty, units: UnitTree, *, named: frozenset[str]) -> Iterator[Unit]:
    if duty.units:
        return (units[code] for code in duty.units)
    return (unit for unit in units if unit.tier == duty.tier and unit.code not in named)
