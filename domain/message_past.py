"""Where a message was at a moment: told from what was tried, because the row itself only knows where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from domain.outbox import MessageState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Tried(Protocol):
    """One attempt: when, and what the transport said (accepted, rejected, deferred, ambiguous)."""

    @property
    def at(self) -> datetime: ...
    @property
    def outcome(self) -> str: ...


class Kept(Protocol):
    """A message as the outbox has it now."""

    @property
    def state(self) -> str: ...
    @property
    def held_since(self) -> datetime | None: ...
    @property
    def settled_at(self) -> datetime | None: ...


def state_by(as_of: datetime, row: Kept, attempts: Sequence[Tried]) -> MessageState:
    """The state by then. `attempts` are all there are, in order; what was settled later was not settled yet."""
    now = MessageState(row.state)
    is_open = now.is_waiting or now is MessageState.SENDING
    if row.settled_at <= as_of if row.settled_at is not None else not is_open:
        return now
    past = [one for one in attempts if one.at <= as_of]
    goes_on = len(past) < len(attempts) or is_open
    match past[-1].outcome if past else "":
        case "accepted":
            return MessageState.ACCEPTED
        case "ambiguous" if not goes_on:
            return MessageState.UNKNOWN
        case "rejected" if not goes_on:
            return MessageState.FAILED
    if now is MessageState.SENDING and len(past) == len(attempts):
        return now
    return MessageState.HELD if row.held_since is not None and row.held_since <= as_of else MessageState.QUEUED
