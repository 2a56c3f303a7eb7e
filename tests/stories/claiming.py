"""Claiming messages as a delivery run does, in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services import delivery

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel


def claim(
    session: Session,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    *,
    owner: str,
    now: datetime,
    limit: int = delivery.BATCH_SIZE,
) -> list[delivery.Claimed]:
    """Taken and written out, in one transaction."""
    taken, _ = delivery.take(session, campaign, owner=owner, now=now, limit=limit)
    session.expire_all()  # a run does it in a session of its own
    return delivery.write_out(session, campaign, channels, taken, owner=owner, now=now)
