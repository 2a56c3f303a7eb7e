from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RuleBroken
from domain.units import Unit, UnitTree
from tests.small_plan import UNITS


def _unit(code: str, superior: str | None, name: str = "") -> Unit:
    return Unit(code, name or f"Đảng ủy {code}", "commune", superior)


@st.composite
def _trees(draw: st.DrawFn) -> list[Unit]:
    """Any tree of up to eight units: each below one that was there before it, or at the top."""
    above = [draw(st.none() | st.integers(0, number - 1)) if number else None for number in range(draw(_SIZES))]
    return [_unit(f"U{number}", None if one is None else f"U{one}") for number, one in enumerate(above)]


_SIZES = st.integers(1, 8)


def test_superiors_go_up_to_the_top() -> None:
    assert [unit.code for unit in UNITS.superiors_of("X1")] == ["HU1", "TT"]
    assert UNITS.superiors_of("TT") == ()


def test_superior_of_the_top_is_nobody() -> None:
    assert UNITS.superior_of("TT") is None
    assert UNITS.superior_of("X3") == UNITS["HU2"]


def test_subordinates_are_the_direct_ones() -> None:
    assert [unit.code for unit in UNITS.subordinates_of("HU1")] == ["X1", "X2"]
    assert [unit.code for unit in UNITS.subordinates_of("TT")] == ["VP", "BTG", "HU1", "HU2"]


def test_tree_knows_what_is_in_it() -> None:
    assert "X1" in UNITS
    assert "X9" not in UNITS
    assert len(UNITS) == len(list(UNITS)) == 8


def test_tree_refuses_a_code_twice() -> None:
    with pytest.raises(RuleBroken, match="“X1” xuất hiện hai lần"):
        UnitTree([_unit("X1", None), _unit("X1", None)])


def test_tree_refuses_an_unknown_superior() -> None:
    with pytest.raises(RuleBroken, match="“X1” ghi cấp trên là “HU9”"):
        UnitTree([_unit("X1", "HU9")])


@pytest.mark.parametrize("superiors", [{"A": "A"}, {"A": "B", "B": "A"}, {"A": "B", "B": "C", "C": "B"}])
def test_tree_refuses_a_circle_of_superiors(superiors: dict[str, str]) -> None:
    with pytest.raises(RuleBroken, match="khép vòng"):
        UnitTree(_unit(code, superior) for code, superior in superiors.items())


@pytest.mark.parametrize("name", ["HU1", "hu1", "huyen uy ly nhan", "Huyện uỷ Lý Nhân", "ly nhan", "LÝ  NHÂN"])
def test_unit_is_called_by_code_or_name_in_any_spelling(name: str) -> None:
    assert [unit.code for unit in UNITS.called(name)] == ["HU1"]


def test_part_of_a_name_calls_all_who_bear_it() -> None:
    assert [unit.code for unit in UNITS.called("xã")] == ["X1", "X2", "X3"]


def test_exact_name_wins_over_a_part_of_one() -> None:
    tree = UnitTree([_unit("A", None, "Thành ủy Phủ Lý"), _unit("B", None, "Phủ Lý")])

    assert [unit.code for unit in tree.called("phu ly")] == ["B"]


def test_part_of_a_word_calls_nobody() -> None:
    assert UNITS.called("nh") == ()


@given(_trees())
def test_each_superior_has_its_subordinate(units: list[Unit]) -> None:
    tree = UnitTree(units)

    for unit in tree:
        for below, above in pairwise((unit, *tree.superiors_of(unit.code))):
            assert below in tree.subordinates_of(above.code)
        top = (unit, *tree.superiors_of(unit.code))[-1]
        assert top.superior is None


@given(_trees(), st.randoms())
def test_tree_does_not_mind_the_order_of_the_list(units: list[Unit], order: st.DataObject) -> None:
    shuffled = list(units)
    order.shuffle(shuffled)  # type: ignore[attr-defined]

    assert {unit.code: UnitTree(shuffled).superiors_of(unit.code) for unit in units} == {
        unit.code: UnitTree(units).superiors_of(unit.code) for unit in units
    }
