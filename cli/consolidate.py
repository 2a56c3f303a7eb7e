"""`dondoc consolidate`: merge what came in into one draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import looked_at
from cli.options import AsJson, AsOf, PlanName
from cli.printing import print_json, say
from config import consolidating
from config.wiring import workplace
from services import consolidation

if TYPE_CHECKING:
    from config.consolidating import Draft


def consolidate(
    unit: Annotated[
        str,
        Parameter(name="ĐƠN-VỊ", help="Đơn vị tổng hợp (một huyện): mã hoặc tên; bỏ trống là báo cáo của tỉnh."),
    ] = "",
    /,
    *,
    as_of: AsOf = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now = looked_at(as_of, campaign)
    with place.begin() as session:
        code = find_unit(session, campaign, unit).code if unit else campaign.plan.bodies.coordinator
        run_id = consolidation.request(session, campaign, unit=code, now=now)
    consolidating.claim(place, run_id)
    draft = consolidating.merge(place, campaign, run_id=run_id, now=now)
    if json:
        print_json({"run": run_id, "unit": code, "draft": draft})
    else:
        _print(draft)


def _print(draft: Draft) -> None:
    say(f"Dự thảo: {draft.path}")
    if draft.received:
        say(f"Đã tổng hợp báo cáo của {len(draft.received)} đơn vị.")
    else:
        say("Chưa có báo cáo nào để tổng hợp; dự thảo chỉ có các mục của đề cương.")
    if draft.missing:
        say(f"Chưa có trong dự thảo: {len(draft.missing)} đơn vị.")
    for name in draft.missing:
        say(f"  - {name}{' (đã nộp, tệp chưa đọc được)' if name in draft.unreadable else ''}")
