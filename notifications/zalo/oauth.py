"""The right to act for an Official Account (OAuth v4): a pair of tokens for a code, and a new pair for an old one.

POST https://oauth.zaloapp.com/v4/oa/access_token, form-encoded, the app's secret in the header `secret_key`. An access
token lasts 25 hours; a refresh token three months and is good once; a new pair ends the old access token at once. What
Zalo says of a used refresh token is not documented, so any readable answer without a token is a refusal, but for -32,
the limit of calls. A lost answer cannot be asked for again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from notifications.channels.http_session import Answered, NeverLeft
from notifications.zalo.hosts import ZALO

if TYPE_CHECKING:
    from notifications.channels.http_session import HttpSession
    from notifications.zalo.hosts import Hosts

LIFETIME = timedelta(hours=25)
TOO_MANY_CALLS = -32
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True)
class Pair:
    """A new pair of tokens; it is never shown."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    lasts: timedelta = LIFETIME


@dataclass(frozen=True, slots=True)
class Denied:
    """Zalo refused for good: somebody must give the consent again."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """Nothing happened on the other side; what was handed in is still good."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Zalo may have issued a pair, but its answer did not come."""

    code: str
    detail: str


Renewal = Pair | Denied | NotNow | Lost


class OauthClient:
    """Speaks for one app. Raises nothing, and never repeats a call; no connection is kept, for it is one call a day."""

    def __init__(self, session: HttpSession, *, app_id: str, app_secret: str, hosts: Hosts = ZALO) -> None:
        self._session, self._hosts = session, hosts
        self.app_id, self._app_secret = app_id, app_secret

    def exchange(self, code: str, *, verifier: str) -> Renewal:
        """The first pair, for the code that the console's consent link brought; it is good once, for ten minutes."""
        return self._ask({"grant_type": "authorization_code", "code": code, "code_verifier": verifier})

    def refresh(self, refresh_token: str) -> Renewal:
        return self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})

    def _ask(self, form: dict[str, str]) -> Renewal:
        exchange = self._session.post(
            f"{self._hosts.oauth}/v4/oa/access_token",
            body=urlencode({"app_id": self.app_id, **form}).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded", "secret_key": self._app_secret},
        )
        self._session.close()
        if isinstance(exchange, NeverLeft):
            return NotNow(exchange.code, exchange.detail)
        if not isinstance(exchange, Answered):
            return Lost(exchange.code, exchange.detail)
        return _read(exchange)


def _read(answer: Answered) -> Renewal:
    found = answer.json()
    if answer.status >= _SERVER_ERROR or found is None:
        return Lost(f"http{answer.status}", "Máy chủ cấp quyền của Zalo trả lời không đọc được.")
    pair = read_pair(found)
    if pair is not None:
        return pair
    if found.get("access_token"):
        return Lost("no_refresh_token", "Zalo cấp access token nhưng không kèm refresh token.")
    code = str(found.get("error", ""))[:20]
    if code == str(TOO_MANY_CALLS):
        return NotNow(code, "Zalo đang giới hạn số lần gọi; sẽ thử lại sau.")
    return Denied(code, f"Zalo từ chối gia hạn quyền gửi tin (mã {code or 'không rõ'}).")


def read_pair(found: dict[str, Any]) -> Pair | None:
    """The pair in an answer of Zalo's; None where there is none, or only half of one."""
    access, refresh = found.get("access_token"), found.get("refresh_token")
    if isinstance(access, str) and access and isinstance(refresh, str) and refresh:
        return Pair(access, refresh, _lasts(found.get("expires_in")))
    return None


def _lasts(seconds: object) -> timedelta:
    """Written as text. What is no number of seconds up to a day or two is not believed."""
    text = str(seconds)
    if text.isdecimal() and len(text) < 7:  # noqa: PLR2004 -- a million seconds are eleven days
        return timedelta(seconds=int(text))
    return LIFETIME
