"""A channel that nobody has set up yet: what is meant for it waits in the outbox, and is never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notifications.channels.protocol import AmbiguityPolicy
from notifications.envelope import Envelope
from notifications.outcome import Deferred, Scope

if TYPE_CHECKING:
    from datetime import datetime

    from domain.intake import Matter
    from notifications.envelope import Rendered
    from notifications.outcome import Outcome


UNCONFIGURED = "unconfigured"
_SETTINGS = {"email": "DONDOC_MAIL_URL"}


class UnconfiguredChannel:
    ambiguity = AmbiguityPolicy.NEXT_CHANNEL
    rate_per_minute = 0.0
    gives_receipts = False

    def __init__(self, name: str) -> None:
        self.name = name

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,  # noqa: ARG002
        sent_at: datetime,  # noqa: ARG002
        follows: str = "",  # noqa: ARG002
        matter: Matter | None = None,  # noqa: ARG002
    ) -> Envelope:
        return Envelope(key, self.name, to_address, "", rendered.text.encode())

    def deliver(self, envelope: Envelope) -> Outcome:  # noqa: ARG002
        return Deferred(
            Scope.CHANNEL, UNCONFIGURED, f"Kênh gửi chưa được cấu hình ({_SETTINGS.get(self.name, 'DONDOC_CHANNELS')})."
        )

    def look_for(self, message_id: str) -> None:
        """Nothing was ever sent this way."""

    def close(self) -> None:
        """Nothing is held open."""
