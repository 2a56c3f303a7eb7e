"""Lines to the outside: one that can go down and remembers what it carried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notifications.channels.opening import OpenChannels
from notifications.outcome import Accepted, Deferred, Scope
from rehearsal.recording import RecordingChannel
from rehearsal.rehearsing import RehearsalRoom

if TYPE_CHECKING:
    from notifications.channels.protocol import Channel
    from notifications.envelope import Envelope, Rendered
    from notifications.outcome import Outcome

DOWN = Deferred(Scope.CHANNEL, "421", "Service not available")


class Line(RecordingChannel):
    """While `is_down`, nothing gets through. `refused` may grow while the campaign runs; `carried` is what arrived.

    `follows` tells of each key which message its letter refers to.
    """

    def __init__(self, name: str = "email") -> None:
        super().__init__(name)
        self.is_down = False
        self.refused: set[str] = set()
        self.carried: list[Envelope] = []
        self.follows: dict[str, str] = {}

    def compose(self, rendered: Rendered, *, to_address: str, **rest: Any) -> Envelope:
        self.follows[rest["key"]] = rest["follows"]
        return super().compose(rendered, to_address=to_address, **rest)

    def deliver(self, envelope: Envelope) -> Outcome:
        if self.is_down:
            return DOWN
        self._refused = frozenset(self.refused)
        outcome = super().deliver(envelope)
        self.carried += [envelope] if isinstance(outcome, Accepted) else []
        return outcome


class Switchboard(RehearsalRoom):
    """A workplace in memory with these lines, and no other channel set up."""

    def __init__(self, *lines: Line) -> None:
        super().__init__(lines[0])
        self.lines = OpenChannels({line.name: line for line in lines})

    @property
    def channels(self) -> dict[str, Channel]:
        return self.lines
