"""The brief: what of a letter may leave the house over Zalo or SMS, and nothing else of it.

Plan number, task, unit, deadline and what is asked; never what a report says, and never a list of other units.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import nfc
from notifications.sms_text import sms_text

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Brief:
    """One message in short. `message` is its kind (MESSAGE_NAMES), `asked` one sentence that says what to do.

    `days` counts to the deadline: 3 are left, -2 are past. `last_day` is None for what has no deadline, as a list. `text`
    is the whole for a chat (NFC, at most 2,000 letters); `sms` the whole without diacritics, within 160 where possible;
    `one_way` the text for a service where nobody reads what is written back, empty where `text` asks for no answer.
    """

    message: str
    plan_number: str
    task: str
    unit: str
    short_unit: str
    asked: str
    text: str
    sms: str
    last_day: date | None = None
    days: int = 0
    one_way: str = ""


def plain_brief(text: str) -> Brief:
    """A text that somebody else wrote, as plain Apprise hands it over: there is nothing to tell about it."""
    return Brief("", "", "", "", "", asked="", text=nfc(text), sms=sms_text(text))
