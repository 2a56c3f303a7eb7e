"""Signing in: the password, then the second factor if there is one; after too many failures a name must wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import SignInAttemptRow, UserRow, WebSessionRow
from database.queries.users import attempts_of_name, failures_of_address, user_named
from domain.errors import RuleBroken
from domain.lockouts import MOST_FOR_AN_ADDRESS, WINDOW, Try, locked_until
from domain.spelling import fold
from services import passwords, second_factors, web_sessions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from services.web_sessions import Browser

PASSWORD, CODE = "password", "code"
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Đã sai quá nhiều lần. Hãy thử lại sau {} phút, hoặc nhờ người quản trị đặt lại mật khẩu."
BUSY_ADDRESS = "Có quá nhiều lần đăng nhập sai từ mạng này; hãy thử lại sau ít phút."
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Admitted:
    """`cookie` is set in the browser; `is_complete` is false while a code is still to be shown."""

    user: UserRow
    cookie: str
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Turned:
    """Not admitted; the sentence says why."""

    sentence: str


def known_hash(session: Session, *, name: str, browser: Browser, now: datetime) -> str | None:
    """What the password is to be held against: empty for nobody's name, None where nothing is to be tried yet.

    Holding it against that takes long, and is done while no transaction is open.
    """
    known = fold(name)[:LONGEST_NAME]
    user = user_named(session, known)
    if _must_wait(session, known, user, browser, now=now):
        return None
    return user.password_hash if user and user.closed_at is None else ""


def sign_in(
    session: Session, *, name: str, password: str, proven: str, browser: Browser, now: datetime
) -> Admitted | Turned:
    """`proven` is the hash that the password was found to be right for; empty where it was not.

    The attempt is written down whatever comes of it; so the caller commits in both cases. Guesses that were made at the
    same time are counted here, so that no more of them learn anything than one after another would.
    """
    known = fold(name)[:LONGEST_NAME]
    user = user_named(session, known)
    if waiting := _must_wait(session, known, user, browser, now=now):
        return Turned(waiting)
    is_right = user is not None and user.closed_at is None and bool(proven) and user.password_hash == proven
    _note(session, known, browser, stage=PASSWORD, has_succeeded=is_right, now=now)
    if user is None or not is_right:
        return Turned(WRONG)
    if passwords.is_weaker(user.password_hash):
        user.password_hash = passwords.hashed(password)
    is_complete = not second_factors.is_asked(user)
    return Admitted(user, web_sessions.begin(session, user, browser, is_complete=is_complete, now=now), is_complete)


def show_code(
    session: Session, user: UserRow, session_id: int, code: str, *, browser: Browser, cipher: Cipher, now: datetime
) -> Admitted | Turned:
    """The second step: the half-open browser is ended, and a whole one begun under a new cookie."""
    if waiting := _must_wait(session, user.name, user, browser, now=now):
        return Turned(waiting)
    is_right = second_factors.show_code(user, code, cipher=cipher, now=now)
    _note(session, user.name, browser, stage=CODE, has_succeeded=is_right, now=now)
    if not is_right:
        return Turned(second_factors.WRONG)
    half = session.get(WebSessionRow, session_id)
    if half is not None:
        half.revoked_at, half.revoked_by = now, user.display_name
    return Admitted(user, web_sessions.begin(session, user, browser, is_complete=True, now=now), is_complete=True)


def change_password(user: UserRow, *, old: str, new: str, now: datetime) -> None:
    """One's own; the old one must be known, since a browser may have been left open."""
    if not passwords.is_right(old, user.password_hash):
        raise RuleBroken("Mật khẩu hiện tại không đúng.")
    passwords.check_password(new, name=user.name)
    if passwords.is_right(new, user.password_hash):
        raise RuleBroken("Mật khẩu mới phải khác mật khẩu hiện tại.")
    user.password_hash, user.password_changed_at, user.must_change = passwords.hashed(new), now, False


def _must_wait(session: Session, name: str, user: UserRow | None, browser: Browser, *, now: datetime) -> str:
    """Why nothing is even tried; empty when it is. The password is not looked at, so a guess tells nothing."""
    tries = [
        Try(row.at, row.has_succeeded)
        for row in attempts_of_name(session, name, since=now - WINDOW)
        if not _is_half_way(row, user)
    ]
    until = locked_until(tries, now=now)
    if until is not None:
        return LOCKED.format(max(1, -(-int((until - now).total_seconds()) // 60)))
    if failures_of_address(session, browser.address, since=now - WINDOW) >= MOST_FOR_AN_ADDRESS:
        return BUSY_ADDRESS
    return ""


def _is_half_way(row: SignInAttemptRow, user: UserRow | None) -> bool:
    """A right password before the code: it must not wipe out the codes that were guessed wrong, or they had no end."""
    is_code_asked = user is not None and second_factors.is_asked(user)
    return is_code_asked and row.has_succeeded and row.stage == PASSWORD


def _note(session: Session, name: str, browser: Browser, *, stage: str, has_succeeded: bool, now: datetime) -> None:
    session.add(SignInAttemptRow(at=now, name=name, address=browser.address, stage=stage, has_succeeded=has_succeeded))
    session.flush()
