"""Unit links: by which a unit opens its own pages without an account, signed, and good for a while.

`12-pa2a-0-8332-mfzwizltoq2wk3temfzwizltoq` are the campaign, the unit's code in base 32, the series, the last day on which
it opens anything, as days since the year 2000, and the signature. Lower case throughout, because links are also typed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PATH = "/u/"
SIGNATURE_BYTES = 16  # 128 bits: a web address can be tried without end
DAYS_VALID = 60  # a letter is looked for again when its deadline comes, and urging goes on for weeks after that
_FIRST_DAY = date(2000, 1, 1)
_TOKEN = re.compile(r"(\d{1,9})-([a-z2-7]{2,400})-(\d{1,6})-(\d{1,5})-([a-z2-7]{26})")


@dataclass(frozen=True, slots=True)
class UnitLink:
    """Whose link it is and how long it opens anything. `series` counts how often the unit's links were taken back."""

    campaign_id: int
    unit: str
    series: int
    last_day: date

    def state(self, *, series: int, today: date) -> LinkState:
        """Whether it still opens the pages, where `series` is the unit's series now."""
        if self.series != series:
            return LinkState.REVOKED
        return LinkState.EXPIRED if today > self.last_day else LinkState.GOOD


class LinkState(StrEnum):
    """What a link that we did sign is worth."""

    GOOD = "good"
    EXPIRED = "expired"
    REVOKED = "revoked"


def last_day_of(moment_day: date) -> date:
    """The last day of a link in a message of that day: told from the message, so that it says the same whenever it is made."""
    return moment_day + timedelta(days=DAYS_VALID)


def unit_token(link: UnitLink, *, secret: bytes) -> str:
    return f"{_named(link)}-{_signature(_named(link), secret=secret)}"


def unit_address(site: str, link: UnitLink, *, secret: bytes) -> str:
    """The whole address; empty where the installation has none on the web, because nobody could open it."""
    base = site.strip().rstrip("/")
    return f"{base}{PATH}{unit_token(link, secret=secret)}" if base else ""


def unit_link_of(token: str, *, secret: bytes) -> UnitLink | None:
    """The link that the token is; None when we did not sign it. `state` tells whether it still opens anything."""
    text = token.strip().lower()
    parts = _TOKEN.fullmatch(text)
    if parts is None or not parts[0].isascii():
        return None
    if not hmac.compare_digest(parts[5], _signature(text.rpartition("-")[0], secret=secret)):
        return None
    unit = _decoded(parts[2])
    return UnitLink(int(parts[1]), unit, int(parts[3]), _FIRST_DAY + timedelta(days=int(parts[4]))) if unit else None


def _named(link: UnitLink) -> str:
    return f"{link.campaign_id}-{_encoded(link.unit.encode())}-{link.series}-{(link.last_day - _FIRST_DAY).days}"


def _signature(named: str, *, secret: bytes) -> str:
    return _encoded(hmac.new(secret, f"unit/{named}".encode(), hashlib.sha256).digest()[:SIGNATURE_BYTES])


def _encoded(content: bytes) -> str:
    return base64.b32encode(content).decode("ascii").lower().rstrip("=")


def _decoded(text: str) -> str:
    padded = text.upper() + "=" * (-len(text) % 8)
    try:
        return base64.b32decode(padded).decode()
    except (binascii.Error, UnicodeDecodeError):
        return ""
