"""Whether the days off are known for every campaign and some months ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import clock
from config.calendar import known_until
from domain.schedule import last_day
from domain.vietnamese_dates import day_text
from operation.campaigns import NotReady, running_campaigns
from operation.results import fault, ok, warning

if TYPE_CHECKING:
    from datetime import date, datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from operation.results import Result

AHEAD = timedelta(days=120)  # the days off of a year are decided in the last months of the one before
ADVICE = "Khi có thông báo ngày nghỉ của năm mới, hãy bổ sung vào config/calendar.yaml và dời dòng last."


def look(place: Workplace, *, now: datetime) -> list[Result]:
    try:
        running = running_campaigns(place, now)
    except NotReady:
        running = []
    return [_ahead(known_until(), clock.in_viet_nam(now).date()), *(_of(one) for one in running)]


def _ahead(last: date, today: date) -> Result:
    text = f"Ngày nghỉ đã biết đến hết {day_text(last)}."
    if today > last:
        return fault(f"{text} Hôm nay đã ở ngoài lịch: không mở được đợt mới.", ADVICE)
    return warning(f"{text} Sắp hết.", ADVICE) if last - today < AHEAD else ok(text)


def _of(campaign: Campaign) -> Result:
    """A campaign carries its own copy of the calendar: it must reach from the first rung to the last."""
    plan = campaign.plan
    known = f"lịch của đợt {plan.identity.id} từ {day_text(plan.calendar.first)} đến {day_text(plan.calendar.last)}"
    if plan.calendar.first <= plan.opens and last_day(plan) >= plan.closes:
        return ok(f"Đủ: {known}.")
    return fault(
        f"Thiếu: {known}, đợt từ {day_text(plan.opens)} đến {day_text(plan.closes)}.",
        "Hãy bổ sung ngày nghỉ vào config/calendar.yaml, rồi thay lịch của đợt ở trang Kế hoạch.",
    )
