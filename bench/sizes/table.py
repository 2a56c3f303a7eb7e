"""The series as rows of words, once for the terminal and once for the README."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.table import Table

from bench.figures import Unit
from bench.sizes.cells import LINES, SUBJECTS, of_line
from bench.sizes.slopes import exponent, last_exponent, one_more
from bench.sizes.verdicts import verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bench.sizes.cells import Cell, Line
    from bench.sizes.results import Results

NOTHING = "–"
Rows = tuple[list[str], list[list[str]]]  # headings, and what stands under them


def costs(results: Results, *, sizes: Sequence[int] = ()) -> Rows:
    """What one of each costs, its ratio to the baseline first, at every size; how it grows, and what was promised.

    With `sizes`, all lines at these; else what was measured.
    """
    is_whole, sizes = bool(sizes), sizes or results.sizes
    headings = [
        "what costs",
        *(f"{number:,}" for number in sizes),
        "grows as",
        "one more",
        "baseline, same run",
        "target",
    ]
    return headings, [_costs_of(line, results, sizes) for line in LINES if is_whole or _is_there(line, results)]


def memory(results: Results, *, sizes: Sequence[int] = ()) -> Rows:
    """The most that the process of each subject held, and what it held before the work."""
    is_whole, sizes = bool(sizes), sizes or results.sizes
    headings = ["peak memory", *(f"{number:,}" for number in sizes), "1,000 more"]
    return headings, [_memory_of(one, results, sizes) for one in SUBJECTS if is_whole or peaks(one, results)]


def _is_there(line: Line, results: Results) -> bool:
    return bool(results.cells.get(line.name)) or any(key.startswith(f"{line.subject} at ") for key in results.failed)


def _costs_of(line: Line, results: Results, sizes: Sequence[int]) -> list[str]:
    cells = of_line(results.cells, line)
    by_size = {number: line.cost(cell) for number, cell in cells.items()}
    return [
        f"{line.name}; {line.counted}, {line.by}",
        *(_cell(line, cells.get(number), f"{line.subject} at {number:,}" in results.failed) for number in sizes),
        _growth(by_size),
        _one_more(by_size),
        line.against,
        verdict(line, cells),
    ]


def _cell(line: Line, cell: Cell | None, has_failed: bool) -> str:  # noqa: FBT001 -- of one cell
    if cell is None:
        return "FAILED" if has_failed else NOTHING
    return f"{_ratio(line.ratio(cell))} · {Unit.SECONDS.text(line.cost(cell))}"


def _ratio(value: float) -> str:
    return f"{value:.0f}×" if value >= 100 else f"{value:.2g}×"  # noqa: PLR2004 -- as many figures as mean anything


def _growth(costs_by_size: Mapping[int, float]) -> str:
    whole, last = exponent(costs_by_size), last_exponent(costs_by_size)
    return NOTHING if whole is None or last is None else f"n^{whole:.2f}, last n^{last:.2f}"


def _one_more(costs_by_size: Mapping[int, float]) -> str:
    """Of what does not grow there is nothing to tell: a difference of two noises."""
    last = last_exponent(costs_by_size)
    more = one_more(costs_by_size) if last is not None else None
    return Unit.SECONDS.text(more) if more is not None and more > 0 and last is not None and last > 0.15 else NOTHING  # noqa: PLR2004 -- as in MOST_FLAT


def peaks(subject: str, results: Results) -> dict[int, Cell]:
    """The greediest line of the subject at each size."""
    found: dict[int, Cell] = {}
    for line in LINES:
        if line.subject == subject:
            for number, cell in of_line(results.cells, line).items():
                if not cell.peak:  # the system did not tell
                    continue
                found[number] = max(found.get(number, cell), cell, key=lambda one: one.peak)
    return found


def _memory_of(subject: str, results: Results, sizes: Sequence[int]) -> list[str]:
    found = peaks(subject, results)
    more = one_more({number: cell.peak for number, cell in sorted(found.items())})
    return [
        subject,
        *(f"{one.peak:,.0f} MB, {one.idle:,.0f} before" if (one := found.get(number)) else NOTHING for number in sizes),
        f"{max(0.0, more) * 1000:.2f} MB" if more is not None else NOTHING,
    ]


def terminal(rows: Rows) -> Table:
    headings, lines = rows
    found = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, heading in enumerate(headings):
        found.add_column(
            heading, justify="right" if heading[:1].isdigit() else "left", no_wrap=0 < place < len(headings) - 2
        )
    for line in lines:
        found.add_row(*line)
    return found


def markdown(rows: Rows) -> str:
    headings, lines = rows
    rules = ["---:" if heading[:1].isdigit() else "---" for heading in headings]
    return "\n".join(_row(one) for one in (headings, rules, *lines))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
