"""Units of which nobody has ever answered on any channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from operation.campaigns import running_campaigns
from operation.results import not_applicable, ok, warning
from services.contact_proofs import unproven_units

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from operation.results import Result

ADVICE = "Xem danh sách: dondoc contacts list --unproven; gửi thư kiểm tra: dondoc contacts check"


def look(place: Workplace, *, now: datetime) -> list[Result]:
    found = [_of(place, one, now) for one in running_campaigns(place, now)]
    return found or [not_applicable("Chưa có đợt nào đang chạy.")]


def _of(place: Workplace, campaign: Campaign, now: datetime) -> Result:
    with place.read() as session:
        number = len(unproven_units(session, campaign, as_of=now))
    plan = campaign.plan.identity.id
    if not number:
        return ok(f"Đợt {plan}: mọi đơn vị đều có đầu mối đã được xác nhận.")
    return warning(f"Đợt {plan}: {number} đơn vị chưa có đầu mối nào được xác nhận.", ADVICE)
