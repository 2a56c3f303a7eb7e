"""The delivery run. It sends between transactions, so it is handed the means to begin them, and holds none open."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from notifications.outcome import Accepted, Ambiguous, Deferred, Rejected, Scope
from services import delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from notifications.channels.protocol import Channel
    from notifications.outcome import Outcome
    from services.delivery import Claimed

    Begin = Callable[[], AbstractContextManager[Session]]

MOST_BATCHES = 1_000  # a run always ends, whatever it finds


def deliver_outbox(
    begin: Begin,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    *,
    owner: str,
    now: datetime,
) -> dict[str, int]:
    """Send what is due: claim a batch, send it, record each answer. Returns how many there were of each outcome.

    When a channel as a whole does not answer, the run stops and leaves the rest in the outbox for the next one.
    """
    tally: Counter[str] = Counter()
    with begin() as session:
        tally["recovered"] += delivery.recover(session, campaign, channels, now=now)
    for _ in range(MOST_BATCHES):
        with begin() as session:
            claimed, looked_at = delivery.claim(session, campaign, channels, owner=owner, now=now)
        if not _send_all(begin, claimed, channels, tally, now=now) or looked_at == 0:
            break
    for channel in channels.values():
        channel.close()
    return {outcome: number for outcome, number in tally.items() if number}


def _send_all(
    begin: Begin,
    claimed: Sequence[Claimed],
    channels: Mapping[str, Channel],
    tally: Counter[str],
    *,
    now: datetime,
) -> bool:
    """Send a batch, one after another. False when a channel is down; what was not tried goes back."""
    for position, message in enumerate(claimed):
        channel = channels[message.envelope.channel]
        outcome = channel.deliver(message.envelope)
        with begin() as session:
            delivery.record(session, message.outbox_id, outcome, policy=channel.ambiguity, now=now)
        tally[name_of(outcome)] += 1
        if _is_channel_down(outcome):
            with begin() as session:
                delivery.put_back(session, [waiting.outbox_id for waiting in claimed[position + 1 :]])
            return False
    return True


def name_of(outcome: Outcome) -> str:
    match outcome:
        case Accepted():
            return "accepted"
        case Rejected():
            return "rejected"
        case Deferred():
            return "deferred"
        case Ambiguous():
            return "unknown"


def _is_channel_down(outcome: Outcome) -> bool:
    return isinstance(outcome, Deferred | Rejected) and outcome.scope is Scope.CHANNEL
