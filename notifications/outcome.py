"""What a channel says of one attempt to deliver. One vocabulary for all channels; never a bare yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a refusal is about: the next step differs for each."""

    RECIPIENT = "recipient"  # this address will never work; staff must mend the contact
    PAYLOAD = "payload"  # our own message is wrong; no other channel will help
    CHANNEL = "channel"  # nothing can be sent this way now; wait, do not blame the recipient
    UNCLEAR = "unclear"  # the server's policy or its strength, for this message or for all; only more of them tell


@dataclass(frozen=True, slots=True)
class Accepted:
    """The transport took the message over and gave its own id for it."""

    provider_id: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """The transport refused for good, within `scope`."""

    scope: Scope
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Nothing was taken over; it may work later. With scope CHANNEL, nobody else will get through now either."""

    scope: Scope
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The connection was lost when the message may already have been taken over. Only evidence can tell."""

    detail: str


Outcome = Accepted | Rejected | Deferred | Ambiguous
