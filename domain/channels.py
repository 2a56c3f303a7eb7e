"""Channels (kênh gửi): what each is called in front of people."""

from __future__ import annotations

EMAIL = "email"  # the only one that carries a whole letter, a list of names, and files

CHANNEL_NAMES = {
    EMAIL: "thư điện tử",
    "zalobot": "Zalo Bot",
    "zbs": "Zalo (theo số điện thoại)",
    "zalooa": "Zalo OA",
    "esms": "tin nhắn SMS",
    "phone": "điện thoại",
    "apprise": "kênh khác",
}


def channel_name(channel: str) -> str:
    """What people call the channel; its own name where they have none."""
    return CHANNEL_NAMES.get(channel, channel)
