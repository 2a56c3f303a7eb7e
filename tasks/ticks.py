"""The book of the clockwork: each round is written down when it begins and when it ends."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from prefect import task

from config.day import owner
from config.log_facts import bound
from database.queries.campaigns import plan_ids
from database.queries.obligations import has_rung_due
from database.queries.ticks import any_running, last_done
from domain.errors import RuleBroken
from domain.ticks import TickKind, TickOutcome, is_day_owed
from services.ticks import begin_tick, end_tick
from tasks.at_work import in_workplace

FORGOTTEN_AFTER = timedelta(minutes=15)  # whoever began before and did not end was killed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime, time

    from config.wiring import Workplace


async def this_moment() -> datetime:
    """What time it is here. A look, and no task."""
    return await in_workplace(lambda place: place.now())


@task(name="list-plans")
async def list_plans() -> list[str]:
    """The plans of all campaigns that were opened here."""

    def work(place: Workplace) -> list[str]:
        with place.read() as session:
            return plan_ids(session)

    return await in_workplace(work)


@task(name="is-running", task_run_name="is-running-{plan}")
async def is_running(plan: str, now: datetime) -> bool:
    """Whether the calendar of the campaign knows this day; if not, it is long over."""

    def work(place: Workplace) -> bool:
        campaign = place.campaign(plan)
        return campaign.plan.calendar.knows(campaign.local_day(now))

    return await in_workplace(work)


@task(name="is-day-owed", task_run_name="is-day-owed-{plan}")
async def is_morning_owed(plan: str, now: datetime) -> bool:
    """Whether the morning round of this campaign was missed today, or something has come due since."""

    def work(place: Workplace) -> bool:
        campaign = place.campaign(plan)
        with place.read() as session:
            last = last_done(session, TickKind.DAY, plan)
            is_due = has_rung_due(session, campaign.id, now=now)
        return is_day_owed(campaign.plan.calendar, last=last.started_at if last else None, now=now, is_due=is_due)

    return await in_workplace(work)


@asynccontextmanager
async def recorded(kind: str, *, now: datetime, plan: str = "", due: datetime | None = None) -> AsyncIterator[None]:
    """Writes down that the round (a TickKind) began, and how it ended; what goes wrong in it goes on."""
    number = await in_workplace(lambda place: _begin(place, TickKind(kind), plan=plan, due=due, now=now))
    try:
        with bound(campaign=plan, tick=number):
            yield
    except BaseException as error:
        note = _note(error)
        await in_workplace(lambda place: _end(place, number, TickOutcome.FAILED, note))
        raise
    await in_workplace(lambda place: _end(place, number, TickOutcome.DONE, ""))


def _begin(place: Workplace, kind: TickKind, *, plan: str, due: datetime | None, now: datetime) -> int:
    if not place.may_send:
        due = None  # the schedule goes by the real clock, a rehearsal instance by its own
    with place.begin() as session:
        return begin_tick(session, kind, plan=plan, due=due, now=now, owner=owner())


def _end(place: Workplace, number: int, outcome: TickOutcome, note: str) -> None:
    with place.begin() as session:
        end_tick(session, number, outcome=outcome, note=note, now=place.now())


def _note(error: BaseException) -> str:
    """A refusal in its own words; of anything else only its kind, since what it says may hold an address."""
    return str(error) if isinstance(error, RuleBroken) else type(error).__name__


async def is_busy() -> bool:
    """Whether a round is on its way. A look, and no task."""

    def work(place: Workplace) -> bool:
        with place.read() as session:
            return any_running(session, since=place.now() - FORGOTTEN_AFTER)

    return await in_workplace(work)


async def mornings() -> list[time]:
    """The hours at which the offices of the open campaigns begin to work. A look, and no task."""
    return await in_workplace(lambda place: sorted({one.plan.calendar.hours[0][0] for one in place.campaigns()}))
