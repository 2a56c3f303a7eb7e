"""Who and what there is on the far side, and how Zalo says yes and no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.fakes.far_server import Reply

HANOI = timezone(timedelta(hours=7))
APP_ID, APP_SECRET, OA_ID = "1234567890", "placeholder-app-secret", "9876543210"
CALLS_PER_MINUTE = 4000


@dataclass
class User:
    """Somebody whom the account knows; `last_interaction` opens the windows of 48 hours and 7 days."""

    last_interaction: datetime
    is_follower: bool = True
    has_blocked: bool = False


@dataclass
class Template:
    """An approved template: its parameters with the length that each may have."""

    parameters: dict[str, int]
    status: str = "ENABLE"
    takes_user_id: bool = True
    may_go_at_night: bool = False


@dataclass(frozen=True)
class Sent:
    """What Zalo took over, from its own point of view."""

    to: str
    message_id: str
    body: dict[str, Any]

    @property
    def tracking_id(self) -> str:
        return str(self.body.get("tracking_id", ""))


@dataclass
class Grant:
    """The pair in force. A new one ends the old access token at once; a refresh token is good once."""

    access: str
    access_until: datetime
    refresh: str
    refresh_until: datetime


def refused(code: int, message: str = "error", headers: dict[str, str] | None = None) -> Reply:
    """HTTP 200 all the same, and no `data`."""
    return Reply.of({"error": code, "message": message}, headers=headers)


def done(data: dict[str, Any], headers: dict[str, str] | None = None) -> Reply:
    return Reply.of({"data": data, "error": 0, "message": "Success"}, headers=headers)


def milliseconds(moment: datetime) -> str:
    """Moments are text, in milliseconds."""
    return str(int(moment.timestamp() * 1000))
