"""The breakers of the channels, from the log of attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import ChannelReopeningRow
from database.queries.attempts import last_attempts
from database.queries.channels import reopened_at
from domain.breakers import LOOKED_AT, Attempted, Breaker, breaker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.calendar import WorkingCalendar


def breakers(
    session: Session, channels: Iterable[str], *, now: datetime, calendar: WorkingCalendar
) -> dict[str, Breaker]:
    """How each channel may be used now, whichever campaign used it last."""
    return {name: _breaker(session, name, now=now, calendar=calendar) for name in channels}


def reopen(session: Session, channel: str, *, by: str, now: datetime) -> None:
    """Let the channel be tried at once: somebody mended it."""
    session.add(ChannelReopeningRow(channel=channel, at=now, who=by))
    session.flush()


def _breaker(session: Session, channel: str, *, now: datetime, calendar: WorkingCalendar) -> Breaker:
    since = reopened_at(session, channel)
    last = last_attempts(session, channel, number=LOOKED_AT, since=since)
    return breaker([Attempted(*one) for one in last], now=now, calendar=calendar)
