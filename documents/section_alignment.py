"""Laying the headings of a report along the sections of the outline: the best assignment, each at most once on either side."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Scores are in [0, 1]; less than this is no match.
LEAST_SCORE = 0.5
# Headings out of their order need a clearer likeness, and count for less.
LEAST_OUT_OF_ORDER = 0.6
OUT_OF_ORDER = 0.95
# What a match must gain beyond nothing, so that one good match is worth more than two poor ones.
COST = 0.35


def assign(
    in_order: Sequence[Mapping[int, float]], out_of_order: Sequence[Mapping[int, float]], *, sections: int
) -> dict[int, tuple[int, float]]:
    """Heading to section and score, by their places; the scores are given for each heading, by section.

    First the best chain in which both are in order, then, of what is left, the best chain again, until none is left:
    a chapter that was moved is itself in order.
    """
    found: dict[int, tuple[int, float]] = {}
    rows = [row for row, scores in enumerate(in_order) if any(score >= LEAST_SCORE for score in scores.values())]
    columns = list(range(sections))
    scores, least, factor = in_order, LEAST_SCORE, 1.0
    while chain := _chain(scores, rows, columns, least=least):
        found |= {row: (column, scores[row][column] * factor) for row, column in chain}
        matched = {column for _, column in chain}
        rows = [row for row in rows if row not in found]
        columns = [column for column in columns if column not in matched]
        scores, least, factor = out_of_order, LEAST_OUT_OF_ORDER, OUT_OF_ORDER
    return found


def _chain(
    scores: Sequence[Mapping[int, float]], rows: Sequence[int], columns: Sequence[int], *, least: float
) -> list[tuple[int, int]]:
    """The chain of matches in order that gains most; of equal ones that whose headings come first."""
    gains = [[0.0] * (len(columns) + 1)]
    for row in reversed(rows):
        gains.append(_gains(scores[row], columns, gains[-1], least))
    gains.reverse()
    chain: list[tuple[int, int]] = []
    start = 0
    for row, here, below in zip(rows, gains, gains[1:], strict=False):
        for place in range(start, len(columns)):
            if here[place] < here[start]:
                break
            if _taken(scores[row], columns[place], below[place + 1], least) == here[start] > 0:
                chain.append((row, columns[place]))
                start = place + 1
                break
    return chain


def _gains(scores: Mapping[int, float], columns: Sequence[int], below: Sequence[float], least: float) -> list[float]:
    """What can be gained from this heading on, with the sections from each place on."""
    gains = [0.0] * (len(columns) + 1)
    best = 0.0
    for place in range(len(columns) - 1, -1, -1):
        best = max(best, below[place])
        if columns[place] in scores:
            best = max(best, _taken(scores, columns[place], below[place + 1], least))
        gains[place] = best
    return gains


def _taken(scores: Mapping[int, float], column: int, after: float, least: float) -> float:
    score = scores.get(column, 0.0)
    return score - COST + after if score >= least else 0.0
