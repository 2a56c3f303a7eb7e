"""Browsers that are signed in: begun, met again, and ended. The cookie itself is kept nowhere, only its digest."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from database.models import UserRow, WebSessionRow
from database.queries.users import signed_in
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

LASTS = timedelta(days=7)
IDLE = timedelta(hours=12)  # a working day; whoever comes back the next morning signs in again
SECOND_FACTOR_WITHIN = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=5)  # not every page writes to the database
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Browser:
    """What is known of a browser: its address, and what it calls itself."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    session_id: int
    user: UserRow
    is_complete: bool
    is_to_be_noted: bool


def begin(session: Session, user: UserRow, browser: Browser, *, is_complete: bool, now: datetime) -> str:
    """The value of the cookie."""
    cookie = secrets.token_urlsafe(32)
    session.add(
        WebSessionRow(
            user_id=user.id,
            digest=digest_of(cookie),
            is_complete=is_complete,
            created_at=now,
            seen_at=now,
            expires_at=now + (LASTS if is_complete else SECOND_FACTOR_WITHIN),
            address=browser.address,
            agent=browser.agent[:LONGEST_AGENT],
        ),
    )
    return cookie


def meet(session: Session, cookie: str, *, now: datetime) -> SignedIn | None:
    """Who the browser belongs to; None when it must sign in again."""
    found = signed_in(session, digest_of(cookie), now=now)
    if found is None or found[0].seen_at + IDLE <= now:
        return None
    row, user = found
    return SignedIn(row.id, user, row.is_complete, is_to_be_noted=row.seen_at + SEEN_EVERY <= now)


def note_seen(session: Session, session_id: int, *, now: datetime) -> None:
    row = session.get(WebSessionRow, session_id)
    if row is not None:
        row.seen_at = max(row.seen_at, now)


def revoke(session: Session, session_id: int, *, user_id: int | None, by: str, now: datetime) -> WebSessionRow:
    """End one browser; with `user_id` only if it is that user's."""
    row = session.get(WebSessionRow, session_id)
    if row is None or (user_id is not None and row.user_id != user_id):
        raise RuleBroken("Không có phiên đăng nhập này.")
    if row.revoked_at is None:
        row.revoked_at, row.revoked_by = now, by
    return row


def digest_of(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()
