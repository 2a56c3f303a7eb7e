"""Checking reports against the outline: how often the right section is found, how long it takes, what it holds on to."""

from __future__ import annotations

from functools import partial
from itertools import cycle, islice
from typing import TYPE_CHECKING

from bench.figures import Figure, Unit
from bench.measuring import best, resident_megabytes, seconds
from bench.report_files import HABITS, report_file
from config.plan_file import find_plan, load_plan
from documents.outline_checking import check_outline
from documents.reading import read_report
from tests.documents.corpus.habits import FAITHFUL_HABITS, HARD, HARD_HABITS, documents
from tests.documents.corpus.measuring import Score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from documents.blocks import Report
    from domain.outline_check import OutlineCheck

PLAN, UNIT, DUTY = "ke-hoach-15-kh-tu", "HU-353", "district"
FILES = 120  # of each habit
MOST_WRONG = dict.fromkeys(FAITHFUL_HABITS, 0.01) | {HARD: 0.05}
ROUNDS = 15
MOST_SECONDS = 0.005
DIFFERENT = 20
SETTLED, CHECKED = 1_000, 10_000
MOST_GROWTH = 1.05


def measure(_folder: Path, *, files: int = FILES) -> list[Figure]:
    """Of each habit the headings taken for another section's, and those not found; words kept apart promise nothing."""
    return [figure for habit in (*FAITHFUL_HABITS, *HARD_HABITS) for figure in _of_habit(habit, files)]


def measure_time(_folder: Path, *, rounds: int = ROUNDS) -> list[Figure]:
    """A report of twelve pages, against reading it."""
    content = report_file(HABITS[0], "bench")
    report, check = read_report(content), _checker()
    checked, read = best(
        rounds, lambda: seconds(partial(check, report)), lambda: seconds(partial(read_report, content))
    )
    return [Figure("checking 12 pages against the outline", checked, "reading them", read, most=MOST_SECONDS)]


def measure_memory(_folder: Path, *, settled: int = SETTLED, checked: int = CHECKED) -> list[Figure]:
    """What the process holds after many reports, against what it held after the first of them."""
    check = _checker()
    reports = cycle(read_report(content) for content, _ in documents(HARD, DIFFERENT))
    for report in islice(reports, settled):
        check(report)
    before = resident_megabytes()
    for report in islice(reports, checked - settled):
        check(report)
    what = f"memory after {checked:,} reports checked"
    return [Figure(what, resident_megabytes(), f"after {settled:,}", before, Unit.MEGABYTES, most_ratio=MOST_GROWTH)]


def _of_habit(habit: str, files: int) -> Iterator[Figure]:
    score = Score()
    for content, written in documents(habit, files):
        score.count(read_report(content), written)
    most = MOST_WRONG.get(habit)
    wrong, missed = score.found - score.right, score.true - score.right
    precision = f"headings found: precision {score.precision:.4f}"
    recall = f"true headings: recall {score.recall:.4f}"
    yield Figure(f"wrong section, {habit}", wrong, precision, score.found, Unit.COUNT, most_ratio=most)
    yield Figure(f"not found, {habit}", missed, recall, score.true, Unit.COUNT, most_ratio=most)


def _checker() -> Callable[[Report], OutlineCheck]:
    """Holds one unit's report against the shipped outline."""
    loaded = load_plan(find_plan(PLAN))
    unit, duty = loaded.units[UNIT], loaded.plan.duty(DUTY)
    return lambda report: check_outline(report, loaded.plan, unit, duty, units=loaded.units)
