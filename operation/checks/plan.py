"""What a reader of the plan stumbles over, for the campaigns that run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.units import all_contacts, units_of
from domain.findings import Severity, findings
from domain.units import UnitTree
from operation.campaigns import running_campaigns
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from domain.campaigns import Campaign
    from operation.results import Result

ADVICE = "Xem tất cả ở trang Kế hoạch, hoặc: dondoc plan check {}"


def look(place: Workplace, *, now: datetime) -> list[Result]:
    found = [one for campaign in running_campaigns(place, now) for one in _of(place, campaign)]
    return found or [not_applicable("Chưa có đợt nào đang chạy.")]


def _of(place: Workplace, campaign: Campaign) -> list[Result]:
    """What has a ruling was settled by somebody; what is only to be known is left to the page."""
    with place.read() as session:
        units = UnitTree(units_of(session, campaign.id))
        contacts = [one for people in all_contacts(session, campaign.id).values() for one in people]
    plan = campaign.plan.identity.id
    found = findings(campaign.plan, units, contacts)
    errors = [one for one in found if one.severity is Severity.ERROR]
    open_ones = [one for one in found if one.severity is Severity.WARNING and not one.ruling]
    if errors:
        return [fault(f"Đợt {plan}: {one.text}", ADVICE.format(plan)) for one in errors]
    if open_ones:
        return [warning(f"Đợt {plan}: {len(open_ones)} điểm cần lưu ý chưa có ý kiến.", ADVICE.format(plan))]
    return [ok(f"Đợt {plan}: không còn điểm nào chưa có ý kiến.")]
