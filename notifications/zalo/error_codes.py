"""What each documented error of Zalo means for a message: one table for the Official Account, one for numbers.

The same number means different things on the two hosts: -216 is a token of the account, -100 on the account's host is
an old upload and on the other an error without a name. Source: the pages "Mã lỗi" of the two services.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from notifications.outcome import Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.account_errors import ACCOUNT_ROWS
from notifications.zalo.error_table import Way, rows
from notifications.zalo.phone_errors import PHONE_ROWS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from notifications.outcome import Outcome

TOKEN_REFUSED = frozenset({-124, -216, -220, 216, 401, -401})  # whichever host says it: ask for a newer token, once
_A_DAY, _A_MINUTE = timedelta(days=1), timedelta(minutes=1)
_LONGER_THAN_A_MINUTE = ("day", "month", "ngày", "tháng", "package", "gói")
_OF_A_QUOTA = ("quota", "limit", "exceed", "hạn mức", "vượt")
UNDOCUMENTED = "Zalo báo lỗi chưa có trong tài liệu (mã {}{}); hãy tra mã này trên trang tài liệu của Zalo."


@dataclass(frozen=True, slots=True)
class ErrorTable:
    """The errors of one host, by code."""

    meanings: Mapping[int, tuple[Way, str]]

    def outcome(self, code: int, message: str) -> Outcome:
        """What the refusal of a message with this code means. `message` is Zalo's own text, where it decides."""
        way, detail = self.meanings.get(
            code, (Way.UNCLEAR, UNDOCUMENTED.format(code, f": {message}" if message else ""))
        )
        return _OUTCOMES[_closer(way, message.lower())](str(code), detail)


def _closer(way: Way, message: str) -> Way:
    """Two codes of the account have two meanings each, told apart by the text alone."""
    if way is Way.RATE_OR_QUOTA:
        return Way.QUOTA if any(word in message for word in _LONGER_THAN_A_MINUTE) else Way.RATE
    if way is Way.QUOTA_OR_CHANNEL:
        return Way.QUOTA if any(word in message for word in _OF_A_QUOTA) else Way.CHANNEL
    return way


_OUTCOMES: dict[Way, Callable[[str, str], Outcome]] = {
    Way.RECIPIENT: lambda code, detail: Rejected(Scope.RECIPIENT, code, detail),
    Way.RECIPIENT_LATER: lambda code, detail: Deferred(Scope.RECIPIENT, code, detail, _A_DAY),
    Way.MISFIT: lambda code, detail: Rejected(Scope.MISFIT, code, detail),
    Way.CHANNEL: lambda code, detail: Rejected(Scope.CHANNEL, code, detail),
    Way.RIGHTS: lambda code, detail: Rejected(Scope.AUTH, code, detail),
    Way.TOKEN: lambda code, detail: Deferred(Scope.AUTH, code, detail),
    Way.QUOTA: lambda code, detail: Deferred(Scope.QUOTA, code, detail),
    Way.HOURS: lambda code, detail: Deferred(Scope.HOURS, code, detail),
    Way.RATE: lambda code, detail: Deferred(Scope.CHANNEL, code, detail, _A_MINUTE),
    Way.UNCLEAR: lambda code, detail: Deferred(Scope.UNCLEAR, code, detail),
    Way.AMBIGUOUS: lambda code, detail: Ambiguous(f"{detail} (mã {code})"),
}
ACCOUNT_ERRORS = ErrorTable(rows(ACCOUNT_ROWS))
PHONE_ERRORS = ErrorTable(rows(PHONE_ROWS))
