"""Feed tokens: who may read which calendar without an account, signed, as the last part of a web address.

`u12-pa2a-mfzwizltoq2wk3temfzwizltoq` is the feed of a unit (`s` of a person on the board's staff) in campaign 12: its code in
base 32, then the signature. Whoever has the address may read the calendar, so it must be possible to take one back:
a staff member's ends when the person is no longer a contact, and all of them end with a new `series` or secret.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass

SIGNATURE_BYTES = 16  # 128 bits: unlike an address for mail, a web address can be tried without end
_TOKEN = re.compile(r"([us])(\d{1,9})-([a-z2-7]{2,400})-([a-z2-7]{26})")
_UNIT, _STAFF = "u", "s"


@dataclass(frozen=True, slots=True)
class FeedOwner:
    """Whose calendar it is: a unit by its code, or one person of the board's staff by the code of the contact."""

    campaign_id: int
    unit: str = ""
    staff: str = ""


def feed_token(owner: FeedOwner, *, secret: bytes, series: int) -> str:
    """The token. `series` counts how often all tokens were taken back: the same one gives the same tokens again."""
    return f"{_named(owner)}-{_signature(owner, secret=secret, series=series)}"


def feed_owner(token: str, *, secret: bytes, series: int) -> FeedOwner | None:
    """Whose calendar the token opens; nobody's when we did not sign it, or took it back."""
    parts = _TOKEN.fullmatch(token.strip().lower())
    code = _decoded(parts[3]) if parts else ""
    if parts is None or not code:
        return None
    campaign_id = int(parts[2])
    owner = FeedOwner(campaign_id, unit=code) if parts[1] == _UNIT else FeedOwner(campaign_id, staff=code)
    return owner if hmac.compare_digest(parts[4], _signature(owner, secret=secret, series=series)) else None


def _named(owner: FeedOwner) -> str:
    kind, code = (_UNIT, owner.unit) if owner.unit else (_STAFF, owner.staff)
    return f"{kind}{owner.campaign_id}-{_encoded(code.encode())}"


def _signature(owner: FeedOwner, *, secret: bytes, series: int) -> str:
    text = f"feed/{series}/{_named(owner)}".encode()
    return _encoded(hmac.new(secret, text, hashlib.sha256).digest()[:SIGNATURE_BYTES])


def _encoded(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").lower().rstrip("=")


def _decoded(text: str) -> str:
    """The code; empty when it is none, or not as we write it."""
    padded = text.upper() + "=" * (-len(text) % 8)
    try:
        code = base64.b32decode(padded).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
    return code if _encoded(code.encode()) == text else ""
