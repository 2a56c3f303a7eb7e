"""Where obligations stand at a moment, worked out by the database: what `domain.obligations.standing` says, row by row.

Most obligations have one deadline and at most one report; for those a glance is enough. The few to which more happened
(another deadline, another report, a return, a withdrawal, an exemption) are worked out in full. A property test holds both
equal to the rules.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Integer, and_, case, false, literal, not_, null, or_, select, union

from database.base import Moment
from database.local_days import days_between
from database.models import EventRow, ObligationRow, ReturnRow, SubmissionRow, VersionRow
from database.queries.eventful_standings import Eventful, happened
from domain.lifecycle import Move
from domain.obligations import State

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import CTE, ColumnElement

    from domain.campaigns import Campaign
    from domain.deadlines import Deadline


def standings(campaign: Campaign, *, as_of: datetime) -> CTE:
    """One row for each obligation: id, unit, superior, tier, duty, last_day, state, is_overdue, days_late, is_accepted,
    received_at, received_day (of a report that stands), submission_id.
    """
    full = _worked_out(campaign, as_of)
    first, row = SubmissionRow, full.c
    is_full, has_come = row.id.is_not(None), first.id.is_not(None)
    is_past = _by_duty(campaign, lambda deadline: not deadline.is_met_by(as_of), Integer) == 1
    days = days_between(Eventful(campaign, as_of).local_day(first.received_at), _last_day(campaign))
    is_late = first.received_at >= _by_duty(campaign, lambda deadline: deadline.end, Moment())
    state = case(
        (is_full, row.state),
        (and_(has_come, is_late), State.LATE.value),
        (has_come, State.ON_TIME.value),
        (is_past, State.OVERDUE.value),
        else_=State.EXPECTED.value,
    )
    days_late = case(
        (is_full, row.days_late),
        (and_(has_come, is_late), days),
        (has_come, 0),
        else_=_by_duty(campaign, lambda deadline: deadline.days_late(as_of), Integer),
    )
    return (
        select(
            ObligationRow.id,
            ObligationRow.unit,
            ObligationRow.superior,
            ObligationRow.tier,
            ObligationRow.duty,
            case((is_full, row.last_day), else_=_last_day(campaign)).label("last_day"),
            state.label("state"),
            case((is_full, row.is_overdue), (has_come, false()), else_=is_past).label("is_overdue"),
            days_late.label("days_late"),
            case((is_full, row.is_accepted), else_=and_(has_come, happened(first, Move.ACCEPT, by=as_of))).label(
                "is_accepted"
            ),
            case((is_full, row.received_at), else_=first.received_at).label("received_at"),
            case((is_full, row.received_day), else_=Eventful(campaign, as_of).local_day(first.received_at)).label(
                "received_day"
            ),
            case((is_full, row.submission_id), else_=first.id).label("submission_id"),
        )
        .select_from(ObligationRow)
        .outerjoin(full, row.id == ObligationRow.id)
        .outerjoin(
            first,
            and_(first.obligation_id == ObligationRow.id, first.number == 1, first.received_at <= as_of),
        )
        .where(ObligationRow.campaign_id == campaign.id)
        .cte("standings")
    )


def _by_duty(campaign: Campaign, value: Callable[[Deadline], Any], kind: Any) -> ColumnElement[Any]:  # noqa: ANN401 -- a type of SQLAlchemy
    """What follows from the deadline of the plan alone, by duty."""
    values = {duty.id: literal(value(duty.deadline), kind) for duty in campaign.plan.duties}
    return case(values, value=ObligationRow.duty)


def _last_day(campaign: Campaign) -> ColumnElement[Any]:
    return _by_duty(campaign, lambda deadline: deadline.last_day, Date)


def _eventful() -> CTE:
    """The obligations to which more than one report under one deadline happened."""
    others = (Move.WITHDRAW.value, Move.EXEMPT.value)
    return (
        union(
            select(VersionRow.obligation_id.label("id")).where(VersionRow.number > 1),
            select(SubmissionRow.obligation_id).where(SubmissionRow.number > 1),
            select(SubmissionRow.obligation_id).join(ReturnRow, ReturnRow.submission_id == SubmissionRow.id),
            select(EventRow.obligation_id).where(EventRow.move.in_(others)),
        )
        .cte("eventful")
        .prefix_with("MATERIALIZED")
    )


def _worked_out(campaign: Campaign, as_of: datetime) -> CTE:
    """The standing of the eventful ones, from all that happened."""
    moment, eventful = Eventful(campaign, as_of), _eventful()
    known = moment.known(eventful)
    row = known.c
    today = literal(moment.today, Date)
    is_there = row.submission_id.is_not(None)
    is_received = and_(is_there, row.returned_at.is_(None))
    is_exempt = and_(
        row.exempt_since.is_not(None),
        or_(row.returned_at.is_(None), row.returned_at <= row.exempt_since),
    )
    is_past = row.last_day < today
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
        (is_overdue, days_between(today, row.last_day)),
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
            case((is_received, moment.local_day(row.received_at)), else_=null()).label("received_day"),
            row.submission_id,
        )
        .cte("worked_out")
        .prefix_with("MATERIALIZED")
    )
