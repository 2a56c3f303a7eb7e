"""The pace of a channel: so many messages a minute over all processes together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from database.queries.channels import free_at, set_free_at

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def take_turn(
    session: Session, channel: str, *, per_minute: float, now: datetime, longest: timedelta
) -> timedelta | None:
    """How long to wait before the next message may go; the turn is then ours. None when that is longer than `longest`."""
    turn = max(free_at(session, channel, now=now), now)
    if turn - now > longest:
        return None
    set_free_at(session, channel, turn + timedelta(minutes=1) / per_minute)
    return turn - now
