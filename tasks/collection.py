"""Collecting from one tier: decide what is due, and look where the tier stands."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prefect import task

from config.day import tiers_in_order
from services.decisions import decide_tier as decide
from services.standings import count_tier, obligations_at
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace


@task(name="list-tiers")
async def list_tiers(plan: str) -> list[str]:
    """The tiers of the plan, the one that reports first at the head."""
    return await in_workplace(lambda place: tiers_in_order(place.campaign(plan)))


@task(name="decide", task_run_name="decide-{tier}", retries=2, retry_delay_seconds=5)
async def decide_tier(plan: str, tier: str, now: datetime) -> dict[str, int]:
    """How many decisions fell, by outcome. A repeated run finds nothing left to decide."""

    def work(place: Workplace) -> dict[str, int]:
        campaign = place.campaign(plan)
        with place.begin() as session:
            return decide(session, campaign, tier=tier, now=now)

    return await in_workplace(work)


@task(name="assess", task_run_name="assess-{tier}")
async def assess_tier(plan: str, tier: str, now: datetime) -> dict[str, int]:
    """The figures of the tier at that moment."""

    def work(place: Workplace) -> dict[str, int]:
        campaign = place.campaign(plan)
        with place.read() as session:
            counted = count_tier(obligations_at(session, campaign, as_of=now), tier)
        return {
            "expected": counted.expected,
            "received": counted.received,
            "on_time": counted.on_time,
            "late": counted.late,
            "overdue": counted.overdue,
            "returned": counted.returned,
        }

    return await in_workplace(work)
