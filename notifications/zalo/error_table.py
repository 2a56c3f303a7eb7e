"""The form of the tables of errors: which way out each code leaves, and the sentence for staff."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Row = tuple[Sequence[int], "Way", str]


class Way(StrEnum):
    """What is left to do after a refusal."""

    RECIPIENT = "recipient"  # this person cannot be reached this way; another channel, and the contact is mended
    RECIPIENT_LATER = "recipient_later"  # not this person today; tomorrow, or another channel
    MISFIT = (
        "misfit"  # the template or its filling is wrong, or the window is closed: another channel carries the message
    )
    CHANNEL = "channel"  # billing or set-up: nobody can be reached until a person mends it
    RIGHTS = "rights"  # the app or the account lacks a right; the same, but in Zalo's console
    TOKEN = "token"  # noqa: S105 -- the name of a case, not a secret
    QUOTA = "quota"  # used up; tomorrow, or another channel
    HOURS = "hours"  # not at this hour
    RATE = "rate"  # too many calls in this minute
    UNCLEAR = "unclear"  # a failure without a reason; a few attempts, then another channel
    AMBIGUOUS = "ambiguous"  # an error that does not say whether the message was taken over
    RATE_OR_QUOTA = "rate_or_quota"  # the text tells
    QUOTA_OR_CHANNEL = "quota_or_channel"  # the same


def rows(table: Sequence[Row]) -> dict[int, tuple[Way, str]]:
    return {code: (way, detail) for codes, way, detail in table for code in codes}
