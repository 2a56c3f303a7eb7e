"""Every working morning, for every campaign: decide for each tier, send, audit. Safe to run twice, or late."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.campaign_day import DayTally, campaign_day
from flows.each_campaign import for_each_campaign
from flows.naming import scheduled_at
from tasks.ticks import recorded, this_moment

AsOf = Annotated[datetime | None, Field(description="Thời điểm của lượt chạy; bỏ trống là bây giờ")]


@flow(name="morning-round")  # validated: a moment that a person types arrives as text
async def morning_round(as_of: AsOf = None) -> dict[str, DayTally]:
    """What was decided and sent, by plan."""
    now, due = as_of or await this_moment(), scheduled_at()

    async def one_day(plan: str) -> DayTally:
        async with recorded("day", plan=plan, due=due, now=now):
            return await campaign_day(plan, now)

    return await for_each_campaign(one_day, now=now)
