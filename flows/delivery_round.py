"""Every few minutes, for every campaign: send what waits. A morning that was missed is made up here."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.campaign_day import campaign_day
from flows.each_campaign import for_each_campaign
from flows.naming import scheduled_at
from tasks.delivery import deliver_messages
from tasks.ticks import is_morning_owed, recorded, this_moment

AsOf = Annotated[datetime | None, Field(description="Thời điểm của lượt chạy; bỏ trống là bây giờ")]


@flow(name="delivery-round")  # validated: a moment that a person types arrives as text
async def delivery_round(as_of: AsOf = None) -> dict[str, dict[str, int]]:
    """How many messages there were of each plan, by outcome."""
    now, due = as_of or await this_moment(), scheduled_at()

    async def deliver(plan: str) -> dict[str, int]:
        if await is_morning_owed(plan, now):
            async with recorded("day", plan=plan, now=now):
                await campaign_day(plan, now)
        async with recorded("deliver", plan=plan, due=due, now=now):
            return await deliver_messages(plan, now)

    return await for_each_campaign(deliver, now=now)
