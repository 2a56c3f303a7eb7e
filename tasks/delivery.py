"""Sending what waits in the outbox."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from prefect import task

from config.day import deliver
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace


@task(name="deliver")
async def deliver_messages(plan: str, now: datetime) -> dict[str, int]:
    """How many messages there were, by outcome. Not retried by Prefect: the outbox itself knows when to try again."""

    def work(place: Workplace) -> dict[str, int]:
        return deliver(place, place.campaign(plan), now=now)

    return await in_workplace(work)
