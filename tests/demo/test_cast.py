from __future__ import annotations

from config.preparing import prepare_plan
from demo.cast import cast
from rehearsal.scenarios import Conduct

UNITS = prepare_plan("ke-hoach-15-kh-tu").units


def test_every_conduct_is_played() -> None:
    scenario = cast(UNITS)

    assert {scenario.of(unit.code).conduct for unit in UNITS} == set(Conduct)


def test_named_units_exist_and_play_their_own_part() -> None:
    scenario = cast(UNITS)

    assert {code for code in scenario.units if code not in UNITS} == set()
    assert scenario.of("HU-353").conduct is Conduct.SILENT
    assert scenario.of("DU-QS").conduct is Conduct.UNREACHABLE


def test_the_cast_is_the_same_every_time() -> None:
    assert cast(UNITS) == cast(UNITS)


def test_one_district_is_extended_and_one_commune_exempted_before_they_are_due() -> None:
    scenario = cast(UNITS)

    assert [UNITS[code].tier for code in scenario.extensions] == ["district"]
    assert [UNITS[code].tier for code in scenario.exemptions] == ["commune"]
