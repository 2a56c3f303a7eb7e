from __future__ import annotations

from datetime import UTC, date, datetime

from domain.consolidation import Absence, Absent, Preflight, RunInput
from domain.coverage import UnitCoverage, count_of, coverage
from domain.outline_check import OutlineCheck, SectionCheck, SectionState

DAY = datetime(2022, 8, 20, tzinfo=UTC)
FOUND, NONE, EMPTY, MISSING, NOT_OWED = SectionState
CHECK = OutlineCheck((SectionCheck("I", "", FOUND), SectionCheck("II", "", NONE), SectionCheck("IV", "", NOT_OWED)))


def run_input(unit: str) -> RunInput:
    return RunInput(unit, f"Đơn vị {unit}", 1, "", DAY, 0, "", "", "docx")


PREFLIGHT = Preflight(
    "P",
    "Tỉnh",
    DAY,
    (run_input("B"), run_input("C")),
    (Absent("A", "Đơn vị A", Absence.MISSING, date(2022, 8, 20), 3),),
)


def test_every_unit_expected_has_a_row_in_the_order_of_the_plan() -> None:
    rows = coverage(PREFLIGHT, {"C": CHECK}, sections=("I", "II", "III", "IV"), order=("C", "A", "B"))

    assert rows == (
        UnitCoverage("C", "Đơn vị C", is_in=True, states=(FOUND, NONE, None, NOT_OWED)),
        UnitCoverage("A", "Đơn vị A", is_in=False),
        UnitCoverage("B", "Đơn vị B", is_in=True, states=(None, None, None, None)),
    )


def test_unit_that_the_order_does_not_name_comes_last() -> None:
    rows = coverage(PREFLIGHT, {}, sections=("I",), order=("C", "elsewhere"))

    assert [row.unit for row in rows] == ["C", "A", "B"]


def test_nothing_is_an_answer_and_what_is_not_owed_is_not_counted() -> None:
    row = UnitCoverage("C", "C", is_in=True, states=(FOUND, NONE, EMPTY, MISSING, NOT_OWED, None))

    assert (row.answered, row.owed) == (2, 4)


def test_reports_are_counted_section_by_section() -> None:
    rows = (
        UnitCoverage("A", "A", is_in=True, states=(FOUND, EMPTY)),
        UnitCoverage("B", "B", is_in=True, states=(FOUND, FOUND)),
        UnitCoverage("C", "C", is_in=False),
    )

    assert count_of(rows, FOUND, sections=2) == (2, 1)
    assert count_of(rows, MISSING, sections=2) == (0, 0)
    assert count_of((), FOUND, sections=2) == (0, 0)
