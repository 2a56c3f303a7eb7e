"""Whose report it is by its letterhead: a report that another unit of the plan heads was copied."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from documents.section_answers import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.units import Unit


def other_issuer(lines: Iterable[str], unit: Unit, units: Iterable[Unit]) -> Unit | None:
    """The other unit whose whole name is a line of the letterhead, where the unit's own name is in none of them.

    Superiors stand in letterheads of their own right, above the issuer, and are never meant.
    """
    keys = {key for line in lines if " " in (key := key_of(line))}
    own = _key(unit.name)
    if any(f" {own} " in f" {key} " or f" {key} " in f" {own} " for key in keys):
        return None
    meant = [one for one in units if one.tier == unit.tier and _key(one.name) in keys]
    return meant[0] if len(meant) == 1 and meant[0].code not in (unit.code, unit.superior) else None


@lru_cache(maxsize=16_384)  # the units of the whole country, by name
def _key(name: str) -> str:
    return key_of(name)
