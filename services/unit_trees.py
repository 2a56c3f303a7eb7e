"""The tree of units: each superior with those below it, and how they stand together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.unit_lists import Branch, branches, superior_names
from database.queries.unit_lists import obligations_under as ids_under
from services.units import UnitLine, unit_lines

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

PER_PAGE = 50
MOST_LINES = 300  # of units below, on one page; beyond, a superior leads to a list of its own


@dataclass(frozen=True, slots=True)
class Twig:
    """A superior, its own duties and those below. `lines` is empty where there are too many for one page."""

    branch: Branch
    own: tuple[UnitLine, ...]
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class UnitTreePage:
    twigs: tuple[Twig, ...]
    total: int
    number: int
    pages: int


def unit_tree(session: Session, campaign: Campaign, *, as_of: datetime, number: int = 1) -> UnitTreePage:
    """The superiors of those that owe a report, fifty to a page."""
    found = branches(session, campaign, as_of=as_of)
    pages = max(1, -(-len(found) // PER_PAGE))
    number = min(max(1, number), pages)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    has_room = sum(one.expected for one in shown) <= MOST_LINES
    ids = ids_under(session, campaign.id, [one.unit for one in shown], with_below=has_room)
    own, below = defaultdict(list), defaultdict(list)
    codes = {one.unit for one in shown}
    for line in unit_lines(session, campaign, ids, as_of=as_of):
        if line.superior in codes:
            below[line.superior].append(line)
        if line.unit in codes:
            own[line.unit].append(line)
    twigs = tuple(Twig(one, tuple(own[one.unit]), tuple(below[one.unit])) for one in shown)
    return UnitTreePage(twigs, len(found), number, pages)


def superiors(session: Session, campaign: Campaign) -> list[tuple[str, str]]:
    """Those that have anybody below them that owes a report: (code, name)."""
    return superior_names(session, campaign.id)
