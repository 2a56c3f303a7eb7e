"""The moment that a command is about: the day it was given, or now."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from cli.printing import day_text, moment_text, say
from config import clock
from config.wiring import workplace
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from domain.campaigns import Campaign

MORNING = time(8, 0)


def looked_at(as_of: str, campaign: Campaign) -> datetime:
    """For a look at how things stand: a day alone is over by then."""
    return clock.end_of_day(as_of, campaign.plan.calendar) if as_of else workplace().now()


def say_if_not_open(campaign: Campaign, moment: datetime) -> None:
    """Nothing expected and nothing due looks like all is well; before the opening it means something else."""
    if moment < campaign.opened_at:
        opened = moment_text(campaign.plan.calendar.local(campaign.opened_at))
        say(f"Lúc này đợt chưa mở; đợt mở từ {opened}.\n")


def worked_at(as_of: str, campaign: Campaign) -> datetime:
    """For a run that sends: a day alone is its morning, but for today, of which it is this moment.

    Refuses a day of which nobody knows whether it is off, and one to come, unless it is a rehearsal instance: that
    sends nothing.
    """
    place = workplace()
    calendar, present = campaign.plan.calendar, place.now()
    now = clock.start_of_work(as_of, calendar, at=MORNING) if as_of else present
    _check_known(campaign, now, is_given=bool(as_of))
    if clock.is_day(as_of) and campaign.local_day(now) == campaign.local_day(present):
        return present
    if now > present and place.may_send:
        raise RuleBroken(
            f"Thời điểm {as_of} ở tương lai: chạy trước sẽ gửi thư sớm. Muốn xem trước, hãy dùng: dondoc rehearse"
        )
    return now


def _check_known(campaign: Campaign, now: datetime, *, is_given: bool) -> None:
    """Who works on a campaign of another year without naming a day is told of the day, not of the calendar."""
    calendar, day = campaign.plan.calendar, campaign.local_day(now)
    if not is_given and not calendar.first <= day <= calendar.last:
        raise RuleBroken(
            f"Hôm nay, {day_text(day)}, ở ngoài lịch làm việc của đợt ({day_text(calendar.first)} đến "
            f"{day_text(calendar.last)}). Nếu đang ghi lại một đợt đã qua, hãy ghi ngày bằng --as-of, ví dụ "
            f"--as-of {campaign.plan.closes}.",
        )
    calendar.check(day)
