"""The channels by which a person can be reached, and what people call them."""

from __future__ import annotations

CHANNEL_NAMES = {
    "email": "thư điện tử",
    "zalobot": "Zalo Bot",
    "zbs": "Zalo theo số điện thoại",
    "zalooa": "Zalo OA",
    "esms": "tin nhắn SMS",
    "apprise": "kênh khác",
    "phone": "điện thoại",
}


def channel_name(channel: str) -> str:
    """What people call the channel; its own name where they have none."""
    return CHANNEL_NAMES.get(channel, channel)
