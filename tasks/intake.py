"""Taking in what lies in the mailbox for reports."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from prefect import task

from config.intake import poll_mailbox
from tasks.at_work import in_workplace

if TYPE_CHECKING:
    from config.wiring import Workplace


async def has_mailbox() -> bool:
    """Whether there is a mailbox to look into. A rehearsal instance leaves it alone: its mail is for the live one."""
    return await in_workplace(lambda place: place.may_send and bool(place.settings.intake_url.get_secret_value()))


@task(name="take-in")
async def take_in_mail(now: datetime) -> dict[str, int]:
    """How many mails there were, by what became of them. Not retried by Prefect: what is left, the next run finds."""

    def work(place: Workplace) -> dict[str, int]:
        poll = poll_mailbox(place, now=now)
        return dict(Counter(row.state for row in poll.taken_in))

    return await in_workplace(work)
