"""Tokens: which duty an answer is about, or which letter came back, signed, and short enough for an address.

`12-345-mfzwizltoq2wk3te` are the campaign, the obligation and the signature; `678-mfzwizltoq2wk3te` the number of a letter
in the outbox and the signature. Lower case throughout, because there are mail servers that change the case of an address.
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
_LETTER = re.compile(r"([0-9]{1,9})-([a-z2-7]{16})")
_IN_SUBJECT = re.compile(rf"\[#\s*{_TOKEN}\s*\]", re.IGNORECASE)


def token_of(matter: Matter, *, secret: bytes) -> str:
    return f"{matter.campaign_id}-{matter.obligation_id}-{_signature(matter, secret=secret)}"


def answer_address(intake: str, matter: Matter, *, secret: bytes) -> str:
    """`baocao@tinh.vn` with the token between the name and the @: what comes there is about this matter."""
    return _with_token(intake, token_of(matter, secret=secret))


def return_address(mailbox: str, number: int, *, message_id: str, secret: bytes) -> str:
    """The envelope sender of the letter with this number in the outbox: what comes back there is about it alone.

    The signature covers the Message-ID as well: numbers begin anew with a new database, and a report of an old letter
    must not be taken for one of a new.
    """
    return _with_token(mailbox, f"{number}-{_letter_signature(number, message_id, secret=secret)}")


def letter_number(token: str) -> int | None:
    """The number that the token of a return address claims; `is_return_token` tells whether we said so."""
    parts = _LETTER.fullmatch(token.strip().lower())
    return int(parts[1]) if parts else None


def is_return_token(token: str, number: int, *, message_id: str, secret: bytes) -> bool:
    expected = f"{number}-{_letter_signature(number, message_id, secret=secret)}"
    return hmac.compare_digest(token.strip().lower().encode(), expected.encode())


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


def _with_token(address: str, token: str) -> str:
    name, _, domain = address.rpartition("@")
    return f"{name}+{token}@{domain}"


def _signature(matter: Matter, *, secret: bytes) -> str:
    return _signed(f"intake/{matter.campaign_id}/{matter.obligation_id}", secret=secret)


def _letter_signature(number: int, message_id: str, *, secret: bytes) -> str:
    return _signed(f"bounce/{number}/{message_id}", secret=secret)


def _signed(text: str, *, secret: bytes) -> str:
    digest = hmac.new(secret, text.encode(), hashlib.sha256).digest()[:SIGNATURE_BYTES]
    return base64.b32encode(digest).decode("ascii").lower()
