"""The status of a campaign on any day: figures by tier, and every unit with where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.outbox import last_sent
from database.queries.units import unit_names
from domain.schedule import Scheduler
from services.posting import thread_of
from services.standings import count_tier, obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.obligations import Count, State
    from services.standings import Obligation


@dataclass(frozen=True, slots=True)
class TierStatus:
    id: str
    name: str
    deadline: date
    count: Count


@dataclass(frozen=True, slots=True)
class UnitStatus:
    """One obligation of one unit. Moments are local; `reminders` counts what was sent about the duty."""

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


@dataclass(frozen=True, slots=True)
class Status:
    plan_number: str
    title: str
    as_of: datetime
    tiers: tuple[TierStatus, ...]
    units: tuple[UnitStatus, ...]


def status(session: Session, campaign: Campaign, *, as_of: datetime) -> Status:
    campaign = campaign.at(as_of)
    obligations = obligations_at(session, campaign, as_of=as_of)
    names = unit_names(session, campaign.id, {one.unit for one in obligations})
    sent = last_sent(session, campaign.id, as_of=as_of)
    scheduler = Scheduler(campaign)
    ranks = {tier.id: tier.rank for tier in campaign.plan.tiers}
    ordered = sorted(obligations, key=lambda one: (ranks[one.tier], one.id))
    return Status(
        plan_number=campaign.plan.identity.number,
        title=campaign.plan.identity.title,
        as_of=campaign.plan.calendar.local(as_of),
        tiers=tuple(
            TierStatus(tier.id, tier.name, _deadline(tier.id, campaign), count_tier(obligations, tier.id))
            for tier in sorted(campaign.plan.tiers, key=lambda tier: tier.rank)
            if any(duty.tier == tier.id for duty in campaign.plan.duties)
        ),
        units=tuple(_unit_status(one, campaign, scheduler, names=names, sent=sent, as_of=as_of) for one in ordered),
    )


def _deadline(tier: str, campaign: Campaign) -> date:
    return max(duty.deadline.last_day for duty in campaign.plan.duties if duty.tier == tier)


def _unit_status(
    one: Obligation,
    campaign: Campaign,
    scheduler: Scheduler,
    *,
    names: Mapping[str, str],
    sent: Mapping[str, tuple[datetime, int]],
    as_of: datetime,
) -> UnitStatus:
    local = campaign.plan.calendar.local
    standing = one.standing
    submission = standing.submission
    coming = scheduler.schedule(one.version, promise=one.promise).next_moment(
        after=as_of,
        received=standing.state.is_received,
    )
    last_contact, reminders = sent.get(thread_of(one.unit, one.duty.id), (None, 0))
    return UnitStatus(
        unit=one.unit,
        name=names[one.unit],
        tier=one.tier,
        tier_name=campaign.plan.tier(one.tier).name,
        duty=one.duty.id,
        state=standing.state,
        is_overdue=standing.is_overdue,
        is_accepted=standing.is_accepted,
        days_late=standing.days_late,
        deadline=standing.deadline.last_day,
        received_at=local(submission.received_at) if submission else None,
        document_number=submission.document_number if submission else "",
        promised=one.promise.day if one.promise else None,
        reminders=reminders,
        last_contact=local(last_contact) if last_contact else None,
        next_step=local(coming) if coming and standing.state.is_owed else None,
    )
