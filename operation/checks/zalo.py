"""The accounts at Zalo: asked whether they take our tokens, without sending anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.channel_urls import official_account_url
from config.zalo_check import check_account
from domain.errors import RuleBroken
from notifications.channels.zalo_bot import ZaloBotChannel
from notifications.outcome import Accepted
from operation.campaigns import check_ready
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    if not place.may_send:
        return [not_applicable("Bản diễn tập không gọi Zalo.")]
    found = [*_bot(place), *_account(place)]
    return found or [not_applicable("Chưa cấu hình bot hay Official Account nào (DONDOC_CHANNELS).")]


def _bot(place: Workplace) -> list[Result]:
    bot = place.channels.get("zalobot")
    if not isinstance(bot, ZaloBotChannel):
        return []
    try:
        outcome = bot.knock()
    finally:
        bot.close()
    if isinstance(outcome, Accepted):
        return [ok("Bot Zalo nhận mã (token) của ta.")]
    return [fault(f"Bot Zalo: {outcome.detail}", "Hãy lấy mã mới của bot và sửa DONDOC_CHANNELS.")]


def _account(place: Workplace) -> list[Result]:
    if not official_account_url(place.settings):
        return []
    check_ready(place)  # the tokens lie in the database
    try:
        found = check_account(place)
    except RuleBroken as refusal:
        return [fault(str(refusal), "Xem chi tiết: dondoc zalo check")]
    name = f"Official Account {found.name or found.oa_id}"
    wrong = [f"{one.message}: {one.faults[0]}" for one in found.templates if one.faults]
    advice = "Hãy sửa mẫu tin trên trang quản trị Zalo; xem tất cả: dondoc zalo check"
    return [
        ok(f"{name} nhận token; hôm nay còn gửi được {found.quota_left or 'không rõ bao nhiêu'} tin."),
        *(warning(f"Mẫu tin {text}", advice) for text in wrong),
    ]
