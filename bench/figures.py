"""A figure: what was measured, against what, and the most it may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable


class Unit(Enum):
    """What a figure counts. The ratio of two rates is that of their times, so more than 1 is always the dearer."""

    SECONDS = "s"
    PER_SECOND = "/s"  # kept as seconds for each
    MEGABYTES = "MB"
    COUNT = ""

    def text(self, value: float) -> str:
        match self:
            case Unit.SECONDS:
                return _seconds(value)
            case Unit.PER_SECOND:
                return f"{1 / value:,.0f}/s"
            case Unit.MEGABYTES:
                return f"{value:,.0f} MB"
            case Unit.COUNT:
                return f"{value:,.0f}"


def _seconds(value: float) -> str:
    for size, unit, digits in ((1.0, "s", 2), (1e-3, "ms", 1), (1e-6, "µs", 1)):
        if value >= size:
            return f"{value / size:.{digits}f} {unit}"
    return f"{value * 1e9:.0f} ns"


@dataclass(frozen=True, slots=True)
class Figure:
    """`most` limits what was measured, `most_ratio` its ratio to the baseline; None where nothing was promised."""

    what: str
    measured: float
    against: str
    baseline: float
    unit: Unit = Unit.SECONDS
    most: float | None = None
    most_ratio: float | None = None

    @property
    def ratio(self) -> float:
        return self.measured / self.baseline

    @property
    def is_met(self) -> bool:
        return _within(self.measured, self.most) and _within(self.ratio, self.most_ratio)

    @property
    def target(self) -> str:
        limits = [f"≤ {self.unit.text(self.most)}"] if self.most is not None else []
        limits += [f"≤ {self.most_ratio:g}×"] if self.most_ratio is not None else []
        if not limits:
            return "–"
        return f"{', '.join(limits)} {'met' if self.is_met else 'MISSED'}"


def _within(value: float, most: float | None) -> bool:
    return most is None or value <= most


def table(figures: Iterable[Figure]) -> Table:
    found = Table("what", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("measured", "baseline", "ratio", "target"):
        found.add_column(heading, justify="left" if heading in {"baseline", "target"} else "right", no_wrap=True)
    for one in figures:
        baseline = f"{one.unit.text(one.baseline)} {one.against}"
        found.add_row(one.what, one.unit.text(one.measured), baseline, f"{one.ratio:.3g}×", one.target)
    return found
