"""Playing a campaign day by day in virtual time, whatever runs the pipeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from database.models import OutboxRow
from database.queries.obligations import has_rung_due
from database.queries.outbox import WAITING
from domain.outbox import MessageState
from rehearsal.events import Events

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from rehearsal.acting import Actors

    RunDay = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class Played:
    """One day: what came in and went back, and what the pipeline said of it (None when nothing was to be done)."""

    day: date
    events: Events
    result: object | None


def play(
    workplace: Workplace,
    campaign: Campaign,
    actors: Actors,
    *,
    through: date,
    run_day: RunDay,
    since: datetime | None = None,
) -> Iterator[Played]:
    """Every day from the opening (from `since`) to `through`. The pipeline runs when it has something to do."""
    calendar = campaign.plan.calendar
    begins = since or campaign.opened_at
    day = campaign.local_day(begins)
    while day <= through:
        with workplace.begin() as session:
            events = actors.act(session, day)
        for now in _runs(campaign, day, begins=begins):
            with workplace.begin() as session:
                busy = calendar.is_working_day(day) and has_work(session, campaign, now=now)
            yield Played(day, events, run_day(now) if busy else None)
            events = Events()
        day += timedelta(days=1)


def has_work(session: Session, campaign: Campaign, *, now: datetime) -> bool:
    """Whether a rung is due, or a message waits."""
    waiting = select(OutboxRow.id).where(
        OutboxRow.campaign_id == campaign.id,
        OutboxRow.state.in_((*WAITING, MessageState.SENDING)),
        OutboxRow.next_at <= now,
    )
    return has_rung_due(session, campaign.id, now=now) or session.scalar(waiting.limit(1)) is not None


def _runs(campaign: Campaign, day: date, *, begins: datetime) -> list[datetime]:
    """When the pipeline runs on that day: at each hour at which some ladder sends."""
    hours = {ladder.send_at for ladder in campaign.plan.ladders.values()}
    return sorted({max(campaign.plan.calendar.at(day, hour), begins) for hour in hours})
