"""The delivery run. It sends between transactions, so it is handed the means to begin them, and holds none open."""

from __future__ import annotations

from collections import Counter
from time import monotonic
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
# One mailbox may be as odd as it likes; so many answers in a row that tell nothing of the recipient, and the line is down.
DOWN_AFTER = 3
LONGEST_RUN = delivery.LEASE / 2  # a run claims at the one moment it was given, so it must be over before that lease is


def deliver_outbox(
    begin: Begin,
    campaign: Campaign,
    channels: Mapping[str, Channel],
    *,
    owner: str,
    now: datetime,
    stopwatch: Callable[[], float] = monotonic,
) -> dict[str, int]:
    """Send what is due: claim a batch, send it, record each answer. Returns how many there were of each outcome.

    When a channel as a whole does not answer, or time is up, the run stops and leaves the rest in the outbox for the
    next one.
    """
    run = _Run(begin, campaign, channels, owner=owner, now=now, until=stopwatch() + LONGEST_RUN.total_seconds())
    run.recover()
    for _ in range(MOST_BATCHES):
        claimed, looked_at = run.claim()
        if not run.send(claimed, stopwatch) or looked_at == 0:
            break
    for channel in channels.values():
        channel.close()
    return {outcome: number for outcome, number in run.tally.items() if number}


class _Run:
    """One delivery run. `until` is what the stopwatch shows when its time is up, in seconds."""

    def __init__(
        self,
        begin: Begin,
        campaign: Campaign,
        channels: Mapping[str, Channel],
        *,
        owner: str,
        now: datetime,
        until: float,
    ) -> None:
        self._begin, self._campaign, self._channels = begin, campaign, channels
        self._owner, self._now, self._until = owner, now, until
        self._unclear = 0
        self.tally: Counter[str] = Counter()

    def recover(self) -> None:
        """Also take over how the last run ended: a line that was unclear then is tried with one message, not three."""
        with self._begin() as session:
            self._unclear = min(delivery.unclear_streak(session, self._campaign, most=DOWN_AFTER), DOWN_AFTER - 1)
            self.tally["recovered"] += delivery.recover(session, self._campaign, self._channels, now=self._now)

    def claim(self) -> tuple[list[Claimed], int]:
        with self._begin() as session:
            return delivery.claim(session, self._campaign, self._channels, owner=self._owner, now=self._now)

    def send(self, claimed: Sequence[Claimed], stopwatch: Callable[[], float]) -> bool:
        """Send a batch, one after another. False when the run must stop; what was not tried goes back."""
        for position, message in enumerate(claimed):
            if not self._is_still_right(message):
                continue
            outcome = self._send_one(message)
            self._unclear = self._unclear + 1 if _is_unclear(outcome) else 0
            is_down = _is_channel_down(outcome) or self._unclear == DOWN_AFTER
            if is_down or stopwatch() >= self._until:
                self._put_back(claimed[position + 1 :])
                return False
        return True

    def _is_still_right(self, message: Claimed) -> bool:
        """A batch takes a while, and somebody may have handed in since it was claimed."""
        with self._begin() as session:
            return delivery.is_still_right(session, message, owner=self._owner, now=self._now)

    def _send_one(self, message: Claimed) -> Outcome:
        channel = self._channels[message.envelope.channel]
        outcome = channel.deliver(message.envelope)
        with self._begin() as session:
            delivery.record(
                session,
                message.outbox_id,
                outcome,
                owner=self._owner,
                policy=channel.ambiguity,
                now=self._now,
            )
        self.tally[name_of(outcome)] += 1
        return outcome

    def _put_back(self, untried: Sequence[Claimed]) -> None:
        with self._begin() as session:
            delivery.put_back(session, [message.outbox_id for message in untried], owner=self._owner)


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


def _is_unclear(outcome: Outcome) -> bool:
    return isinstance(outcome, Ambiguous) or (
        isinstance(outcome, Deferred | Rejected) and outcome.scope is Scope.UNCLEAR
    )


def _is_channel_down(outcome: Outcome) -> bool:
    return isinstance(outcome, Deferred | Rejected) and outcome.scope is Scope.CHANNEL
