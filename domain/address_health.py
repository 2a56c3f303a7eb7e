"""Whether an address still works, from what became of the messages to it.

Three kinds of failure weigh differently. A transport that refuses an address as the message is handed in, and takes one
for it later, has changed its mind. A message that was taken over and came back because there is no such mailbox (RFC 3463:
5.1.x, and 5.2.1 for one that was shut) is final, and a relay that takes the next one over proves nothing: it took the
first one, too. All else that comes back - a full mailbox, a policy, a server that was not found in days - may pass: a third
one within two weeks, with no sign of life in between, does not look as if it would.

What mends an address is a sign that a person has it: an answer, the word of staff, or a later message that is known to have
arrived. Whoever changes the address of a contact begins with a clean sheet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

SOFT_FAILURES = 3
SOFT_WINDOW = timedelta(days=14)

# 5.1.5 says that the address is valid, 5.1.7 and 5.1.8 speak of the sender's (RFC 3463; RFC 7505 for 5.1.10).
_NO_SUCH_MAILBOX = re.compile(r"5\.(1\.(?!5$|7$|8$)\d{1,3}|2\.1)")


class Failure(StrEnum):
    REFUSED = "refused"  # at once, as it was handed in
    HARD = "hard"  # came back: no such mailbox
    SOFT = "soft"  # came back for anything else


@dataclass(frozen=True, slots=True)
class Failed:
    """A message to the address that failed for good."""

    at: datetime
    kind: Failure


@dataclass(frozen=True, slots=True)
class Mending:
    """When a transport last took a message for the address over, and when the last sign of its owner was; None for never."""

    accepted_at: datetime | None = None
    alive_at: datetime | None = None


def kind_of(status: str) -> Failure:
    """How much a message that came back with this enhanced status (RFC 3463) weighs. None was given: it may pass."""
    return Failure.HARD if _NO_SUCH_MAILBOX.fullmatch(status) else Failure.SOFT


def bad_since(failures: Iterable[Failed], mending: Mending) -> datetime | None:
    """Since when the address is bad; None while it is good."""
    alive_at, accepted_at = mending.alive_at, mending.accepted_at
    standing = [one for one in failures if alive_at is None or one.at >= alive_at]
    since = [one.at for one in standing if one.kind is Failure.HARD]
    since += [
        one.at for one in standing if one.kind is Failure.REFUSED and (accepted_at is None or one.at >= accepted_at)
    ]
    since += _one_too_many(sorted(one.at for one in standing if one.kind is Failure.SOFT))
    return min(since, default=None)


def _one_too_many(moments: Sequence[datetime]) -> list[datetime]:
    """The moments at which there were so many within the window."""
    runs = zip(moments, moments[SOFT_FAILURES - 1 :], strict=False)
    return [last for first, last in runs if last - first <= SOFT_WINDOW]
