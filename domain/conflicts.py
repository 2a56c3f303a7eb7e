"""Figures that cannot all be true (số liệu mâu thuẫn): flagged with their places, never mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.figure_sums import figure_sum, values_by_unit
from domain.figures import Conflict, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from domain.figures import Figure, FigureFound


def stated_twice(figures: Sequence[Figure], found: Iterable[FigureFound]) -> tuple[Conflict, ...]:
    """Where a unit gives one declared figure several values: at the first place, naming one place for each value."""
    every = tuple(found)
    return tuple(
        _twice(figure, [one for one in every if one.figure == figure.id and one.unit == unit], values)
        for figure in figures
        for unit, values in values_by_unit(figure, every).items()
        if len(values) > 1
    )


def differs_from_subordinates(
    figures: Sequence[Figure],
    stated: Iterable[FigureFound],
    below: Iterable[FigureFound],
    *,
    unit: str,
    units: Sequence[str],
) -> tuple[Conflict, ...]:
    """Where `unit` states another figure than its subordinates `units` together.

    Only for figures that may be summed, and where every one of them states exactly one value, and so does the unit.
    """
    own, of_units = tuple(stated), tuple(below)
    return tuple(
        conflict for figure in figures for conflict in _differing(figure, own, of_units, unit=unit, units=units)
    )


def _twice(figure: Figure, found: Sequence[FigureFound], values: Sequence[Decimal]) -> Conflict:
    firsts = [next(one for one in found if one.value == value) for value in values]
    said = "; ".join(f"{number_text(one.value)} ({one.where})" for one in firsts)
    text = f"“{figure.name}” ({figure.measure}) được ghi khác nhau: {said}; đề nghị đơn vị đối chiếu."
    return Conflict(firsts[0].unit, "stated_twice", firsts[0].section, firsts[0].where, text)


def _differing(
    figure: Figure, stated: Sequence[FigureFound], below: Sequence[FigureFound], *, unit: str, units: Sequence[str]
) -> Iterator[Conflict]:
    summed = figure_sum(figure, below, units)
    values = values_by_unit(figure, stated).get(unit, ())
    if summed.value is None or not summed.is_of_all or len(values) != 1 or values[0] == summed.value:
        return
    first = next(one for one in stated if one.figure == figure.id and one.unit == unit)
    yield Conflict(
        unit,
        "differs_from_subordinates",
        first.section,
        first.where,
        f"“{figure.name}” ({figure.measure}) ghi {number_text(values[0])}, {len(units)} đơn vị cấp dưới cộng lại là "
        f"{number_text(summed.value)}; đề nghị đơn vị đối chiếu.",
    )
