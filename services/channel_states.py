"""How each channel stands: whether it may be used, why not, and what went over it last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.channels import contacts_by_channel, sent_by_channel
from services.breakers import breakers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.breakers import Breaker
    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel


@dataclass(frozen=True, slots=True)
class ChannelState:
    """`contacts` is how many people may be reached this way, `per_minute` 0 where no pace is set."""

    name: str
    is_set_up: bool
    per_minute: float
    breaker: Breaker
    contacts: int
    sent: int
    last_sent: datetime | None


def channel_states(
    session: Session, campaign: Campaign, channels: Mapping[str, Channel], *, now: datetime
) -> list[ChannelState]:
    """Every channel that is set up or that a contact names."""
    contacts = contacts_by_channel(session, campaign.id)
    sent = sent_by_channel(session, campaign.id, until=now)
    names = sorted(set(channels) | set(contacts))
    found = breakers(session, names, now=now, calendar=campaign.plan.calendar)
    return [
        ChannelState(
            name=name,
            is_set_up=name in channels,
            per_minute=channels[name].rate_per_minute if name in channels else 0.0,
            breaker=found[name],
            contacts=contacts.get(name, 0),
            sent=sent[name][0] if name in sent else 0,
            last_sent=sent[name][1] if name in sent else None,
        )
        for name in names
    ]
