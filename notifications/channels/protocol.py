"""What every channel promises to the outbox."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.intake import Matter
    from notifications.envelope import Envelope, Rendered
    from notifications.outcome import Accepted, Outcome


class AmbiguityPolicy(StrEnum):
    """What is done when nobody knows whether a message was taken over. Written down, never improvised."""

    RESEND_SAME_BYTES = "resend_same_bytes"  # a second copy is recognisable as the same message
    RESEND_SAME_DAY = "resend_same_day"  # likewise, but the other side recognises a copy only on the day of the first
    NEXT_CHANNEL = (
        "next_channel"  # a second copy would be a second message; evidence is waited for, then another way taken
    )
    ASK_STAFF = "ask_staff"  # the same, but no other way is taken by itself; a person decides


class Channel(Protocol):
    """One way of reaching a person.

    `compose` is a pure function: the same arguments give the same bytes, so that an envelope can be stored, hashed and
    sent again. It raises `RuleBroken` when `to_address` cannot be an address of this channel. `follows` is the
    `message_id` of the first message of the same thread that really went out, where there is one. `matter` is what an
    answer would be about, for a channel that can receive any.

    `deliver` makes one attempt and says what came of it. Whatever the network or the other side does, it returns an
    outcome; it does not raise, and it does not repeat the attempt. Several threads may call it.

    `look_for` asks the other side whether it has the message of this `message_id`, after a run that broke off between
    sending and writing down. None when nobody can tell; it never raises.

    `close` gives back what `deliver` kept open. A closed channel may be used again.

    `rate_per_minute` is how many messages the account may send in a minute over all processes together, 0 for no limit.
    `gives_receipts` tells that the other side reports each delivery by itself, so that silence means something.
    """

    name: str
    ambiguity: AmbiguityPolicy
    rate_per_minute: float
    gives_receipts: bool

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,
        sent_at: datetime,
        follows: str = "",
        matter: Matter | None = None,
    ) -> Envelope: ...

    def deliver(self, envelope: Envelope) -> Outcome: ...

    def look_for(self, message_id: str) -> Accepted | None: ...

    def close(self) -> None: ...
