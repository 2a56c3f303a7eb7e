"""Where obligations stand at a moment, worked out by the database: what `domain.obligations.standing` says, row by row.

Most obligations have one deadline and at most one report; for those a glance is enough. The few to which more happened
(another deadline, another report, a return, a withdrawal, an exemption) are worked out in full. A property test holds both
equal to the rules.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, false, not_, null, or_, select, union

from database.base import Moment
from database.local_days import days_between
from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.eventful_standings import AS_OF, TODAY, Eventful, Terms, happened
from domain.lifecycle import Move
from domain.obligations import State

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import CTE, Select

    from domain.campaigns import Campaign


def standings(campaign: Campaign) -> CTE:
    """One row for each obligation, to be asked with `asked`: all columns are those of `standings_under`."""
    return standings_under(Terms.of(campaign))


def asked(campaign: Campaign, *, as_of: datetime) -> dict[str, Any]:
    return {"campaign": campaign.id, "as_of": as_of, "today": campaign.local_day(as_of)}


@lru_cache(maxsize=16)
def returned_standings(terms: Terms) -> CTE:
    """Those alone of which any report was ever sent back, asked the same way; without whose they are."""
    return _worked_out(terms, _returned().cte("returned").prefix_with("MATERIALIZED"))


@lru_cache(maxsize=16)
def standings_under(terms: Terms) -> CTE:
    """Of whom, how it stands, and the report that counts; `received_day` only of one that stands."""
    full, first = _worked_out(terms, _eventful()), SubmissionRow
    row, is_full, has_come = full.c, full.c.id.is_not(None), first.id.is_not(None)
    is_past = terms.last_day() < TODAY
    is_late = and_(has_come, first.received_at >= terms.by_duty(lambda deadline: deadline.end, Moment()))
    state = case(
        (is_full, row.state),
        (is_late, State.LATE.value),
        (has_come, State.ON_TIME.value),
        (is_past, State.OVERDUE.value),
        else_=State.EXPECTED.value,
    )
    days_late = case(
        (is_full, row.days_late),
        (is_late, days_between(terms.local_day(first.received_at), terms.last_day())),
        (and_(is_past, not_(has_come)), days_between(TODAY, terms.last_day())),
        else_=0,
    )
    is_accepted = and_(has_come, happened(first, Move.ACCEPT))
    return (
        select(
            ObligationRow.id,
            ObligationRow.unit,
            ObligationRow.superior,
            ObligationRow.tier,
            ObligationRow.duty,
            case((is_full, row.last_day), else_=terms.last_day()).label("last_day"),
            state.label("state"),
            case((is_full, row.is_overdue), (has_come, false()), else_=is_past).label("is_overdue"),
            days_late.label("days_late"),
            case((is_full, row.is_accepted), else_=is_accepted).label("is_accepted"),
            case((is_full, row.received_at), else_=first.received_at).label("received_at"),
            case((is_full, row.received_day), else_=terms.local_day(first.received_at)).label("received_day"),
        )
        .select_from(ObligationRow)
        .outerjoin(full, row.id == ObligationRow.id)
        .outerjoin(first, and_(first.obligation_id == ObligationRow.id, first.number == 1, first.received_at <= AS_OF))
        .where(ObligationRow.campaign_id == bindparam("campaign"))
        .cte("standings")
    )


def _eventful() -> CTE:
    """The obligations to which more than one report under one deadline happened."""
    others = (Move.WITHDRAW.value, Move.EXEMPT.value)
    return (
        union(
            select(VersionRow.obligation_id.label("id")).where(VersionRow.number > 1),
            select(SubmissionRow.obligation_id).where(SubmissionRow.number > 1),
            _returned(),
            select(EventRow.obligation_id).where(EventRow.move.in_(others)),
        )
        .cte("eventful")
        .prefix_with("MATERIALIZED")
    )


def _returned() -> Select[tuple[int]]:
    return select(SubmissionRow.obligation_id.label("id")).where(SubmissionRow.id.in_(select(ReturnRow.submission_id)))


def _worked_out(terms: Terms, chosen: CTE) -> CTE:
    """The standing of the chosen ones, from all that happened."""
    known = Eventful(terms).known(chosen)
    row = known.c
    is_there = row.submission_id.is_not(None)
    is_received = and_(is_there, row.returned_at.is_(None))
    is_exempt = and_(
        row.exempt_since.is_not(None),
        or_(row.returned_at.is_(None), row.returned_at <= row.exempt_since),
    )
    is_past = row.last_day < TODAY
    is_overdue = and_(is_past, not_(is_received), not_(is_exempt))
    state = case(
        (and_(is_received, row.lateness > 0), State.LATE.value),
        (is_received, State.ON_TIME.value),
        (is_exempt, State.EXEMPT.value),
        (is_there, State.RETURNED.value),
        (is_past, State.OVERDUE.value),
        else_=State.EXPECTED.value,
    )
    days_late = case(
        (and_(is_received, row.lateness > 0), row.lateness),
        (is_overdue, days_between(TODAY, row.last_day)),
        else_=0,
    )
    return (
        select(
            row.id,
            row.last_day,
            state.label("state"),
            is_overdue.label("is_overdue"),
            days_late.label("days_late"),
            and_(is_received, row.is_accepted).label("is_accepted"),
            row.received_at,
            case((is_received, terms.local_day(row.received_at)), else_=null()).label("received_day"),
        )
        .cte("worked_out")
        .prefix_with("MATERIALIZED")
    )
