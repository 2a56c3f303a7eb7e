"""Tokens: which duty an answer is about, signed, and short enough for the address that the answer goes to.

`12-345-mfzwizltoq2wk3te` are the campaign, the obligation and the signature. Lower case throughout, because there are
mail servers that change the case of an address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from domain.intake import Matter

SIGNATURE_BYTES = 10  # 80 bits: nobody tries that many addresses
_TOKEN = r"(\d{1,9})-(\d{1,9})-([a-z2-7]{16})"  # noqa: S105 -- the form of a token, not one
_WHOLE = re.compile(_TOKEN)
_IN_SUBJECT = re.compile(rf"\[#\s*{_TOKEN}\s*\]", re.IGNORECASE)


def token_of(matter: Matter, *, secret: bytes) -> str:
    return f"{matter.campaign_id}-{matter.obligation_id}-{_signature(matter, secret=secret)}"


def answer_address(intake: str, matter: Matter, *, secret: bytes) -> str:
    """`baocao@tinh.vn` with the token between the name and the @: what comes there is about this matter."""
    name, _, domain = intake.rpartition("@")
    return f"{name}+{token_of(matter, secret=secret)}@{domain}"


def matter_of(token: str, *, secret: bytes) -> Matter | None:
    """What the token is about; nothing when we did not sign it."""
    parts = _WHOLE.fullmatch(token.strip().lower())
    if parts is None:
        return None
    matter = Matter(int(parts[1]), int(parts[2]))
    return matter if hmac.compare_digest(parts[3], _signature(matter, secret=secret)) else None


def token_in_address(address: str) -> str:
    """What stands behind the first plus sign of an address; empty without one."""
    name = address.rpartition("@")[0]
    return name.partition("+")[2].lower()


def tokens_in_subject(subject: str) -> list[str]:
    return ["-".join(found).lower() for found in _IN_SUBJECT.findall(subject)]


def _signature(matter: Matter, *, secret: bytes) -> str:
    text = f"intake/{matter.campaign_id}/{matter.obligation_id}".encode()
    digest = hmac.new(secret, text, hashlib.sha256).digest()[:SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()
