"""Groups of copies: units joined, directly or through others, by near copies of one section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.copies import Copied, CopyGroup, CopyKind
from domain.joining import Joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def copy_groups(copies: Iterable[Copied], order: Sequence[str]) -> tuple[CopyGroup, ...]:
    """Of the copies between units, by section; sections as they come, groups and their units in the given order."""
    places = {unit: place for place, unit in enumerate(order)}
    sections: dict[str, list[Copied]] = {}
    for one in copies:
        if one.kind is CopyKind.UNITS:
            sections.setdefault(one.section, []).append(one)
    return tuple(group for section, pairs in sections.items() for group in _groups(section, pairs, places))


def _groups(section: str, pairs: Sequence[Copied], places: Mapping[str, int]) -> list[CopyGroup]:
    joined: Joined[str] = Joined()
    for one in pairs:
        joined.join(one.first.unit, one.second.unit)
    together: dict[str, list[Copied]] = {}
    for one in pairs:
        together.setdefault(joined.head(one.first.unit), []).append(one)
    groups = [_group(section, found, places) for found in together.values()]
    return sorted(groups, key=lambda group: _place(group.units[0], places))


def _group(section: str, pairs: Sequence[Copied], places: Mapping[str, int]) -> CopyGroup:
    units = {unit for one in pairs for unit in (one.first.unit, one.second.unit)}
    shares = [one.likeness for one in pairs]
    return CopyGroup(section, tuple(sorted(units, key=lambda unit: _place(unit, places))), min(shares), max(shares))


def _place(unit: str, places: Mapping[str, int]) -> tuple[int, str]:
    """Units that the order does not know come last, by name."""
    return places.get(unit, len(places)), unit
