"""How a cost grows with the number of obligations: as a power of it, and by how much for one more."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def exponent(costs: Mapping[int, float]) -> float | None:
    """The slope of the straight line through the logarithms, by least squares: 1 where the cost grows in proportion.

    What every answer costs in any case flattens it at the small sizes; `last_exponent` does not see that.
    """
    points = [(log(number), log(cost)) for number, cost in costs.items() if cost > 0]
    if len(points) < 2:  # noqa: PLR2004 -- a line needs two points
        return None
    middle_x = sum(x for x, _ in points) / len(points)
    middle_y = sum(y for _, y in points) / len(points)
    across = sum((x - middle_x) * (y - middle_y) for x, y in points)
    along: float = sum((x - middle_x) ** 2 for x, _ in points)
    return across / along if along else None


def last_exponent(costs: Mapping[int, float]) -> float | None:
    """The same between the two largest sizes alone: what is worse than linear shows there first."""
    return exponent(dict(sorted(costs.items())[-2:]))


def one_more(costs: Mapping[int, float]) -> float | None:
    """What one obligation more costs: the difference between the two largest sizes, for each of those between them."""
    ordered = sorted(costs.items())
    if len(ordered) < 2:  # noqa: PLR2004 -- the same
        return None
    (least, before), (most, after) = ordered[-2:]
    return (after - before) / (most - least)
