"""Tiers (cấp) are data: two, three or more, any names."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier. `rank` climbs from 1, the tier that reports first."""

    id: str
    name: str
    rank: int
