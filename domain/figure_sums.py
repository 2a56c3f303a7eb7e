"""Sums of figures over units: only of what the plan declares to be summed, and only of what each unit states once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from domain.figures import Figure, FigureFound


@dataclass(frozen=True, slots=True)
class FigureSum:
    """One figure over the units that should state it, by their codes, in the order given.

    `value` is the sum over the units in `added`, None where nothing is summed; `silent` state no value, `disputed` several
    that differ. A sum over 9 of 13 units is one of 9: it is shown with that count, never as that of all.
    """

    figure: str
    value: Decimal | None
    added: tuple[str, ...]
    silent: tuple[str, ...]
    disputed: tuple[str, ...]

    @property
    def is_of_all(self) -> bool:
        return not self.silent and not self.disputed

    @property
    def coverage(self) -> str:
        """How the sum is to be read: "cộng từ 9/13 đơn vị"."""
        return f"cộng từ {len(self.added)}/{len(self.added) + len(self.silent) + len(self.disputed)} đơn vị"


def values_by_unit(figure: Figure, found: Iterable[FigureFound]) -> dict[str, tuple[Decimal, ...]]:
    """The different values that each unit states, in the order in which they were found."""
    values: dict[str, dict[Decimal, None]] = {}
    for one in found:
        if one.figure == figure.id:
            values.setdefault(one.unit, {})[one.value] = None
    return {unit: tuple(of_unit) for unit, of_unit in values.items()}


def figure_sum(figure: Figure, found: Iterable[FigureFound], units: Sequence[str]) -> FigureSum:
    """The sum over these units; what others state does not count."""
    values = values_by_unit(figure, found)
    stated = {unit: values.get(unit, ()) for unit in units}
    added = tuple(unit for unit, of_unit in stated.items() if len(of_unit) == 1)
    value = sum((stated[unit][0] for unit in added), Decimal(0)) if added and figure.may_be_summed else None
    return FigureSum(
        figure.id,
        value,
        added,
        tuple(unit for unit, of_unit in stated.items() if not of_unit),
        tuple(unit for unit, of_unit in stated.items() if len(of_unit) > 1),
    )


def total(figure: Figure, found: Iterable[FigureFound]) -> Decimal | None:
    """The sum over every unit that states exactly one value; None for what must not be summed, or that nobody states."""
    every = tuple(found)
    return figure_sum(figure, every, tuple(values_by_unit(figure, every))).value
