"""Where a channel gets the token from by which it speaks for an Official Account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

GIVEN_ONE_REFUSED = (
    "Zalo không chấp nhận access token đã cấu hình; hãy lấy token mới rồi cấu hình lại (token chỉ có hiệu lực 25 giờ)."
)


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. `version` counts the pairs of the account: a higher one is newer. It is never shown."""

    version: int
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoToken:
    """Why there is none. `is_lasting` when only a person can mend it; otherwise it is worth asking again in a minute."""

    code: str
    detail: str
    is_lasting: bool = True


class TokenSource(Protocol):
    """Hands out tokens. Neither method raises, and several threads and processes may ask.

    `current` is the token to use now. `renewed` is asked when Zalo refused `used`: a newer one, whoever got it.
    """

    def current(self) -> Token | NoToken: ...

    def renewed(self, used: Token) -> Token | NoToken: ...


class StaticToken:
    """A token that was given once, as in the URL of plain Apprise; nobody can renew it."""

    def __init__(self, value: str) -> None:
        self._token = Token(0, value)

    def current(self) -> Token | NoToken:
        if not self._token.value:
            return NoToken("no_token", "Chưa có access token của Official Account.")
        return self._token

    def renewed(self, used: Token) -> Token | NoToken:  # noqa: ARG002 -- whatever was used, there is no other
        return NoToken("token_refused", GIVEN_ONE_REFUSED)
