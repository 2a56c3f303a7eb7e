"""What a channel says of one attempt to deliver. One vocabulary for all channels; never a bare yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta


class Scope(StrEnum):
    """What a refusal is about: the next step differs for each."""

    RECIPIENT = "recipient"  # this address will never work; staff must mend the contact
    PAYLOAD = "payload"  # our own message is wrong; no other channel will help
    MISFIT = "misfit"  # this channel cannot carry this message, such as one without a template; the next one may
    CHANNEL = "channel"  # nothing can be sent this way now; wait, do not blame the recipient
    AUTH = "auth"  # the account's own credentials or rights; staff must renew them
    QUOTA = "quota"  # the account has used up what it may send; tomorrow, or another channel
    HOURS = "hours"  # this kind of message is not taken at this hour of the day
    UNCLEAR = "unclear"  # the server's policy or its strength, for this message or for all; only more of them tell


@dataclass(frozen=True, slots=True)
class Accepted:
    """The transport took the message over and gave its own id for it.

    `code` and `detail` tell staff of something beside the message that did not go well, such as its copy.
    """

    provider_id: str
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """The transport refused for good, within `scope`."""

    scope: Scope
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Deferred:
    """Nothing was taken over; it may work later. `wait` is how long at least, where the other side says so.

    With scope CHANNEL, AUTH or QUOTA nobody else will get through this way now either. RECIPIENT means this person only,
    such as one who may have only so many messages a day.
    """

    scope: Scope
    code: str
    detail: str
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The connection was lost when the message may already have been taken over. Only evidence can tell."""

    detail: str


Outcome = Accepted | Rejected | Deferred | Ambiguous
