"""What every channel promises to the outbox."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from domain.intake import Matter
    from notifications.envelope import Envelope, Rendered
    from notifications.outcome import Outcome


class AmbiguityPolicy(StrEnum):
    """What is done when nobody knows whether a message was taken over. Written down, never improvised."""

    RESEND_SAME_BYTES = "resend_same_bytes"  # a second copy is recognisable as the same message
    ASK_STAFF = "ask_staff"  # a second copy would be a second message; a person decides


class Channel(Protocol):
    """One way of reaching a person.

    `compose` is a pure function: the same arguments give the same bytes, so that an envelope can be stored, hashed and
    sent again. It raises `RuleBroken` when `to_address` cannot be an address of this channel. `follows` is the
    `message_id` of the first message of the same thread that really went out, where there is one. `matter` is what an
    answer would be about, for a channel that can receive any.

    `deliver` makes one attempt and says what came of it. Whatever the network or the other side does, it returns an
    outcome; it does not raise, and it does not repeat the attempt. Several threads may call it.

    `close` gives back what `deliver` kept open. A closed channel may be used again.
    """

    name: str
    ambiguity: AmbiguityPolicy

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

    def close(self) -> None: ...
