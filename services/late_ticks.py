"""Which runs of the clockwork should have been by now, and were not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.ticks import last_done_for
from domain.calendar import CalendarRangeError
from domain.schedule import last_day
from domain.ticks import TickKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class LateTick:
    """A kind of run that is missing for a campaign. `last` is when it last came to its end, None where it never did."""

    kind: TickKind
    plan: str
    last: datetime | None


def is_running(campaign: Campaign, now: datetime) -> bool:
    """Whether the clockwork has anything to do for the campaign: not before it opens, nor after its ladders end."""
    return campaign.opened_at <= now and campaign.local_day(now) <= last_day(campaign.plan)


def late_ticks(
    session: Session, campaigns: Iterable[Campaign], kinds: Iterable[TickKind], *, now: datetime, after: timedelta
) -> list[LateTick]:
    """What is missing at `now`, where a run may be late by `after`."""
    wanted = list(kinds)
    found = []
    for campaign in campaigns:
        for kind in wanted if is_running(campaign, now) else ():
            since = _since(kind, campaign, now=now, after=after)
            last = last_done_for(session, kind, campaign.plan.identity.id)
            if since is not None and (last is None or last < since):
                found.append(LateTick(kind, campaign.plan.identity.id, last))
    return found


def _since(kind: TickKind, campaign: Campaign, *, now: datetime, after: timedelta) -> datetime | None:
    """From when on there must have been a run; None while none can be missing yet."""
    if kind is TickKind.DAY:
        morning = _morning(campaign, now)
        return morning if morning is not None and now >= max(morning, campaign.opened_at) + after else None
    return now - after if now - after >= campaign.opened_at else None


def _morning(campaign: Campaign, now: datetime) -> datetime | None:
    """When the morning round of today is to begin; None on a day off, and before."""
    calendar, day = campaign.plan.calendar, campaign.local_day(now)
    try:
        works = calendar.is_working_day(day)
    except CalendarRangeError:  # told by the check of the calendar; nothing can be expected on such a day
        return None
    opening = calendar.at(day, calendar.hours[0][0])
    return opening if works and now >= opening else None
