"""`dondoc status`: how the campaign stands on any day."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_tiers import find_tier
from cli.moments import looked_at, say_if_not_open
from cli.options import AsJson, AsOf, PlanName
from cli.printing import day_text, moment_text, plain, print_json, print_table, say
from config.wiring import workplace
from domain.obligations import State
from services.status import status as status_of
from services.wording import standing_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from domain.campaigns import Campaign
    from services.status import Status, TierStatus, UnitStatus


def status(
    *,
    as_of: AsOf = "",
    tier: Annotated[str, Parameter(metavar="CẤP", help="Chỉ xem một cấp (commune, hoặc xã).")] = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    moment = looked_at(as_of, campaign)
    wanted = find_tier(campaign.plan, tier).id if tier else ""
    with place.read() as session:
        found = status_of(session, campaign, as_of=moment)
    if wanted:
        found = _of_tier(found, wanted)
    if json:
        print_json(as_json(found))
    else:
        _print(found, campaign)


def as_json(found: Status) -> dict[str, object]:
    """The documented shape: `as_of`, `tiers` with their figures, `units`."""
    return {
        "as_of": found.as_of,
        "plan": found.plan_number,
        "tiers": [
            {"id": tier.id, "name": tier.name, "deadline": tier.deadline, **_figures(tier.count)}
            for tier in found.tiers
        ],
        "units": list(found.units),
    }


def _figures(count: object) -> dict[str, object]:
    figures = plain(count)
    return figures if isinstance(figures, dict) else {}


def _of_tier(found: Status, tier: str) -> Status:
    return replace(
        found,
        tiers=tuple(one for one in found.tiers if one.id == tier),
        units=tuple(one for one in found.units if one.tier == tier),
    )


def _print(found: Status, campaign: Campaign) -> None:
    say(f"Kế hoạch {found.plan_number}: {found.title}\n", hang=2)
    say_if_not_open(campaign, found.as_of)
    print_table(
        f"Tính đến {moment_text(found.as_of)}",
        ("Cấp", "Hạn", "Phải nộp", "Đã nộp", "Đúng hạn", "Chậm", "Quá hạn", "Trả lại", "%\u00a0đúng hạn"),
        [_tier_row(one, found.as_of.date()) for one in found.tiers],
        right=range(2, 9),
    )
    for (tier, deadline), units in _still_open(found.units).items():
        print_table(
            f"{tier}, hạn {day_text(deadline)}: {len(units)} đơn vị chưa có báo cáo",
            ("Mã", "Đơn vị", "Tình trạng", "Đã gửi", "Liên hệ gần nhất", "Bước tiếp theo"),
            [_unit_row(one) for one in units],
            right=(3,),
        )
    exempt = [one.name for one in found.units if one.state is State.EXEMPT]
    if exempt:
        say(f"Được miễn báo cáo: {', '.join(exempt)}.\n", hang=2)
    if not _still_open(found.units):
        say("Mọi đơn vị đều đã có báo cáo.")


def _tier_row(one: TierStatus, day: date) -> tuple[object, ...]:
    """Before the deadline nobody can be said to be on time or not: no rate yet."""
    count = one.count
    figures = (count.expected, count.received, count.on_time, count.late, count.overdue, count.returned)
    return (one.name, day_text(one.deadline), *figures, f"{count.on_time_rate:.0%}" if day > one.deadline else "–")


def _still_open(units: Iterable[UnitStatus]) -> dict[tuple[str, date], list[UnitStatus]]:
    """The units that owe a report, by tier and deadline."""
    grouped: dict[tuple[str, date], list[UnitStatus]] = {}
    for one in units:
        if one.state.is_owed:
            grouped.setdefault((one.tier_name, one.deadline), []).append(one)
    return grouped


def _unit_row(one: UnitStatus) -> tuple[object, ...]:
    return (
        one.unit,
        one.name,
        _state(one),
        one.reminders,
        day_text(one.last_contact),
        day_text(one.next_step),
    )


def _state(one: UnitStatus) -> str:
    standing = standing_text(one.state, is_overdue=one.is_overdue, days_late=one.days_late)
    return f"{standing}, hẹn {day_text(one.promised)}" if one.promised else standing
