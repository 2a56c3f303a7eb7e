"""Pages of the list of units: which obligations are on one, and how many there are in all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.orm import aliased

from database.models import ContactRow, ObligationRow, PromiseRow, ReturnRow, SubmissionRow, UnitRow
from database.queries.eventful_standings import AS_OF, Terms
from database.queries.outbox import refused_addresses
from database.queries.standings import asked, standings, standings_under
from domain.obligations import State
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import CTE, BindParameter, ColumnElement, Select
    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign

_OWED = tuple(state.value for state in State if state.is_owed)
Ranks = tuple[tuple[str, int], ...]  # of the tiers
_ESCAPED = "\\"
CAMPAIGN, LIMIT, OFFSET = (bindparam(name, type_=Integer()) for name in ("campaign", "limit", "offset"))
MOST_TO_CHOOSE = 150  # superiors in one field of a form


class Sorting(StrEnum):
    """What the list is sorted by; units of one place stay together where nothing else is asked."""

    UNIT = "unit"
    NAME = "name"
    DEADLINE = "deadline"
    LATE = "late"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to. `words` are searched for without marks; what is empty does not narrow."""

    words: str = ""
    tier: str = ""
    state: str = ""
    superior: str = ""
    is_overdue: bool = False
    has_no_channel: bool = False
    has_promised: bool = False
    sorting: Sorting = Sorting.UNIT


@dataclass(frozen=True, slots=True)
class Branch:
    """A superior, and how many of the duties below it stand how."""

    unit: str
    name: str
    expected: int
    received: int
    overdue: int


def branches(session: Session, campaign: Campaign, *, as_of: datetime) -> list[Branch]:
    """The superiors with anything owed below them, in the order of the plan."""
    row = standings(campaign).c
    is_received = row.state.in_((State.ON_TIME.value, State.LATE.value))
    sums = (
        func.count(),
        func.sum(case((row.state == State.EXEMPT.value, 1), else_=0)),
        func.sum(case((is_received, 1), else_=0)),
        func.sum(case((row.is_overdue, 1), else_=0)),
    )
    found = session.connection().execute(
        select(UnitRow.code, UnitRow.name, *sums)
        .select_from(standings(campaign))
        .join(UnitRow, and_(UnitRow.campaign_id == campaign.id, UnitRow.code == row.superior))
        .group_by(UnitRow.id, UnitRow.code, UnitRow.name)
        .order_by(UnitRow.id),
        asked(campaign, as_of=as_of),
    )
    return [
        Branch(code, name, number - exempt, received, overdue)
        for code, name, number, exempt, received, overdue in found
    ]


def obligations_under(session: Session, campaign_id: int, superiors: Collection[str], *, with_below: bool) -> list[int]:
    """The obligations of these units, and of those directly below them."""
    own, below = ObligationRow.unit.in_(superiors), ObligationRow.superior.in_(superiors)
    chosen = or_(own, below) if with_below else own
    found = select(ObligationRow.id).where(ObligationRow.campaign_id == campaign_id, chosen)
    return list(session.scalars(found.order_by(ObligationRow.id)))


def superior_names(session: Session, campaign_id: int) -> list[tuple[str, str]]:
    """Those that anybody who owes a report is directly below: (code, name); none where they are too many to choose from."""
    is_below = (ObligationRow.campaign_id == campaign_id, ObligationRow.superior.is_not(None))
    above = session.scalars(select(ObligationRow.superior).where(*is_below).distinct().limit(MOST_TO_CHOOSE + 1)).all()
    if len(above) > MOST_TO_CHOOSE:
        return []
    found = select(UnitRow.code, UnitRow.name).where(UnitRow.campaign_id == campaign_id, UnitRow.code.in_(above))
    return list(session.execute(found.order_by(UnitRow.id)).tuples())


