"""Passwords: hashed with Argon2id, at the cost that its library recommends, and never shorter than a sentence."""

from __future__ import annotations

import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.errors import RuleBroken
from domain.spelling import fold, nfc

SHORTEST, LONGEST = 12, 200  # characters
AT_ONCE = 4  # each takes 64 MB for a moment: many that knock at once would take all memory of the machine
_PLAIN = "abcdefghijkmnpqrstuvwxyz23456789"  # nothing that is misread on paper


_turns = threading.BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    with _turns:
        return _hasher().hash(nfc(password))


def is_right(password: str, known: str) -> bool:
    """Takes as long for a user who does not exist: `known` is then empty, and a hash is made all the same."""
    if len(password) > LONGEST:
        return False
    try:
        with _turns:
            return _hasher().verify(known or _nobody(), nfc(password)) and bool(known)
    except (VerificationError, InvalidHashError):
        return False


def is_weaker(known: str) -> bool:
    """Whether the hash was made at a lower cost than is usual now; it is then made anew at the next sign-in."""
    return _hasher().check_needs_rehash(known)


def check_password(password: str, *, name: str) -> None:
    """Refuse what is guessed too easily."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise RuleBroken(f"Mật khẩu phải có từ {SHORTEST} đến {LONGEST} ký tự; một câu dễ nhớ là tốt nhất.")
    if len(set(password)) < SHORTEST // 2:
        raise RuleBroken("Mật khẩu lặp lại quá ít ký tự; hãy chọn một câu dài hơn.")
    if fold(name) and fold(name) in fold(password):
        raise RuleBroken("Mật khẩu không được chứa tên đăng nhập.")


def first_password() -> str:
    """One to be told to a person and changed at the first sign-in: four groups of four."""
    return "-".join("".join(secrets.choice(_PLAIN) for _ in range(4)) for _ in range(4))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_hex(16))
