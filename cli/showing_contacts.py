"""The list of contacts on the screen and as JSON; no address with a secret in it is ever shown whole."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cli.printing import day_text, moment_text, print_table, say
from domain.channels import CHANNEL_NAMES
from domain.contact_addresses import masked, shown_address
from domain.contact_proofs import COLOURS, PROOF_NAMES, Proof
from services.contact_lists import NOBODY, ROLE_NAMES
from services.contact_proofs import counts
from services.contacts import CHANGE_NAMES

SHOWN_UNITS = 3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from database.models import ContactChangeRow
    from domain.campaigns import Campaign
    from domain.contact_proofs import Standing
    from domain.tiers import Tier
    from domain.units import Unit
    from services.contact_proofs import Proven, UnitProofs
    from services.contacts import Change, Placed


def say_unproven(units: Sequence[Unit]) -> None:
    """How many, the first of them, and where to find all; nothing when everybody has somebody who answered."""
    if not units:
        return
    names = ", ".join(unit.name for unit in units[:SHOWN_UNITS])
    more = f" và {len(units) - SHOWN_UNITS} đơn vị khác" if len(units) > SHOWN_UNITS else ""
    say(f"Cần xem: {len(units)} đơn vị chưa có kênh liên lạc nào được xác nhận ({names}{more}).", hang=2)
    say("  Kiểm tra: dondoc contacts check; danh sách: dondoc contacts list --unproven", hang=2)


def as_json(found: Sequence[UnitProofs], campaign: Campaign, *, as_of: datetime) -> dict[str, object]:
    """The documented shape: `units` with their `contacts`, `tiers` with the counts."""
    return {
        "as_of": campaign.plan.calendar.local(as_of),
        "units": [
            {
                "unit": one.unit.code,
                "name": one.unit.name,
                "tier": one.unit.tier,
                "owes": one.owes,
                "is_proven": one.is_proven,
                "contacts": [_row_json(row, campaign) for row in one.rows],
            }
            for one in found
        ],
        "tiers": [
            {"id": tier.id, "name": tier.name, "units": len(units), "proven": sum(one.is_proven for one in units)}
            | {"contacts": counts(units)}
            for tier, units in _tiers(found, campaign)
        ],
    }


def changes_as_json(found: Sequence[Change]) -> list[dict[str, object]]:
    return [
        {
            "kind": one.kind,
            "unit": one.contact.unit,
            "contact": one.contact.code,
            "channel": one.contact.channel,
            "before": _placed_json(one.before),
            "after": _placed_json(one.after),
        }
        for one in found
    ]


def print_changes(found: Sequence[Change], *, rows: int, saved: bool) -> None:
    if not found:
        say(f"Danh sách có {rows} dòng, không khác danh sách đang dùng.")
        return
    table = [
        (
            CHANGE_NAMES[one.kind],
            one.contact.unit,
            one.contact.code,
            CHANNEL_NAMES.get(one.contact.channel, one.contact.channel),
            _placed_text(one.before),
            _placed_text(one.after),
        )
        for one in found
    ]
    print_table(f"{len(found)} thay đổi", ("Việc", "Đơn vị", "Mã", "Kênh", "Trước", "Sau"), table)
    if saved:
        say("Đã ghi. Kiểm tra các địa chỉ mới: dondoc contacts check")
    else:
        say("Chưa ghi gì. Muốn ghi, hãy chạy lại không có --dry-run.")


def print_list(found: Sequence[UnitProofs], campaign: Campaign, *, as_of: datetime) -> None:
    at = moment_text(campaign.plan.calendar.local(as_of))
    if not found:
        say(f"Tính đến {at}: không có đơn vị nào như vậy.")
        return
    rows = [row for one in found for row in _unit_rows(one, campaign)]
    columns = ("Mã", "Đơn vị", "Đầu mối", "Kênh", "Địa chỉ", "Màu", "Tình trạng")
    print_table(f"Đầu mối liên hệ của {len(found)} đơn vị, tính đến {at}", columns, rows)
    for tier, units in _tiers(found, campaign):
        say(_tier_text(tier.name, units))


def print_unit(unit: Unit, found: Sequence[UnitProofs], campaign: Campaign) -> None:
    say(f"{unit.name} ({unit.code})\n")
    rows = [row for one in found for row in one.rows]
    if not rows:
        say("Chưa có đầu mối liên hệ nào. Nhập danh sách: dondoc contacts import TỆP")
        return
    table = [
        (
            row.contact.code,
            row.contact.name,
            ROLE_NAMES[row.contact.role],
            row.order,
            CHANNEL_NAMES.get(row.contact.channel, row.contact.channel),
            shown_address(row.contact.address),
            row.contact.phone,
            _standing_text(row.standing, campaign),
        )
        for row in rows
    ]
    columns = ("Mã", "Đầu mối", "Vai trò", "Thứ tự", "Kênh", "Địa chỉ", "Điện thoại", "Tình trạng")
    print_table("Đầu mối liên hệ", columns, table)


def history(changes: Sequence[ContactChangeRow], campaign: Campaign) -> list[dict[str, object]]:
    """The changes as people may see them, the oldest first."""
    return [
        {
            "at": campaign.plan.calendar.local(one.at),
            "who": one.who,
            "contact": one.contact,
            "channel": one.channel,
            "before": _noted(one.before),
            "after": _noted(one.after),
        }
        for one in changes
    ]


def print_history(changes: Sequence[ContactChangeRow], campaign: Campaign) -> None:
    if not changes:
        return
    local = campaign.plan.calendar.local
    rows = [
        (moment_text(local(one.at)), one.who, one.contact, one.channel, _noted_text(one.before), _noted_text(one.after))
        for one in changes
    ]
    print_table("Những lần thay đổi", ("Lúc", "Ai sửa", "Mã", "Kênh", "Trước", "Sau"), rows)


def _row_json(row: Proven, campaign: Campaign) -> dict[str, object]:
    contact, found = masked(row.contact), row.standing
    return {
        "code": contact.code,
        "name": contact.name,
        "role": contact.role,
        "order": row.order,
        "channel": contact.channel,
        "address": contact.address,
        "phone": contact.phone,
        "proof": found.proof,
        "since": campaign.plan.calendar.local(found.since) if found.since else None,
        "by": found.by,
    }


def _placed_json(placed: Placed | None) -> dict[str, object] | None:
    if placed is None:
        return None
    one = masked(placed.contact)
    return {"name": one.name, "role": one.role, "address": one.address, "phone": one.phone, "order": placed.order}


def _placed_text(placed: Placed | None) -> str:
    """The address, the name and the telephone, and which channel of the person it is when not the first."""
    if placed is None:
        return "–"
    one = masked(placed.contact)
    parts = [one.address, one.name, ROLE_NAMES[one.role], one.phone, f"kênh thứ {placed.order}"]
    return "\n".join(part for part in parts if part)


def _unit_rows(one: UnitProofs, campaign: Campaign) -> list[tuple[str, ...]]:
    if not one.rows:
        return [(one.unit.code, one.unit.name, NOBODY, "", "", COLOURS[Proof.UNTESTED], "")]
    return [
        (
            one.unit.code,
            one.unit.name,
            row.contact.name,
            CHANNEL_NAMES.get(row.contact.channel, row.contact.channel),
            shown_address(row.contact.address),
            COLOURS[row.standing.proof],
            _standing_text(row.standing, campaign),
        )
        for row in one.rows
    ]


def _standing_text(found: Standing, campaign: Campaign) -> str:
    since = f" từ {day_text(campaign.local_day(found.since))}" if found.since else ""
    why = f" ({found.by})" if found.by else ""
    return f"{PROOF_NAMES[found.proof]}{since}{why}"


def _tiers(found: Sequence[UnitProofs], campaign: Campaign) -> list[tuple[Tier, list[UnitProofs]]]:
    ranked = sorted(campaign.plan.tiers, key=lambda tier: tier.rank)
    grouped = [(tier, [one for one in found if one.unit.tier == tier.id]) for tier in ranked]
    return [(tier, units) for tier, units in grouped if units]


def _tier_text(name: str, units: Sequence[UnitProofs]) -> str:
    proven = sum(one.is_proven for one in units)
    parts = [f"{PROOF_NAMES[proof]} {number}" for proof, number in counts(units).items() if number]
    return f"{name}: {proven}/{len(units)} đơn vị có kênh đã xác nhận; số kênh: {', '.join(parts) or 'chưa có'}."


def _noted(text: str) -> dict[str, object] | None:
    """What a change wrote down, with its address masked; None for what was not there."""
    try:
        noted = json.loads(text) if text else None
    except ValueError:
        return None
    if not isinstance(noted, dict):
        return None
    return noted | ({"address": shown_address(str(noted["address"]))} if "address" in noted else {})


def _noted_text(text: str) -> str:
    noted = _noted(text)
    return "\n".join(str(noted[name]) for name in ("address", "name", "phone") if noted.get(name)) if noted else "–"
