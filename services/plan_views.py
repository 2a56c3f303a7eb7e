"""The plan of a campaign laid out for reading: who owes what by when, the ladders in words, what to mind, the days off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.deadlines import standing_dates
from database.queries.units import all_contacts, units_of
from domain.deadlines import Deadline, Reading
from domain.duties import obligations_of
from domain.findings import Finding, findings
from domain.obligations import Cause
from domain.schedule import last_day
from domain.units import UnitTree
from domain.vietnamese_dates import day_text
from services.plan_changes import PlanChangeEntry, changes_of
from services.plan_wording import (
    audiences,
    ladder_name,
    notice_lines,
    rung_words,
    to_whom,
    what_is_owed,
    when_due,
    who_owes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.deadlines import StandingDate
    from domain.campaigns import Campaign
    from domain.ladder import Ladder
    from domain.outline import Section
    from domain.plans import Duty, Plan

CAUSES = {
    Cause.OPENED: "theo kế hoạch",
    Cause.EXTENDED: "theo văn bản đổi hạn, gia hạn",
    Cause.RETURNED: "hạn nộp lại",
}


@dataclass(frozen=True, slots=True)
class DateOfSome:
    """So many units go by this deadline."""

    when: str
    why: str
    count: int


@dataclass(frozen=True, slots=True)
class DutyView:
    duty: Duty
    who: str
    units: int
    what: str
    when: str
    to: str
    dates: tuple[DateOfSome, ...]


@dataclass(frozen=True, slots=True)
class TierView:
    name: str
    duties: tuple[DutyView, ...]


@dataclass(frozen=True, slots=True)
class LadderView:
    ladder: Ladder
    name: str
    rungs: tuple[tuple[str, list[str]], ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """A day that is not what its weekday says: off, or worked on a weekend."""

    day: date
    works: bool
    name: str


@dataclass(frozen=True, slots=True)
class PlanView:
    plan: Plan
    tiers: tuple[TierView, ...]
    ladders: tuple[LadderView, ...]
    findings: tuple[Finding, ...]
    sections: tuple[tuple[Section, str], ...]
    days: tuple[DayView, ...]
    changes: tuple[PlanChangeEntry, ...]


def plan_view(session: Session, campaign: Campaign, *, as_of: datetime) -> PlanView:
    """The plan as it was at that moment."""
    plan = campaign.plan_at(as_of)
    units = UnitTree(units_of(session, campaign.id))
    people = [one for each in all_contacts(session, campaign.id).values() for one in each]
    dates = standing_dates(session, campaign.id, as_of=max(as_of, campaign.opened_at))
    return PlanView(
        plan=plan,
        tiers=_tiers(plan, units, dates),
        ladders=ladders_in_words(plan, units),
        findings=findings(plan, units, people),
        sections=tuple((one, ", ".join(units[code].name for code in one.owners)) for one in plan.outline.walk()),
        days=tuple(_days(plan)),
        changes=tuple(changes_of(session, campaign, as_of=as_of)),
    )


def ladders_in_words(plan: Plan, units: UnitTree) -> tuple[LadderView, ...]:
    names = audiences(plan, units)
    return tuple(
        LadderView(
            ladder,
            ladder_name(ladder, plan),
            tuple((rung_words(rung, ladder), notice_lines(rung, names)) for rung in ladder.rungs),
        )
        for ladder in plan.ladders.values()
    )


def _tiers(plan: Plan, units: UnitTree, dates: Sequence[StandingDate]) -> tuple[TierView, ...]:
    owed = obligations_of(plan, units)
    return tuple(
        TierView(
            tier.name,
            tuple(
                DutyView(
                    duty=duty,
                    who=who_owes(duty, plan, units),
                    units=sum(one.duty.id == duty.id for one in owed),
                    what=what_is_owed(duty),
                    when=when_due(duty.deadline),
                    to=to_whom(duty),
                    dates=tuple(_dates(duty, dates)),
                )
                for duty in plan.duties
                if duty.tier == tier.id
            ),
        )
        for tier in sorted(plan.tiers, key=lambda tier: tier.rank)
    )


def _dates(duty: Duty, dates: Sequence[StandingDate]) -> list[DateOfSome]:
    """Nothing where all go by the date of the plan."""
    own = [one for one in dates if one.duty == duty.id]
    if {(one.day, one.reading) for one in own} <= {(duty.deadline.day, duty.deadline.reading.value)}:
        return []
    returned = [one for one in own if one.cause == Cause.RETURNED]
    found = [
        DateOfSome(when_due(Deadline(one.day, Reading(one.reading))), CAUSES[Cause(one.cause)], one.units)
        for one in own
        if one not in returned
    ]
    return [*found, *_returned(returned)]


def _returned(dates: Sequence[StandingDate]) -> Iterator[DateOfSome]:
    """Each report that was returned has a day of its own; together they are one line."""
    if dates:
        days = [one.day for one in dates]
        between = (
            f"từ {day_text(min(days))} đến {day_text(max(days))}" if len(days) > 1 else f"ngày {day_text(days[0])}"
        )
        yield DateOfSome(between, CAUSES[Cause.RETURNED], sum(one.units for one in dates))


def _days(plan: Plan) -> list[DayView]:
    """From the opening to the last day that a ladder may come to."""
    calendar, last = plan.calendar, last_day(plan)
    off = [DayView(day, works=False, name=name) for day, name in calendar.days_off.items()]
    worked = [DayView(day, works=True, name="làm bù") for day in calendar.working_weekends]
    return sorted((one for one in off + worked if plan.opens <= one.day <= last), key=lambda one: one.day)
