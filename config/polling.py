"""Polling the bot: for a machine that can call out but that nobody outside can call."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from config.channel_urls import channel_urls
from config.hooks import keep, work_off_hooks
from domain.errors import RuleBroken
from domain.hooks import HookSource
from notifications.zalo.bot_updates import BotUpdates
from services.hooks import Incoming

if TYPE_CHECKING:
    from datetime import datetime

    from config.wiring import Workplace

MOST_PER_POLL = 1_000  # a poll always ends; the next one goes on
LONGEST_WAIT = 30  # seconds that Zalo is asked to hold the line


@dataclass(frozen=True, slots=True)
class Poll:
    """How many updates came, and how many calls were worked off afterwards."""

    received: int
    worked_off: int


def poll_bot(place: Workplace, *, seconds: int, now: datetime) -> Poll:
    """Take in what people wrote, for `seconds` at most beyond the wait in hand. Each is kept before the next is asked for."""
    url = channel_urls(place.settings).get("zalobot")
    if not url:
        raise RuleBroken("Chưa cấu hình bot Zalo. Hãy đặt DONDOC_CHANNELS có zalobot://MÃ-BOT.")
    received, end = 0, monotonic() + seconds
    with BotUpdates(url) as updates:
        while received < MOST_PER_POLL:
            left = max(0, round(end - monotonic()))
            update = updates.next(wait_seconds=min(LONGEST_WAIT, left))
            if update is not None:
                keep(place, Incoming(HookSource.ZALOBOT, update.body, now))
                received += 1
            elif monotonic() >= end:
                break
    return Poll(received, work_off_hooks(place, now=now))
