"""OAuth v4 of Zalo: a code or a refresh token for a pair, each good once."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from tests.fakes.far_server import Reply
from tests.fakes.zalo_world import APP_ID, APP_SECRET, Grant, refused

if TYPE_CHECKING:
    from tests.fakes.far_server import Call
    from tests.fakes.zalo import FakeZalo

PATH = "/v4/oa/access_token"
ACCESS_LASTS, REFRESH_LASTS, CODE_LASTS = timedelta(hours=25), timedelta(days=90), timedelta(minutes=10)


def serve(zalo: FakeZalo) -> None:
    zalo.route("POST", PATH, lambda call: _exchange(zalo, call))


def new_code(zalo: FakeZalo, *, verifier: str) -> str:
    """What the console's consent link brings to the callback."""
    code = f"code-{len(zalo.codes) + 1}"
    zalo.codes[code] = (_challenge(verifier), zalo.clock.now + CODE_LASTS)
    return code


def new_pair(zalo: FakeZalo) -> tuple[str, str]:
    """Access and refresh token, as the console's API Explorer hands out a first pair."""
    zalo.pairs += 1
    now = zalo.clock.now
    zalo.grant = Grant(
        f"planted-access-{zalo.pairs}", now + ACCESS_LASTS, f"planted-refresh-{zalo.pairs}", now + REFRESH_LASTS
    )
    return zalo.grant.access, zalo.grant.refresh


def _exchange(zalo: FakeZalo, call: Call) -> Reply:
    form = dict(parse_qsl(call.body.decode()))
    if form.get("app_id") != APP_ID or call.headers.get("secret_key") != APP_SECRET:
        return refused(-14004, "Invalid app or secret key")
    if not (_is_good_code(zalo, form) or _is_good_refresh(zalo, form)):
        return refused(-14014, "Invalid code or refresh token")  # the number is a guess, and nothing may rest on it
    access, refresh = new_pair(zalo)
    return Reply.of({"access_token": access, "refresh_token": refresh, "expires_in": "90000"})


def _is_good_code(zalo: FakeZalo, form: dict[str, str]) -> bool:
    if form.get("grant_type") != "authorization_code":
        return False
    challenge, until = zalo.codes.pop(form.get("code", ""), ("", zalo.clock.now))
    return zalo.clock.now < until and challenge == _challenge(form.get("code_verifier", ""))


def _is_good_refresh(zalo: FakeZalo, form: dict[str, str]) -> bool:
    grant = zalo.grant
    return (
        form.get("grant_type") == "refresh_token"
        and grant is not None
        and form.get("refresh_token") == grant.refresh
        and zalo.clock.now < grant.refresh_until
    )


def _challenge(verifier: str) -> str:
    """PKCE, S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
