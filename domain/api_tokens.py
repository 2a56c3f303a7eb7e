"""Tokens of the API (mã truy cập): `dd_12_…`, made once, shown once, of which only the digest is kept."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.access import Permission, Role, permissions_of
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

SECRET_BYTES = 32
LONGEST_LIFE = timedelta(days=366)  # a year, and a leap year's day more
USED_EVERY = timedelta(minutes=5)  # not every call writes to the database
LONGEST_NAME = 80
# What a program may be allowed. The rest is for people who signed in.
SCOPES = (
    Permission.WATCH,
    Permission.REVIEW,
    Permission.REMIND,
    Permission.CONSOLIDATE,
    Permission.OVERSEE,
)
_TOKEN = re.compile(r"dd_(\d{1,12})_([A-Za-z0-9_-]{43})", re.ASCII)


def token_text(token_id: int, secret: str) -> str:
    return f"dd_{token_id}_{secret}"


def token_parts(text: str) -> tuple[int, str] | None:
    """The number of the token and its secret; None for what cannot be a token."""
    found = _TOKEN.fullmatch(text.strip())
    return (int(found[1]), found[2]) if found else None


def secret_digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(secret: str, digest: str) -> bool:
    return hmac.compare_digest(secret_digest(secret), digest)


def scopes_on_offer(role: Role) -> tuple[Permission, ...]:
    """What somebody of this role can allow a program."""
    return tuple(scope for scope in SCOPES if scope in permissions_of(role))


def scopes_in_force(kept: str, role: Role) -> frozenset[Permission]:
    """What the token allows now: never more than the user may do, whatever it was given when it was made."""
    return frozenset(scope for scope in scopes_on_offer(role) if scope.value in json.loads(kept))


def check_new_token(
    *, name: str, scopes: Collection[str], role: Role, expires_at: datetime, now: datetime
) -> frozenset[Permission]:
    """The scopes of a token that may be made so."""
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise RuleBroken(
            f"Hãy đặt tên cho mã truy cập, tối đa {LONGEST_NAME} ký tự, để sau này biết chương trình nào dùng."
        )
    offered = {scope.value: scope for scope in scopes_on_offer(role)}
    if not scopes or not set(scopes) <= set(offered):
        raise RuleBroken(
            "Hãy chọn ít nhất một quyền trong danh sách; mã truy cập không thể có quyền mà tài khoản không có."
        )
    if not now < expires_at <= now + LONGEST_LIFE:
        raise RuleBroken("Ngày hết hạn phải sau hôm nay và trong vòng một năm.")
    return frozenset(offered[scope] for scope in scopes)
