"""Whose report it is by its letterhead: a report that another unit of the plan heads was copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.section_answers import key_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.units import Unit


def other_issuer(lines: Iterable[str], unit: Unit, units: Iterable[Unit]) -> Unit | None:
    """The other unit whose whole name is a line of the letterhead, where the unit's own name is in none of them.

    Superiors stand in letterheads of their own right, above the issuer, and are never meant.
    """
    keys = [key_of(line) for line in lines]
    known = list(units)
    own = key_of(unit.name)
    if any(f" {own} " in f" {key} " or (key and f" {key} " in f" {own} ") for key in keys if " " in key):
        return None
    by_code = {one.code: one for one in known}
    above = set()
    code = unit.superior
    while code is not None and code not in above:
        above.add(code)
        code = by_code[code].superior if code in by_code else None
    meant = [
        one
        for one in known
        if one.code not in {*above, unit.code} and one.tier == unit.tier and key_of(one.name) in keys
    ]
    return meant[0] if len(meant) == 1 else None
