"""Where Zalo answers. Each address can be overridden, for an intermediary or for tests."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hosts:
    """Base addresses without a slash at the end: consent, Official Account, template messages by telephone number."""

    oauth: str = "https://oauth.zaloapp.com"
    oa: str = "https://openapi.zalo.me"
    zbs: str = "https://business.openapi.zalo.me"


ZALO = Hosts()
