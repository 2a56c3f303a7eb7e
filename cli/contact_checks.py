"""`dondoc contacts check`: ask the people in the list whether a letter reaches them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.finding_units import find_unit
from cli.moments import worked_at
from cli.options import AsJson, OnDay, PlanName
from cli.printing import moment_text, print_json, say
from config.wiring import workplace
from domain.channels import CHANNEL_NAMES
from domain.contact_addresses import channel_named, masked
from domain.errors import RuleBroken
from services.contact_checks import SKIPPED_NAMES, Scope, queue_tests
from services.contact_proofs import contact_proofs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from domain.campaigns import Campaign
    from services.contact_checks import Checked

SHOWN = 5


def check(
    *,
    unit: Annotated[str, Parameter(name="--unit", metavar="ĐƠN-VỊ", help="Chỉ kiểm tra một đơn vị.")] = "",
    channel: Annotated[str, Parameter(name="--channel", metavar="KÊNH", help="Chỉ kiểm tra một kênh (email).")] = "",
    every: Annotated[bool, Parameter(name="--all", help="Kiểm tra cả những kênh đã được xác nhận.")] = False,
    again: Annotated[
        bool, Parameter(name="--again", help="Gửi lại cả khi thư trước còn chờ trả lời hoặc không gửi được.")
    ] = False,
    as_of: OnDay = "",
    plan: PlanName = "",
    json: AsJson = False,
) -> None:
    place = workplace()
    campaign = place.campaign(plan)
    now = worked_at(as_of, campaign)
    only = _channel(channel) if channel else ""
    scope = Scope(channels=set(place.channels), proven=every, again=again)
    with place.begin() as session:
        code = find_unit(session, campaign, unit).code if unit else ""
        proofs = contact_proofs(session, campaign, as_of=now)
        rows = [
            row
            for one in proofs
            for row in one.rows
            if code in ("", one.unit.code) and only in ("", row.contact.channel)
        ]
        found = queue_tests(session, campaign, rows, scope=scope, now=now)
    at = campaign.plan.calendar.next_working_moment(now)
    if json:
        print_json(_as_json(found, campaign, at=at))
    else:
        _print(found, campaign, at=at)


def _channel(name: str) -> str:
    try:
        return channel_named(name)
    except RuleBroken as refusal:
        raise RuleBroken(f"--channel: {refusal}") from None


def _as_json(found: Sequence[Checked], campaign: Campaign, *, at: datetime) -> dict[str, object]:
    """The documented shape: `queued` with the keys of the messages, `skipped` with the reasons."""
    about = [(one, masked(one.contact)) for one in found]
    return {
        "at": campaign.plan.calendar.local(at),
        "queued": [
            {"unit": to.unit, "contact": to.code, "channel": to.channel, "address": to.address, "key": one.key}
            for one, to in about
            if one.key
        ],
        "skipped": [
            {"unit": to.unit, "contact": to.code, "channel": to.channel, "address": to.address, "why": one.skipped}
            for one, to in about
            if one.skipped
        ],
    }


def _print(found: Sequence[Checked], campaign: Campaign, *, at: datetime) -> None:
    queued = [one for one in found if one.key]
    if not found:
        say("Không có đầu mối nào như vậy. Nhập danh sách: dondoc contacts import TỆP")
        return
    if queued:
        say(f"Đã xếp {len(queued)} thư kiểm tra, gửi từ {moment_text(campaign.plan.calendar.local(at))}.")
        say("Gửi: dondoc deliver; nhận trả lời: dondoc intake; xem kết quả: dondoc contacts list")
    else:
        say("Không có thư kiểm tra nào cần gửi.")
    for skipped, number in Counter(one.skipped for one in found if one.skipped).items():
        some = [one.contact for one in found if one.skipped is skipped][:SHOWN]
        names = ", ".join(f"{one.code} ({CHANNEL_NAMES.get(one.channel, one.channel)})" for one in some)
        more = f" và {number - SHOWN} kênh khác" if number > SHOWN else ""
        say(f"Không gửi cho {number} kênh, {SKIPPED_NAMES[skipped]}: {names}{more}.", hang=2)
