"""What was measured of one line at one size, and what the lines are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.measuring import Spent

CLOCK, PROCESSOR = "clock", "processor"
NATIONAL = 11_367
MOST_LINEAR, MOST_FLAT = 1.1, 0.15  # growth exponents: in proportion, and not at all, with room for the noise


@dataclass(frozen=True, slots=True)
class Cell:
    """Seconds for one of what the line counts, the baseline's beside it, and the most memory of the process.

    `sample` says how many were measured where it was not all of them.
    """

    clock: float
    processor: float
    base_clock: float
    base_processor: float
    peak: float
    idle: float
    sample: str = ""

    @classmethod
    def of(cls, ours: Spent, bare: Spent, *, peak: float, idle: float, sample: str = "") -> Cell:
        return cls(ours.clock, ours.processor, bare.clock, bare.processor, peak, idle, sample)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. `by` is the clock where somebody else's server is waited for, and else the processor.

    `most` seconds are promised up to `upto` obligations, `most_ratio` at every size from `since` on, `most_growth` is
    the exponent over all sizes; None where nothing was promised.
    """

    subject: str
    name: str
    counted: str
    against: str
    by: str = PROCESSOR
    most: float | None = None
    upto: int = NATIONAL
    most_ratio: float | None = None
    since: int = 0
    most_growth: float | None = None

    def cost(self, cell: Cell) -> float:
        return cell.clock if self.by == CLOCK else cell.processor

    def base(self, cell: Cell) -> float:
        return cell.base_clock if self.by == CLOCK else cell.base_processor

    def ratio(self, cell: Cell) -> float:
        return self.cost(cell) / self.base(cell) if self.base(cell) else 0.0


LINES = (
    Line(
        "tick",
        "tick, all due",
        "the whole tick",
        "sqlite3 executemany of the same rows",
        most_ratio=3,
        since=1_000,
        most_growth=MOST_LINEAR,
    ),
    Line(
        "tick",
        "tick, nothing due",
        "the whole tick",
        "the tick with all due",
        most_ratio=0.02,
        since=NATIONAL,
        most_growth=MOST_FLAT,
    ),
    Line(
        "delivery",
        "delivery",
        "one message",
        "smtplib, same bytes, same server",
        by=CLOCK,
        most_ratio=3,
        most_growth=MOST_FLAT,
    ),
    Line("intake", "intake", "one mail", "imaplib fetching and moving the same mails", by=CLOCK, most_growth=MOST_FLAT),
    Line(
        "consolidation", "consolidation", "one report of a district", "reading the same reports", most_growth=MOST_FLAT
    ),
    *(
        Line(
            "pages",
            f"page: {page}",
            "one answer",
            "hello of uvicorn and Jinja + its SQL",
            most=0.1,
            most_ratio=3,
            since=NATIONAL,
            most_growth=MOST_LINEAR,
        )
        for page in ("overview", "list of units", "search")
    ),
    Line(
        "pages", "page: a unit", "one answer", "hello of uvicorn and Jinja + its SQL", most=0.1, most_growth=MOST_FLAT
    ),
    Line(
        "start-up",
        "dondoc why, one unit",
        "the whole command",
        "importing the same libraries",
        most=0.6,
        upto=100_000,
        most_growth=MOST_FLAT,
    ),
    Line(
        "start-up",
        "dondoc status of a tier",
        "the whole command",
        "importing the same libraries",
        most=0.5,
        upto=123,
        most_growth=MOST_LINEAR,
    ),
)
SUBJECTS = tuple(dict.fromkeys(line.subject for line in LINES))
MEMORY = "memory"


def line_named(name: str) -> Line:
    return next(line for line in LINES if line.name == name)


Cells = dict[str, dict[int, Cell]]  # by the name of the line and the number of obligations


def of_line(cells: Mapping[str, Mapping[int, Cell]], line: Line) -> Mapping[int, Cell]:
    return dict(sorted(cells.get(line.name, {}).items()))
