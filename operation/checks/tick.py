"""When each kind of run last came to its end, against when it should have."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from config import clock
from database.queries.ticks import last_done_for
from domain.ticks import TickKind
from domain.vietnamese_dates import day_text
from operation.campaigns import running_campaigns
from operation.results import fault, not_applicable, ok
from services.late_ticks import late_ticks
from services.wording_of_ticks import tick_name

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from operation.results import Result

ADVICE = "Hãy xem dondoc serve có chạy không (systemctl status dondoc), rồi chạy bù: {}"
CATCH_UP = {TickKind.DAY: "dondoc day", TickKind.DELIVER: "dondoc deliver", TickKind.INTAKE: "dondoc intake"}


def look(place: Workplace, *, now: datetime) -> list[Result]:
    if not place.may_send:
        return [not_applicable("Bản diễn tập không tự chạy.")]
    found = [one for campaign in running_campaigns(place, now) for one in _of(place, campaign, now)]
    return found or [not_applicable("Chưa có đợt nào đang chạy.")]


def kinds_wanted(place: Workplace) -> list[TickKind]:
    """Mail is taken in only where there is a mailbox."""
    has_mailbox = bool(place.settings.intake_url.get_secret_value())
    return [kind for kind in TickKind if kind is not TickKind.INTAKE or has_mailbox]


def _of(place: Workplace, campaign: Campaign, now: datetime) -> list[Result]:
    after = timedelta(minutes=place.settings.alarm_after_minutes)
    kinds, plan = kinds_wanted(place), campaign.plan.identity.id
    with place.read() as session:
        late = {one.kind for one in late_ticks(session, [campaign], kinds, now=now, after=after)}
        last = {kind: last_done_for(session, kind, plan) for kind in kinds}
    return [_result(plan, kind, last[kind], now, is_late=kind in late) for kind in kinds]


def _result(plan: str, kind: TickKind, last: datetime | None, now: datetime, *, is_late: bool) -> Result:
    name = f"Đợt {plan}: {tick_name(kind)}"
    if last is None:
        text = f"{name} chưa chạy xong lần nào."
    else:
        local = clock.in_viet_nam(last)
        text = f"{name} xong lúc {day_text(local.date())}, {local:%H:%M} ({_age(now - last)} trước)."
    return fault(text, ADVICE.format(CATCH_UP[kind])) if is_late else ok(text)


def _age(age: timedelta) -> str:
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 120:  # noqa: PLR2004 -- up to two hours, minutes are read more easily
        return f"{minutes} phút"
    return f"{minutes // 60} giờ" if age < timedelta(days=2) else f"{age.days} ngày"
