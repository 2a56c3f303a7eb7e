"""The other channels from inside: which are set up, which rest, and whether the right to send for an account is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config import clock
from database.queries.zalo_grants import grant_rows
from domain.breakers import Use
from domain.channels import EMAIL, channel_name
from domain.vietnamese_dates import day_text
from operation.campaigns import NotReady, check_ready, running_campaigns
from operation.results import fault, not_applicable, ok, warning
from services.channel_states import channel_states
from services.zalo_grants import times_of

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result
    from services.channel_states import ChannelState


def look(place: Workplace, *, now: datetime) -> list[Result]:
    if not place.may_send:
        return [not_applicable("Bản diễn tập không gửi gì ra ngoài.")]
    named = sorted(place.channel_urls)  # refuses an address that cannot be read
    try:
        check_ready(place)
    except NotReady:
        return [ok(f"Đã cấu hình: {', '.join(map(channel_name, named)) or 'chưa có kênh nào'}.")]
    found = [*_lost_grants(place, now), *_states(place, now)]
    return found or [ok(f"Dùng được: {', '.join(map(channel_name, named)) or 'chưa có kênh nào'}.")]


def _lost_grants(place: Workplace, now: datetime) -> list[Result]:
    with place.read() as session:
        lost = [row.oa_id for row in grant_rows(session) if times_of(row).needs_reconsent(now)]
    return [
        fault(f"Official Account Zalo {oa_id} đã mất quyền gửi.", "Hãy cấp quyền lại: dondoc zalo grant")
        for oa_id in lost
    ]


def _states(place: Workplace, now: datetime) -> list[Result]:
    found: dict[str, Result] = {}
    for campaign in running_campaigns(place, now):
        with place.read() as session:
            for one in channel_states(session, campaign, place.channels, now=now):
                if result := _result(one):
                    found[one.name] = result
    return list(found.values())


def _result(one: ChannelState) -> Result | None:
    name = channel_name(one.name)
    if not one.is_set_up:
        text = f"{one.contacts} đầu mối dùng kênh {name} mà kênh này chưa được cấu hình."
        setting = "DONDOC_MAIL_URL" if one.name == EMAIL else "DONDOC_CHANNELS"
        return None if one.name == "phone" else warning(text, f"Hãy đặt {setting}, hoặc đổi kênh của các đầu mối.")
    if one.breaker.use is Use.FREELY or one.breaker.down_since is None:
        return None
    since = clock.in_viet_nam(one.breaker.down_since)
    return fault(
        f"Kênh {name} không gửi được từ {day_text(since.date())}, {since:%H:%M}: {one.breaker.detail.rstrip('. ')}.",
        f"Sửa xong hãy chạy: dondoc channels reopen {one.name}",
    )
