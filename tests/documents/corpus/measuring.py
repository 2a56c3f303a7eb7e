"""Precision and recall of section matching: of the headings found those that are right, of the true ones those found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.outline_matching import match
from tests.documents.corpus.lines import outline

if TYPE_CHECKING:
    from documents.blocks import Report
    from tests.documents.corpus.reports import Written


@dataclass(slots=True)
class Score:
    right: int = 0
    found: int = 0
    true: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    def count(self, report: Report, written: Written) -> list[tuple[str, int, int]]:
        """Add one report; returns what went wrong: section, position found (0 for none), true position."""
        truth = written.truth
        found = {section: one.heading.position for section, one in match(report, outline()).sections.items()}
        right = {section for section, position in found.items() if truth.get(section) == position}
        self.right += len(right)
        self.found += len(found)
        self.true += len(truth)
        wrong = (truth.keys() | found.keys()) - right
        return [(section, found.get(section, 0), truth.get(section, 0)) for section in sorted(wrong)]
