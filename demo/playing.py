"""Playing the campaign through Prefect: each busy day is a run that stays visible in Prefect's pages."""

from __future__ import annotations

import asyncio
from datetime import date, time
from typing import TYPE_CHECKING

from config import consolidating
from database.queries.obligations import has_rung_due
from demo.telling import tell_day
from domain.consolidation import RunState
from domain.run_files import CLEAN
from flows.campaign_day import campaign_day
from flows.consolidate import consolidate
from flows.deliver_outbox import deliver_outbox
from rehearsal.playing import play
from services import consolidation_runs

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from demo.handing_in import Desk
    from domain.campaigns import Campaign
    from rehearsal.acting import Actors

CONSOLIDATED_BEFORE = 4  # working days before the province's own deadline
# A district that puts its report together out of those of its communes, on the day before it hands it in.
DISTRICT, DISTRICT_CONSOLIDATES_ON = "HU-352", date(2022, 8, 29)
AT_WORK = time(8, 0)
GO_AHEAD = "Đã đến lịch trình báo cáo; đơn vị còn thiếu sẽ được bổ sung khi có báo cáo."


def play_campaign(workplace: Workplace, campaign: Campaign, actors: Actors, desk: Desk) -> None:
    """Play from the opening to the closing. The consolidated drafts come to lie on the desk."""
    calendar, plan = campaign.plan.calendar, campaign.plan
    last_day = max(duty.deadline.last_day for duty in plan.duties)
    consolidate_on = calendar.shift(last_day, -CONSOLIDATED_BEFORE)
    with asyncio.Runner() as runner:

        def run_day(now: datetime) -> tuple[dict[str, int], dict[str, int]]:
            return _run_day(runner, workplace, campaign, now)

        for played in play(workplace, campaign, actors, through=plan.closes, run_day=run_day):
            if isinstance(played.result, tuple) or any(played.events):
                decisions, deliveries = played.result if isinstance(played.result, tuple) else ({}, {})
                tell_day(played.day, events=played.events, decisions=decisions, deliveries=deliveries, names=desk.names)
            for unit, day in ((DISTRICT, DISTRICT_CONSOLIDATES_ON), (plan.bodies.coordinator, consolidate_on)):
                if played.day == day:
                    desk.drafts[unit] = _consolidate(runner, workplace, campaign, unit=unit, day=day)


def _run_day(
    runner: asyncio.Runner,
    workplace: Workplace,
    campaign: Campaign,
    now: datetime,
) -> tuple[dict[str, int], dict[str, int]]:
    """The pipeline of the day, where any rung is due; otherwise there is only mail to deliver.

    Returns how many decisions fell, by tier, and how many messages there were, by outcome.
    """
    with workplace.read() as session:
        is_due = has_rung_due(session, campaign.id, now=now)
    if not is_due:
        return {}, runner.run(deliver_outbox(campaign.plan.identity.id, now))
    day = runner.run(campaign_day(campaign.plan.identity.id, now))
    return {tier: sum(tally.values()) for tier, tally in day["decisions"].items() if tally}, day["deliveries"]


def _consolidate(runner: asyncio.Runner, workplace: Workplace, campaign: Campaign, *, unit: str, day: date) -> Path:
    """Staff ask for the report; a flow checks who is in, waits for their word where somebody is not, and goes on.

    Returns where the clean copy lies, which is what a unit hands in.
    """
    now, plan = campaign.plan.calendar.at(day, AT_WORK), campaign.plan
    with workplace.begin() as session:
        run_id = consolidation_runs.request(session, campaign, unit=unit, by=unit, now=now)
    stands = runner.run(consolidate(plan.identity.id, run_id))
    if stands["state"] == RunState.WAITING:
        with workplace.begin() as session:
            consolidation_runs.approve(session, campaign, run_id, by=unit, reason=GO_AHEAD, now=now)
        runner.run(consolidate(plan.identity.id, run_id))
    return consolidating.usual_folder(workplace, run_id) / CLEAN
