"""Units: the list of what each owes, one unit, its case file, and why it was written to or not."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import Query

from config.calendar_links import calendar_link
from database.queries.units import units_of
from domain.feed_tokens import FeedOwner
from domain.lifecycle import Move, Stage
from domain.obligations import State
from domain.spelling import fold
from services.case_files import case_file
from services.explanations import explain
from services.status import UnitStatus, status
from web.api.calls import CallShape
from web.api.finding import duties_of, owed, unit_named
from web.api.permits import ApiWatching
from web.api.problems import LOOKS
from web.api.shapes import DutyId, Limit, Listed, Offset, Shape, UnitCode, noun
from web.api.submissions import VersionShape
from web.desks import Desk

router = noun("units", "/units")
Search = Annotated[str, Query(max_length=100, description="Part of the name or code; marks do not matter.")]
TierId = Annotated[str, Query(max_length=60, description="Only this tier, by its id.")]
Superior = Annotated[str, Query(max_length=60, description="Only units directly below this unit, by its code.")]
IsOverdue = Annotated[bool | None, Query(description="Only those that are overdue, or only those that are not.")]
StateOf = Annotated[State | None, Query(description="Only those in this state.")]


class DutyStanding(Shape):
    """One duty of one unit, as it stands at the moment that is looked at."""

    unit: str
    name: str
    tier: str
    tier_name: str
    duty: str
    state: State
    is_overdue: bool
    is_accepted: bool
    days_late: int
    deadline: date
    received_at: datetime | None
    document_number: str
    promised: date | None
    reminders: int
    last_contact: datetime | None
    next_step: datetime | None


class OwedShape(Shape):
    duty: str
    name: str
    state: State
    is_overdue: bool
    days_late: int
    deadline: date
    promised: date | None


class UnitShape(Shape):
    """A unit. `calendar` is the address of its calendar, "" where the installation has none; whoever has it may read it."""

    code: str
    name: str
    tier: str
    superior: str | None
    kind: str
    symbol: str
    administrative_code: str
    calendar: str
    duties: list[OwedShape]


class EventShape(Shape):
    at: datetime
    move: Move
    by: str
    reason: str
    document_number: str
    from_stage: Stage
    to_stage: Stage
    day: date | None


class CaseFileShape(Shape):
    """Everything on record about one duty of one unit, the oldest first."""

    unit: str
    name: str
    duty: str
    duty_name: str
    stage: Stage
    state: State
    is_overdue: bool
    days_late: int
    deadline: date
    promised: date | None
    versions: list[VersionShape]
    events: list[EventShape]
    calls: list[CallShape]


class DecisionShape(Shape):
    at: datetime
    rung: str
    audience: str
    message: str
    recipient: str
    outcome: str
    reason: str
    clause: str
    sent_at: datetime | None
    fate: str


class StepShape(Shape):
    at: datetime
    rung: str
    audience: str
    message: str


class WhyShape(Shape):
    """Every decision about the unit with its reason, and what follows if nothing comes in."""

    unit: str
    name: str
    decisions: list[DecisionShape]
    next: list[StepShape]
    calls: list[CallShape]


@router.get("", responses=LOOKS)
def list_units(
    desk: ApiWatching,
    *,
    q: Search = "",
    tier: TierId = "",
    superior: Superior = "",
    state: StateOf = None,
    overdue: IsOverdue = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Listed[DutyStanding]:
    """What every unit owes and how it stands: one entry for each duty, by tier from the lowest."""
    with desk.read() as session:
        every = status(session, desk.campaign, as_of=desk.as_of).units
    below = _below(desk, superior) if superior else None
    words = fold(q).split()
    found = [
        one
        for one in every
        if tier in ("", one.tier)
        and state in (None, one.state)
        and overdue in (None, one.is_overdue)
        and (below is None or one.unit in below)
        and _is_called(one, words)
    ]
    items = [DutyStanding.model_validate(one) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.get("/{unit}", responses=LOOKS)
def show_unit(desk: ApiWatching, unit: UnitCode) -> UnitShape:
    """One unit, and how each of its duties stands."""
    with desk.read() as session:
        row = unit_named(session, desk, unit)
        duties = duties_of(session, desk, unit, as_of=desk.as_of)
    link = calendar_link(desk.place, FeedOwner(desk.campaign.id, unit=unit)) if duties else ""
    return UnitShape(
        code=row.code,
        name=row.name,
        tier=row.tier,
        superior=row.superior,
        kind=row.kind,
        symbol=row.symbol,
        administrative_code=row.administrative_code,
        calendar=link,
        duties=[
            OwedShape(
                duty=one.duty.id,
                name=one.duty.name,
                state=one.standing.state,
                is_overdue=one.standing.is_overdue,
                days_late=one.standing.days_late,
                deadline=one.standing.deadline.last_day,
                promised=one.promise.day if one.promise else None,
            )
            for one in duties
        ],
    )


@router.get("/{unit}/case-file", responses=LOOKS)
def show_case_file(desk: ApiWatching, unit: UnitCode, duty: DutyId = "") -> CaseFileShape:
    """All versions, moves and calls of one duty, as they were known at `as_of`."""
    with desk.read() as session:
        one = owed(session, desk, unit, duty=duty, as_of=desk.as_of)
        return CaseFileShape.model_validate(case_file(session, desk.campaign, one.id, as_of=desk.as_of))


@router.get("/{unit}/decisions", responses=LOOKS)
def list_decisions(desk: ApiWatching, unit: UnitCode) -> WhyShape:
    """Why the unit was written to, why it was not, and what comes next."""
    with desk.read() as session:
        row = unit_named(session, desk, unit)
        found = explain(session, desk.campaign, unit, as_of=desk.as_of)
    return WhyShape(
        unit=row.code,
        name=row.name,
        decisions=[DecisionShape.model_validate(one) for each in found for one in each.decisions],
        next=[StepShape.model_validate(one) for each in found for one in each.next],
        calls=[CallShape.model_validate(one) for one in (found[0].calls if found else ())],
    )


def _is_called(one: UnitStatus, words: list[str]) -> bool:
    called = f"{fold(one.name)} {fold(one.unit)}"
    return all(word in called for word in words)


def _below(desk: Desk, superior: str) -> set[str]:
    with desk.read() as session:
        return {one.code for one in units_of(session, desk.campaign.id) if one.superior == superior}
