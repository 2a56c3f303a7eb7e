"""A channel that keeps what it is given instead of sending it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.outcome import Accepted, Rejected, Scope

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from domain.intake import Matter
    from notifications.channels.protocol import Channel
    from notifications.envelope import Rendered
    from notifications.outcome import Outcome

    Compose = Callable[..., Envelope]

_Named = dict[str, "Channel"]
REFUSAL = Rejected(Scope.RECIPIENT, "550", "5.1.1 No such user here")


class RecordingChannel:
    """Accepts everything but what goes to a refused address. `compose` may be a real channel's, for the real bytes."""

    ambiguity = AmbiguityPolicy.RESEND_SAME_BYTES
    rate_per_minute = 0.0
    gives_receipts = False

    def __init__(self, name: str, *, refused: frozenset[str] = frozenset(), compose: Compose | None = None) -> None:
        self.name = name
        self._refused = refused
        self._compose = compose
        self.sent: list[Envelope] = []

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
    ) -> Envelope:
        if self._compose is None:
            return Envelope(key, self.name, to_address, key, rendered.html.encode())
        return self._compose(
            rendered,
            key=key,
            to_address=to_address,
            to_name=to_name,
            sent_at=sent_at,
            follows=follows,
            matter=matter,
        )

    def deliver(self, envelope: Envelope) -> Outcome:
        if envelope.address in self._refused:
            return REFUSAL
        self.sent.append(envelope)
        return Accepted(f"rehearsal:{envelope.key}")

    def look_for(self, message_id: str) -> Accepted | None:  # noqa: ARG002
        return None  # a rehearsal never breaks off

    def close(self) -> None:
        """Nothing is held open."""


class RecordedChannels(_Named):
    """Every channel that a contact names works in a rehearsal, whether or not it is set up here."""

    def __missing__(self, name: str) -> Channel:
        return RecordingChannel(name)
