"""How a channel stands, in Vietnamese."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.breakers import Use

if TYPE_CHECKING:
    from services.channel_states import ChannelState


def state_name(one: ChannelState) -> str:
    """One of "chưa cấu hình", "dùng được", "đang thử lại", "tạm nghỉ"."""
    if not one.is_set_up:
        return "chưa cấu hình"
    if one.breaker.use is Use.FREELY:
        return "dùng được"
    return "đang thử lại" if one.breaker.use is Use.PROBE or one.breaker.rests_until is None else "tạm nghỉ"


def why_not(one: ChannelState) -> str:
    """What the other side said; empty for a channel that works."""
    if not one.is_set_up or one.breaker.use is Use.FREELY:
        return ""
    return one.breaker.detail.rstrip(". ") or "không gửi được"
