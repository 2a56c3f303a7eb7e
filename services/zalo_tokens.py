"""Tokens from the grant in the database, renewed by whichever worker comes first. Zalo is asked between transactions."""

from __future__ import annotations

from time import sleep
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from domain.errors import RuleBroken
from domain.zalo_grants import GrantState
from notifications.zalo.oauth import Pair
from notifications.zalo.tokens import NoToken, Token
from services import zalo_grants

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from notifications.zalo.oauth import OauthClient, Renewal
    from services.zalo_grants import Grant

    Transaction = Callable[[], AbstractContextManager[Session]]

LOOK_AGAIN_SECONDS = 0.25
MOST_LOOKS = 60  # 15 seconds: longer than Zalo takes to answer
MOST_WRITES = 3

WAY_OUT = "Người quản trị hãy nối lại Official Account: dondoc zalo grant"
NO_GRANT = NoToken("no_grant", f"Chưa nối Official Account Zalo nào. {WAY_OUT}")
RENEWING = NoToken("renewing", "Đang xin token mới của Zalo; sẽ thử lại sau ít phút.", is_lasting=False)
NO_DATABASE = NoToken(
    "database", "Không đọc hoặc ghi được token Zalo trong cơ sở dữ liệu; sẽ thử lại.", is_lasting=False
)


class GrantTokens:
    """A TokenSource for one account. `begin` opens a transaction, `read` a look; `pause` waits so many seconds.

    A pair that Zalo gave but that could not be written is used from memory, and written at the next occasion.
    """

    def __init__(
        self,
        oa_id: str,
        *,
        begin: Transaction,
        read: Transaction,
        oauth: OauthClient,
        cipher: Cipher,
        owner: str,
        clock: Callable[[], datetime],
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._oa_id, self._owner = oa_id, owner
        self._begin, self._read, self._clock, self._pause = begin, read, clock, pause
        self._oauth, self._cipher = oauth, cipher
        self._unwritten: tuple[Grant, Pair] | None = None

    def current(self) -> Token | NoToken:
        """The token in force. One that will end soon is renewed first, and so is a pair that nobody used for a week."""
        return self._guarded(self._current)

    def renewed(self, used: Token) -> Token | NoToken:
        """A newer token than the one that Zalo refused, whoever got it; waits for whoever is getting it."""
        return self._guarded(lambda: self._newer_than(used))

    def _guarded(self, ask: Callable[[], Token | NoToken]) -> Token | NoToken:
        try:
            self._write_what_is_left()
            return ask()
        except SQLAlchemyError:
            return NO_DATABASE if self._unwritten is None else _unwritten_token(*self._unwritten)
        except RuleBroken as refusal:
            return NoToken("sealed", str(refusal))

    def _current(self) -> Token | NoToken:
        grant, now = self._find(), self._clock()
        if grant is None:
            return NO_GRANT
        if grant.times.state is GrantState.NEEDS_RECONSENT or not grant.times.is_due(now):
            return self._token_or_reason(grant)
        return self._renew(grant, is_refused=False)

    def _newer_than(self, used: Token) -> Token | NoToken:
        grant = self._find()
        if grant is None:
            return NO_GRANT
        if grant.version > used.version:
            return _token(grant)
        if grant.times.state is GrantState.NEEDS_RECONSENT:
            return _reconsent(grant)
        return self._renew(grant, is_refused=True)

    def _renew(self, grant: Grant, *, is_refused: bool) -> Token | NoToken:
        with self._begin() as session:
            is_ours = zalo_grants.begin_renewal(session, grant, owner=self._owner, now=self._clock())
        if is_ours:
            renewal = self._oauth.refresh(grant.refresh)
            self._write(grant, renewal)
        if not is_refused and grant.times.is_usable(self._clock()):
            return self._look(grant) or _token(grant)
        return self._wait(grant)

    def _look(self, old: Grant) -> Token | None:
        """The newer token, where there is one by now."""
        grant = self._find()
        return _token(grant) if grant is not None and grant.version > old.version else None

    def _wait(self, old: Grant) -> Token | NoToken:
        """Until whoever is renewing it has done so. Time that ran out is no reason to call for a person."""
        for _ in range(MOST_LOOKS):
            grant = self._find()
            if grant is None:
                return NO_GRANT
            if grant.version > old.version:
                return _token(grant)
            if grant.times.state is GrantState.NEEDS_RECONSENT:
                return _reconsent(grant)
            if grant.times.attempt_at is None or grant.times.is_broken_off(self._clock()):
                return RENEWING
            self._pause(LOOK_AGAIN_SECONDS)
        return RENEWING

    def _token_or_reason(self, grant: Grant) -> Token | NoToken:
        """A pair that cannot be renewed serves to its end: perhaps the lost renewal never reached Zalo."""
        return _token(grant) if grant.times.is_usable(self._clock()) else _reconsent(grant)

    def _find(self) -> Grant | None:
        with self._read() as session:
            return zalo_grants.find_grant(session, self._oa_id, cipher=self._cipher)

    def _write(self, grant: Grant, renewal: Renewal) -> None:
        """Zalo will not say it again, so it is tried more than once; a pair is kept in memory meanwhile."""
        if isinstance(renewal, Pair):
            self._unwritten = (grant, renewal)
        for attempt in range(MOST_WRITES):
            try:
                self._end(grant, renewal)
            except SQLAlchemyError:
                if attempt == MOST_WRITES - 1:
                    raise
                self._pause(LOOK_AGAIN_SECONDS)
            else:
                self._unwritten = None
                return

    def _write_what_is_left(self) -> None:
        if self._unwritten is not None:
            self._end(*self._unwritten)
            self._unwritten = None

    def _end(self, grant: Grant, renewal: Renewal) -> None:
        with self._begin() as session:
            zalo_grants.end_renewal(session, grant, renewal, owner=self._owner, cipher=self._cipher, now=self._clock())


def _token(grant: Grant) -> Token:
    return Token(grant.version, grant.access)


def _unwritten_token(grant: Grant, pair: Pair) -> Token:
    return Token(grant.version + 1, pair.access)


def _reconsent(grant: Grant) -> NoToken:
    return NoToken("needs_reconsent", f"Official Account {grant.oa_id} cần được cấp quyền lại: {grant.note} {WAY_OUT}")