def find_obligations(
    session: Session, campaign: Campaign, wanted: Wanted, *, as_of: datetime, limit: int, offset: int = 0
) -> tuple[list[int], int]:
    """The ids on one page in their order, and how many obligations there are on all pages."""
    bad = refused_addresses(session, campaign.id) if wanted.has_no_channel else frozenset()
    ranks = tuple((tier.id, tier.rank) for tier in campaign.plan.tiers)
    values = {**asked(campaign, as_of=as_of), "limit": limit, "offset": offset}
    rows = session.connection().execute(_chosen(Terms.of(campaign), ranks, wanted, frozenset(bad)), values)
    ids, totals = [], [0]
    for obligation, number in rows:
        ids.append(obligation)
        totals.append(number)
    return ids, totals[-1]


@lru_cache(maxsize=64)
def _chosen(terms: Terms, ranks: Ranks, wanted: Wanted, bad: frozenset[str]) -> Select[tuple[int, int]]:
    """Put together once for each way of looking: that takes a while, and people look the same way again."""
    found = standings_under(terms)
    chosen = select(found.c.id, func.count().over())
    if wanted.words.strip() or wanted.sorting is Sorting.NAME:
        chosen = chosen.join(UnitRow, and_(UnitRow.campaign_id == CAMPAIGN, UnitRow.code == found.c.unit))
    return (
        chosen.where(*_conditions(wanted, found, bad))
        .order_by(*_order(wanted.sorting, found, ranks), found.c.id)
        .limit(LIMIT)
        .offset(OFFSET)
    )


def _conditions(wanted: Wanted, found: CTE, bad: frozenset[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.words.strip():
        key = fold(wanted.words).replace(_ESCAPED, _ESCAPED * 2).replace("%", r"\%").replace("_", r"\_")
        like = f"%{key}%"
        conditions.append(
            or_(UnitRow.folded.like(like, escape=_ESCAPED), func.lower(UnitRow.code).like(like, escape=_ESCAPED))
        )
    for column, value in ((found.c.tier, wanted.tier), (found.c.state, wanted.state)):
        if value:
            conditions.append(column == value)
    if wanted.superior:
        conditions.append(or_(found.c.superior == wanted.superior, found.c.unit == wanted.superior))
    if wanted.is_overdue:
        conditions.append(found.c.is_overdue)
    if wanted.has_no_channel:
        conditions.append(has_no_channel(found.c.unit, CAMPAIGN, bad))
    if wanted.has_promised:
        conditions.append(_has_promised(found))
    return conditions


def has_no_channel(
    unit: ColumnElement[str], campaign_id: int | BindParameter[int], bad: Collection[str]
) -> ColumnElement[bool]:
    """Whether the unit has no address left that takes anything."""
    usable = [ContactRow.campaign_id == campaign_id, ContactRow.unit == unit, ContactRow.address != ""]
    if bad:
        usable.append(ContactRow.address.not_in(sorted(bad)))
    return ~exists().where(*usable).correlate_except(ContactRow)


def _has_promised(found: CTE) -> ColumnElement[bool]:
    """Whether a report is owed and its day was promised since the last return."""
    promise, back, report = aliased(PromiseRow), aliased(ReturnRow), aliased(SubmissionRow)
    is_returned = and_(
        report.obligation_id == found.c.id,
        back.submission_id == report.id,
        back.returned_at > promise.made_at,
        back.returned_at <= AS_OF,
    )
    return and_(
        found.c.state.in_(_OWED),
        exists()
        .where(
            promise.obligation_id == found.c.id,
            promise.made_at <= AS_OF,
            ~exists().where(is_returned).correlate_except(back, report),
        )
        .correlate_except(promise),
    )


def _order(sorting: Sorting, found: CTE, ranks: Ranks) -> list[ColumnElement[Any]]:
    match sorting:
        case Sorting.NAME:
            return [UnitRow.folded.expression]
        case Sorting.DEADLINE:
            return [found.c.last_day]
        case Sorting.LATE:
            return [found.c.days_late.desc()]
        case Sorting.RECEIVED:
            return [found.c.received_at.desc().nulls_last()]
        case _:
            return [case({tier: literal(rank) for tier, rank in ranks}, value=found.c.tier).desc()]
