"""Faults planted in sample reports, in the six habits of writing: how many are found, and how much else is taken for one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bench.figures import Figure, Unit
from bench.planted_reports import DEVELOPMENT, HELD_OUT, PROPOSALS, planted_report
from config.plan_file import LoadedPlan, find_plan, load_plan
from demo.habits import HABITS
from documents.blocks import Heading, Paragraph
from documents.figure_reading import read_figures
from documents.outline_checking import check_outline
from documents.outline_matching import match
from documents.reading import read_report
from documents.section_answers import key_of
from domain.conflicts import stated_twice
from domain.proposals import addressees_of
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bench.planted_reports import Planted
    from documents.blocks import Report
    from documents.outline_matching import MatchedReport

PLAN, DUTY = "ke-hoach-15-kh-tu", "district"
UNITS = ("HU-353", "DU-13306", "HU-350", "DU-13285")
FILES = 120  # of each set
MOST_WRONG = 0.05
FAULTS = {
    "stale_date": "stale years",
    "stale_agency": "renamed agencies",
    "table_total": "totals of tables",
    "sentence_total": "totals of sentences",
    "stated_twice": "figures stated twice",
}
ADDRESSEES = {
    "central": "proposals to the centre",
    "province": "proposals to the province",
    "other": "proposals to others",
}
SETS = {"development": DEVELOPMENT, "kept apart": HELD_OUT}


@dataclass(slots=True)
class Scores:
    """By kind: how many there are, how many were found, how many of these are right."""

    true: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def count(self, planted: Planted, found: list[tuple[str, str]], addressed: list[tuple[str, str]]) -> None:
        self.true.update(planted.faults.keys())
        self.found.update(kind for kind, _ in found)
        for kind, sign in planted.faults.items():
            self.right[kind] += any(one == kind and _tells_of(text, sign) for one, text in found)
        truth = dict(planted.proposals)
        self.true.update(truth.values())
        for sentence, addressee in addressed:
            whole = next((text for text in truth if _core(text) == _core(sentence)), None)
            if whole is not None:
                self.found[addressee] += 1
                self.right[addressee] += truth[whole] == addressee


def measure(_folder: Path, *, files: int = FILES) -> list[Figure]:
    """Of each kind what was taken for a fault and is none, and what was not found, in both sets."""
    return [figure for name, texts in SETS.items() for figure in _of_set(name, scores(texts, files))]


def scores(texts: Sequence[Path], files: int) -> Scores:
    """Over so many files, in each of the habits by turns."""
    counted = Scores()
    for number in range(files):
        planted = planted_report(
            texts[number // len(HABITS) % len(texts)],
            _loaded().units[UNITS[number % len(UNITS)]],
            _loaded().plan.outline,
            number=number,
        )
        report = read_report(planted.content)
        matched = match(report, _loaded().plan.outline)
        unit = UNITS[number % len(UNITS)]
        counted.count(planted, [*_findings(report, unit), *_twice(matched, unit)], list(_addressed(matched)))
    return counted


def _findings(report: Report, code: str) -> Iterator[tuple[str, str]]:
    """The kind of fault and what is said of it, for all that the check against the outline finds."""
    plan, units = _loaded().plan, _loaded().units
    for one in check_outline(report, plan, units[code], plan.duty(DUTY), units=units).findings:
        if one.code == "total_does_not_add_up":
            yield ("table_total" if "bảng" in one.where else "sentence_total"), one.text
        elif one.code in FAULTS:
            yield one.code, one.text


def _twice(matched: MatchedReport, unit: str) -> Iterator[tuple[str, str]]:
    figures = _loaded().plan.figures
    for conflict in stated_twice(figures, read_figures(matched, figures, unit=unit)):
        yield conflict.code, conflict.text


def _addressed(matched: MatchedReport) -> Iterator[tuple[str, str]]:
    section = _loaded().plan.outline.section(PROPOSALS)
    assert section is not None
    blocks = [one for one in matched.sections[PROPOSALS].blocks if isinstance(one, Heading | Paragraph)]
    texts = [(place, one.text, isinstance(one, Heading)) for place, one in enumerate(blocks)]
    for one in addressees_of(texts, section.addressees):
        if not one.is_label:
            yield one.span.of(blocks[one.position].text), one.addressee


def _tells_of(text: str, sign: str) -> bool:
    """Whether a finding names what was planted, of an agency perhaps only the beginning of its name."""
    said, planted = key_of(text), key_of(sign)
    quoted = key_of(text.partition("“")[2].partition("”")[0])
    return planted in said or (bool(quoted) and quoted in planted)


def _core(text: str) -> str:
    return fold(text).lstrip("-+*•0123456789. ")


def _of_set(name: str, score: Scores) -> Iterator[Figure]:
    for kind, what in (FAULTS | ADDRESSEES).items():
        true, found, right = score.true[kind], score.found[kind], score.right[kind]
        precision = f"found: precision {right / max(found, 1):.4f}"
        recall = f"planted: recall {right / max(true, 1):.4f}"
        yield Figure(
            f"{what}, {name}: wrong", found - right, precision, max(found, 1), Unit.COUNT, most_ratio=MOST_WRONG
        )
        yield Figure(f"{what}, {name}: missed", true - right, recall, max(true, 1), Unit.COUNT, most_ratio=MOST_WRONG)


@cache
def _loaded() -> LoadedPlan:
    return load_plan(find_plan(PLAN))
