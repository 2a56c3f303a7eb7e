from __future__ import annotations

from collections import Counter

from config.preparing import prepare_plan
from demo.habits import HABITS
from demo.ways import ENDINGS, SAMPLES, Way, named_units, sample_of, way_of

UNITS = prepare_plan("ke-hoach-15-kh-tu").units


def test_every_way_is_shown_by_some_unit() -> None:
    assert {way_of(unit.code) for unit in UNITS} == set(Way)


def test_ways_name_units_that_exist() -> None:
    assert {code for code in named_units() if code not in UNITS} == set()


def test_most_units_write_a_word_file_in_some_habit() -> None:
    shown = Counter(way_of(unit.code) for unit in UNITS)

    assert sum(shown[habit] for habit in HABITS) > 0.85 * len(UNITS)
    assert shown.most_common(1)[0][0] is Way.BOLD


def test_every_file_made_beforehand_has_its_unit_and_every_such_unit_its_file() -> None:
    assert {sample_of(unit) for unit, way in named_units().items() if way in ENDINGS} == set(SAMPLES.iterdir())
