"""The list of units, page by page: where each stands, when it was last written to, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.contact_ways import units_without_channel
from database.queries.outbox import last_sent
from database.queries.unit_lists import find_obligations
from database.queries.units import unit_names
from domain.ladder import Audience
from domain.schedule import Scheduler
from notifications.messages import MESSAGE_NAMES
from services.posting import thread_of
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.unit_lists import Wanted
    from domain.campaigns import Campaign
    from domain.ladder import Step
    from domain.obligations import State
    from services.standings import Obligation

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One duty of one unit. Moments are local; `next_message` is what the next step of its ladder sends."""

    obligation_id: int
    unit: str
    name: str
    tier: str
    tier_name: str
    superior: str
    superior_name: str
    duty: str
    duty_name: str
    state: State
    is_overdue: bool
    is_accepted: bool
    days_late: int
    deadline: date
    received_at: datetime | None
    document_number: str
    promised: date | None
    last_contact: datetime | None
    reminders: int
    next_at: datetime | None
    next_message: str
    has_channel: bool


@dataclass(frozen=True, slots=True)
class UnitPage:
    """`number` is the page that is shown: the last one where a later one was asked for."""

    lines: tuple[UnitLine, ...]
    total: int
    number: int
    pages: int


def unit_page(
    session: Session, campaign: Campaign, wanted: Wanted, *, as_of: datetime, number: int = 1, size: int = PER_PAGE
) -> UnitPage:
    number = max(1, number)
    ids, total = find_obligations(session, campaign, wanted, as_of=as_of, limit=size, offset=(number - 1) * size)
    if not ids and number > 1:
        return unit_page(session, campaign, wanted, as_of=as_of, size=size)
    lines = unit_lines(session, campaign, ids, as_of=as_of)
    return UnitPage(tuple(lines), total, number, max(1, -(-total // size)))


def unit_lines(session: Session, campaign: Campaign, ids: Sequence[int], *, as_of: datetime) -> list[UnitLine]:
    """These obligations in this order, from the rules themselves."""
    found = {one.id: one for one in obligations_at(session, campaign, as_of=as_of, only=ids)}
    units = {one.unit for one in found.values()}
    names = unit_names(session, campaign.id, units | {one.superior for one in found.values() if one.superior})
    sent = last_sent(session, campaign.id, as_of=as_of, units=units)
    silent = units_without_channel(session, campaign.id, units)
    scheduler = Scheduler(campaign)
    return [_line(found[one], campaign, scheduler, names=names, sent=sent, silent=silent, as_of=as_of) for one in ids]


def _line(
    one: Obligation,
    campaign: Campaign,
    scheduler: Scheduler,
    *,
    names: Mapping[str, str],
    sent: Mapping[str, tuple[datetime, int]],
    silent: Collection[str],
    as_of: datetime,
) -> UnitLine:
    local, standing = campaign.plan.calendar.local, one.standing
    submission = standing.submission
    last, reminders = sent.get(thread_of(one.unit, one.duty.id), (None, 0))
    step = _next_step(one, scheduler, as_of)
    return UnitLine(
        obligation_id=one.id,
        unit=one.unit,
        name=names.get(one.unit, one.unit),
        tier=one.tier,
        tier_name=campaign.plan.tier(one.tier).name,
        superior=one.superior or "",
        superior_name=names.get(one.superior or "", ""),
        duty=one.duty.id,
        duty_name=one.duty.name,
        state=standing.state,
        is_overdue=standing.is_overdue,
        is_accepted=standing.is_accepted,
        days_late=standing.days_late,
        deadline=standing.deadline.last_day,
        received_at=local(submission.received_at) if submission else None,
        document_number=submission.document_number if submission else "",
        promised=one.promise.day if one.promise and standing.state.is_owed else None,
        last_contact=local(last) if last else None,
        reminders=reminders,
        next_at=local(step.moment) if step else None,
        next_message=step_name(step) if step else "",
        has_channel=one.unit not in silent,
    )


def _next_step(one: Obligation, scheduler: Scheduler, as_of: datetime) -> Step | None:
    if not one.standing.state.is_owed:
        return None
    return scheduler.schedule(one.version, promise=one.promise).next_step(after=as_of, received=False)


def step_name(step: Step) -> str:
    """What the step sends to the unit itself, else the list that goes to others."""
    notices = sorted(step.rung.notices, key=lambda notice: notice.audience is not Audience.UNIT)
    return MESSAGE_NAMES.get(notices[0].message, notices[0].message) if notices else ""
