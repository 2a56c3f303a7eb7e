"""When a report came that somebody registers, and when it counts as registered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import clock
from domain.errors import RuleBroken
from domain.schedule import last_day
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import datetime

    from domain.campaigns import Campaign


def received_on(on: str, campaign: Campaign, now: datetime, *, verb: str = "nhận") -> datetime:
    """When a report came, or, by another `verb`, was sent on.

    A day alone counts from the opening of the office, so that the same morning's run already knows of it.
    """
    calendar = campaign.plan.calendar
    received_at = clock.start_of_work(on, calendar) if on else now
    day = campaign.local_day(received_at)
    if day > campaign.local_day(now):
        raise RuleBroken(f"Ngày {verb} {on} ở tương lai; hãy ghi ngày thực {verb}.")
    if day > last_day(campaign.plan):
        raise RuleBroken(
            f"Ngày {verb} {day_text(day)} quá xa ngày kết thúc đợt ({day_text(campaign.plan.closes)}): chỉ ghi nhận được đến "
            f"hết ngày {day_text(last_day(campaign.plan))}. Hãy ghi ngày thực {verb} bằng --on, ví dụ --on 2022-08-18.",
        )
    if not on:
        return now
    calendar.check(day)
    if day == campaign.local_day(campaign.opened_at):
        received_at = max(received_at, campaign.opened_at)
    return min(received_at, now)


def registered_on(received_at: datetime, campaign: Campaign, now: datetime) -> datetime:
    """Now; but who enters the reports of a campaign that is over relives it, and each counts as registered when it came."""
    return now if campaign.local_day(now) <= last_day(campaign.plan) else received_at
