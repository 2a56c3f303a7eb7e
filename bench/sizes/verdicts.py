"""What was promised of a line, and whether it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.figures import Unit
from bench.sizes.slopes import last_exponent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bench.sizes.cells import Cell, Line

Promise = tuple[str, bool]


def promises(line: Line, cells: Mapping[int, Cell]) -> Iterator[Promise]:
    """Each that any of the cells can tell something about."""
    if line.most is not None and (within := [cell for number, cell in cells.items() if number <= line.upto]):
        limit = f"≤ {Unit.SECONDS.text(line.most)} up to {line.upto:,}"
        yield limit, all(line.cost(cell) <= line.most for cell in within)
    if line.most_ratio is not None and (above := [cell for number, cell in cells.items() if number >= line.since]):
        since = f" from {line.since:,}" if line.since else ""
        yield f"≤ {line.most_ratio:g}×{since}", all(line.ratio(cell) <= line.most_ratio for cell in above)
    growth = last_exponent({number: line.cost(cell) for number, cell in cells.items()})
    if line.most_growth is not None and growth is not None:
        yield f"n^≤{line.most_growth:g}", growth <= line.most_growth


def verdict(line: Line, cells: Mapping[int, Cell]) -> str:
    """All promises in words, those that were not kept in capitals."""
    said = [f"{text} {'met' if is_met else 'MISSED'}" for text, is_met in promises(line, cells)]
    return "; ".join(said) or "–"
