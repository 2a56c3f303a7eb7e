"""What makes a tick longer: what is due in it, not how many units there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.campaign_file import open_file, tick_seconds
from bench.figures import Figure
from bench.measuring import medians
from bench.nation import NATION, of_obligations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bench.nation import Size

ROUNDS = 5
DUE = (0, 100, 1_000)
SAME_DUE = 1_000
SIZES = (of_obligations(2_000), NATION, of_obligations(100_000))
MOST_OVER_PROPORTION = 1.5
MOST_FOR_NOT_DUE = 0.02


def measure_due(folder: Path, *, size: Size = NATION, due: tuple[int, ...] = DUE, rounds: int = ROUNDS) -> list[Figure]:
    """The same country with fewer and fewer due. In proportion, so many of all would take so much of the whole time."""
    numbers = (*due, size.communes)
    *times, whole = medians(rounds, *(_timed(folder, size, number) for number in numbers))
    figures = [
        Figure(
            f"tick, {number:,} due of {size.obligations:,}",
            taken,
            f"with {size.communes:,} due",
            whole,
            most_ratio=_proportional(number, size),
        )
        for number, taken in zip(due, times, strict=True)
    ]
    each = (whole - times[0]) / (size.communes - due[0])
    return [*figures, Figure("slope: one obligation more, due", each, "whole tick / due", whole / size.communes)]


def _proportional(number: int, size: Size) -> float:
    """What a tick costs in any case is granted to each of them."""
    return round(MOST_OVER_PROPORTION * number / size.communes + MOST_FOR_NOT_DUE, 3)


def measure_size(
    folder: Path,
    *,
    sizes: tuple[Size, ...] = SIZES,
    due: int = SAME_DUE,
    rounds: int = ROUNDS,
) -> list[Figure]:
    """The same number due, in larger and larger countries."""
    least, *times = medians(rounds, *(_timed(folder, size, due) for size in sizes))
    smallest, *larger = sizes
    figures = [
        Figure(
            f"tick, {due:,} due of {size.obligations:,}",
            taken,
            f"of {smallest.obligations:,}",
            least,
            most_ratio=MOST_OVER_PROPORTION,
        )
        for size, taken in zip(larger, times, strict=True)
    ]
    each = max(0.0, times[-1] - least) / (larger[-1].obligations - smallest.obligations)
    slope = Figure("slope: one obligation more, not due", each, "one due", least / due, most_ratio=MOST_FOR_NOT_DUE)
    return [*figures, slope]


def _timed(folder: Path, size: Size, due: int) -> Callable[[], float]:
    file = open_file(folder, size=size, due=due)
    return lambda: tick_seconds(file.copy("tick.db"))
