"""Every few minutes: take in what lies in the mailbox for reports. Nothing where no mailbox is set up."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from prefect import flow
from pydantic import Field

from flows.naming import scheduled_at
from tasks.intake import has_mailbox, take_in_mail
from tasks.ticks import recorded, this_moment

AsOf = Annotated[datetime | None, Field(description="Thời điểm của lượt chạy; bỏ trống là bây giờ")]


@flow(name="intake-round")  # validated: a moment that a person types arrives as text
async def intake_round(as_of: AsOf = None) -> dict[str, int]:
    """How many mails there were, by what became of them."""
    if not await has_mailbox():
        return {}
    now = as_of or await this_moment()
    async with recorded("intake", due=scheduled_at(), now=now):
        return await take_in_mail(now)
