"""What the auditor found in its last round."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from config import clock
from database.queries.audit_rounds import last_round
from domain.vietnamese_dates import day_text
from operation.campaigns import running_campaigns
from operation.results import not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from operation.results import Result


def look(place: Workplace, *, now: datetime) -> list[Result]:
    found = [_of(place, one) for one in running_campaigns(place, now)]
    return found or [not_applicable("Chưa có đợt nào đang chạy.")]


def _of(place: Workplace, campaign: Campaign) -> Result:
    plan = campaign.plan.identity.id
    with place.read() as session:
        found = last_round(session, campaign.id, as_of=place.now())
    if found is None:
        return warning(f"Đợt {plan} chưa được tự kiểm tra lần nào.", "Lượt buổi sáng làm việc này: dondoc day")
    number, at = len(json.loads(found.flaws)), clock.in_viet_nam(found.at)
    when = f"{day_text(at.date())}, {at:%H:%M}"
    if not number:
        return ok(f"Đợt {plan}: không có gì bất thường ({when}).")
    return warning(f"Đợt {plan}: {number} điểm cần xem ({when}).", "Xem từng điểm ở trang Hôm nay.")
