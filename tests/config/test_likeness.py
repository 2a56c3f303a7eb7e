from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.likeness import CONSOLIDATION, thresholds
from config.plan_errors import PlanError
from domain.likeness import Thresholds

if TYPE_CHECKING:
    from pathlib import Path

AT_STATEMENT = 'consolidation.yaml, dòng 7, cột 13: "likeness"'


def test_shipped_file_says_what_the_program_takes_without_it() -> None:
    assert thresholds() == Thresholds()


def test_every_threshold_comes_from_the_file(tmp_path: Path) -> None:
    text = """
        statement: {likeness: 0.9, least_words: 7, least_units: 3, named: 5}
        copy: {likeness: 0.6, least_words: 50}
    """

    expected = Thresholds(statement=0.9, statement_words=7, statement_units=3, named=5, copy=0.6, copy_words=50)
    assert thresholds(written(tmp_path, text)) == expected


@pytest.mark.parametrize(
    ("line", "instead", "fault"),
    [
        ("likeness: 0.85", "likeness: 0.5", f"{AT_STATEMENT} phải từ 0.6 trở lên."),
        ("likeness: 0.85", "likeness: 85", f"{AT_STATEMENT} chỉ được đến 1.0."),
        ("likeness: 0.85", "likeness: .nan", f"{AT_STATEMENT} chỉ được đến 1.0."),
        (
            "likeness: 0.85",
            "likeness: 0,85",
            f'{AT_STATEMENT} phải là một số, phần lẻ viết sau dấu chấm (0.85), không phải "0,85".',
        ),
        (
            "least_units: 2 ",
            "least_units: 1 ",
            'consolidation.yaml, dòng 9, cột 16: "least_units" phải từ 2 trở lên.',
        ),
        (
            "least_words: 40",
            "least_words: 4",
            'consolidation.yaml, dòng 15, cột 16: "least_words" phải từ 12 trở lên.',
        ),
    ],
)
def test_threshold_that_makes_no_sense_is_refused_with_its_place(
    tmp_path: Path, line: str, instead: str, fault: str
) -> None:
    text = CONSOLIDATION.read_text(encoding="utf-8").replace(line, instead)

    with pytest.raises(PlanError) as refused:
        thresholds(written(tmp_path, text))

    assert refused.value.problems == (fault,)


def test_missing_part_is_named(tmp_path: Path) -> None:
    text = CONSOLIDATION.read_text(encoding="utf-8").replace("\ncopy:", "\ncopies:")

    with pytest.raises(PlanError, match='thiếu "copy"'):
        thresholds(written(tmp_path, text))


def written(folder: Path, text: str) -> Path:
    path = folder / "consolidation.yaml"
    path.write_text(text, encoding="utf-8")
    return path
