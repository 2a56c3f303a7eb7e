"""A sum is made of what the plan declares to be summed, from units that say one thing, and of nothing else."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from domain.figure_sums import FigureSum, figure_sum, total
from domain.figures import Figure, FigureFound, FigureKind

SPEAKERS = Figure("loa", "Loa truyền thanh", "chiếc", "II.1.3", FigureKind.STOCK, is_summed=True)
UNITS = ("A", "B", "C", "D")

values = st.decimals(0, 10**9, places=2)
statements = st.lists(st.tuples(st.sampled_from(UNITS), st.sampled_from(("loa", "khac")), values), max_size=12)
figures = st.builds(
    Figure,
    id=st.just("loa"),
    name=st.just("Số liệu"),
    measure=st.sampled_from(("chiếc", "triệu đồng", "%", "% số hộ")),
    section=st.just("II"),
    kind=st.sampled_from(FigureKind),
    is_summed=st.booleans(),
)


def found(unit: str, value: Decimal | int, figure: str = "loa") -> FigureFound:
    return FigureFound(unit, figure, "II.1.3", Decimal(value), "mục II.1.3, đoạn 4", "")


@given(figures, statements)
def test_what_must_not_be_summed_has_no_sum_by_any_way(figure: Figure, stated: list[tuple[str, str, Decimal]]) -> None:
    every = [found(unit, value, of) for unit, of, value in stated]
    is_ratio = figure.kind is FigureKind.RATIO or "%" in figure.measure

    sums = (total(figure, every), figure_sum(figure, every, UNITS).value)

    if is_ratio or not figure.is_summed:
        assert sums == (None, None)


@given(statements)
def test_every_unit_is_added_or_named(stated: list[tuple[str, str, Decimal]]) -> None:
    every = [found(unit, value, of) for unit, of, value in stated]

    summed = figure_sum(SPEAKERS, every, UNITS)

    assert sorted((*summed.added, *summed.silent, *summed.disputed)) == list(UNITS)
    once = {one.unit: one.value for one in every if one.figure == "loa" and one.unit in summed.added}
    assert summed.value == (sum(once.values()) if once else None)
    assert total(SPEAKERS, every) == summed.value


def test_a_sum_says_of_how_many_units_it_is() -> None:
    every = [found("A", 30), found("A", 30), found("B", 12), found("C", 5), found("C", 6)]

    summed = figure_sum(SPEAKERS, every, UNITS)

    assert summed == FigureSum("loa", Decimal(42), added=("A", "B"), silent=("D",), disputed=("C",))
    assert summed.coverage == "cộng từ 2/4 đơn vị"
    assert not summed.is_of_all


def test_units_that_were_not_asked_for_do_not_count() -> None:
    assert figure_sum(SPEAKERS, [found("A", 30), found("X", 12)], ("A",)).value == 30


def test_a_ratio_declared_summed_has_no_sum_even_so() -> None:
    ratio = replace(SPEAKERS, kind=FigureKind.RATIO)

    assert total(ratio, [found("A", 98)]) is None
    assert figure_sum(ratio, [found("A", 98)], ("A",)).added == ("A",)
