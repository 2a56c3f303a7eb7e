"""The second factor: a code from an app on the phone (TOTP, RFC 6238), optional for everybody, good once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyotp

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from datetime import datetime

    from database.cipher import Cipher
    from database.models import UserRow

STEP = 30  # seconds
DRIFT = (-1, 0, 1)  # steps by which the clock of a phone may be wrong
ISSUER = "Đôn đốc"
WRONG = "Mã không đúng hoặc đã dùng; hãy đợi mã mới trên điện thoại rồi nhập lại."


def new_secret() -> str:
    return pyotp.random_base32()


def setup_address(secret: str, *, name: str) -> str:
    """What the app reads off a QR (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)


def step_of(secret: str, code: str, *, now: datetime, after: int) -> int | None:
    """The time step whose code this is, later than the one that was used last; None for a wrong code."""
    present = int(now.timestamp()) // STEP
    wanted = code.replace(" ", "")
    totp = pyotp.TOTP(secret)
    for step in (present + drift for drift in DRIFT):
        if step > after and pyotp.utils.strings_equal(totp.at(step * STEP), wanted):
            return step
    return None


def is_asked(user: UserRow) -> bool:
    return bool(user.totp_secret) and user.totp_since is not None


def turn_on(user: UserRow, secret: str, code: str, *, cipher: Cipher, now: datetime) -> None:
    """Only with a right code: else somebody could lock himself out by a picture that was read wrongly."""
    step = step_of(secret, code, now=now, after=0)
    if step is None:
        raise RuleBroken(WRONG)
    user.totp_secret, user.totp_since, user.totp_step = cipher.seal(secret), now, step


def turn_off(user: UserRow) -> None:
    user.totp_secret, user.totp_since, user.totp_step = "", None, 0


def show_code(user: UserRow, code: str, *, cipher: Cipher, now: datetime) -> bool:
    """Whether the code is right; it is used up then."""
    step = step_of(cipher.open(user.totp_secret), code, now=now, after=user.totp_step)
    if step is None:
        return False
    user.totp_step = step
    return True
