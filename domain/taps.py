"""Taps (bấm nút “Tôi đã nhận được”): the link by which a person says with one tap that a message arrived.

`345-mfzwizltoq2wk3te` are the message of the outbox and the signature. The link opens a page; only its button counts,
because programs that scan mails follow every link in them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

SIGNATURE_BYTES = 10  # 80 bits: nobody tries that many links
PATH = "/t/"
_TOKEN = re.compile(r"(\d{1,9})-([a-z2-7]{16})")


def tap_link(base_url: str, outbox_id: int, *, secret: bytes) -> str:
    """The whole address for a letter; empty where no public address (`base_url`) is set, because nobody could open it."""
    base = base_url.strip().rstrip("/")
    return f"{base}{PATH}{tap_token(outbox_id, secret=secret)}" if base else ""


def tap_token(outbox_id: int, *, secret: bytes) -> str:
    return f"{outbox_id}-{_signature(outbox_id, secret=secret)}"


def tapped_message(token: str, *, secret: bytes) -> int | None:
    """The id of the message that the token names; nothing when we did not sign it."""
    parts = _TOKEN.fullmatch(token.strip().lower())
    if parts is None:
        return None
    outbox_id = int(parts[1])
    return outbox_id if hmac.compare_digest(parts[2], _signature(outbox_id, secret=secret)) else None


def _signature(outbox_id: int, *, secret: bytes) -> str:
    digest = hmac.new(secret, f"tap/{outbox_id}".encode(), hashlib.sha256).digest()[:SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()
