"""Days that somebody typed into a form: when something came or was sent, never later than now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import clock
from domain.errors import RuleBroken
from domain.schedule import last_day
from domain.vietnamese_dates import day_text

if TYPE_CHECKING:
    from datetime import datetime

    from web.desks import Desk


def happened_on(desk: Desk, text: str, *, verb: str) -> datetime:
    """A day alone counts from the opening of the office. `verb` is what happened then: "gửi", "nhận"."""
    campaign = desk.campaign
    if not text.strip():
        raise RuleBroken(f"Hãy ghi ngày {verb}.")
    at = clock.start_of_work(text, campaign.plan.calendar)
    day = campaign.local_day(at)
    if day > campaign.local_day(desk.now):
        raise RuleBroken(f"Ngày {verb} {day_text(day)} ở tương lai; hãy ghi ngày thực {verb}.")
    if day > last_day(campaign.plan):
        raise RuleBroken(
            f"Ngày {verb} {day_text(day)} quá xa ngày kết thúc đợt: chỉ ghi nhận được đến hết ngày "
            f"{day_text(last_day(campaign.plan))}."
        )
    campaign.plan.calendar.check(day)
    if day == campaign.local_day(campaign.opened_at):
        at = max(at, campaign.opened_at)
    return min(at, desk.now)


def registered_at(desk: Desk, happened_at: datetime) -> datetime:
    """Now; but who enters the reports of a campaign that is over relives it, and each counts as registered when it came."""
    is_over = desk.campaign.local_day(desk.now) > last_day(desk.campaign.plan)
    return happened_at if is_over else desk.now
