"""Hooks: what other servers tell us by themselves, as values. Who tells it, and in what form, is left behind."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from domain.signals import SignalKind


class HookSource(StrEnum):
    """Who calls: Zalo for an Official Account and its templates, Zalo for a bot, eSMS."""

    ZALO = "zalo"
    ZALOBOT = "zalobot"
    ESMS = "esms"


@dataclass(frozen=True, slots=True)
class Known:
    """Under which names a message may be known: over which channels, by the id that we gave it or by theirs."""

    channels: tuple[str, ...]
    message_id: str = ""
    provider_id: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """Something became of a message of ours."""

    message: Known
    kind: SignalKind
    at: datetime | None = None
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tapped:
    """The person tapped a button under a message of ours; `words` are what stands behind the button."""

    message: Known
    words: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wrote:
    """A person wrote to us from `address`."""

    channel: str
    address: str
    text: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TemplateChanged:
    """Zalo changed what may be done with a template of ours. `status` is Zalo's word: ENABLE, REJECT, DISABLE and so on."""

    template: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """Nothing follows from it; `note` is for staff, in Vietnamese."""

    note: str


Event = Reported | Tapped | Wrote | TemplateChanged | Noticed


@dataclass(frozen=True, slots=True)
class Told:
    """One call, read. The same call repeated has the same `key`."""

    key: str
    events: tuple[Event, ...]


LONGEST_KEY = 200


def hook_key(source: HookSource, event: str, *parts: str) -> str:
    """`zalo:user_received_message:abc`; what would be long is replaced by its digest."""
    key = ":".join((source, event, *parts))
    if len(key) <= LONGEST_KEY:
        return key
    return f"{source}:{event[:60]}:{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()}"
