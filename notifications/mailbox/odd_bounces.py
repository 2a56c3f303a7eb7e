"""Bounces of servers that keep to no standard: flufl.bounce knows how some twenty of them write.

It is asked only about mail that a server wrote; in what a person wrote it might find the words of a bounce, too.
"""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import TYPE_CHECKING

from flufl.bounce import all_failures

from domain.mail import Bounce, Report
from notifications.mailbox.headers import one_text
from notifications.mailbox.returned_letters import MOST_PARTS, plain_text, quoted_name, returned_name
from notifications.mailbox.signs import ROBOTS

if TYPE_CHECKING:
    from email.message import Message

_ADDRESS = re.compile(r"[^@\s<>;,]{1,200}@[^@\s<>;,]{1,255}")
_STATUS = re.compile(r"(?<![\d.])[45]\.\d\.\d{1,2}(?![\d.]*\d)")  # not in the middle of an IP address
# It logs what it stumbles over with a stack trace; that is no news for anybody.
logging.getLogger("flufl.bounce").disabled = True
_LOCAL_PARTS = (*ROBOTS, "mail-daemon", "mailerdaemon", "mdaemon")


def odd_bounce(message: Message, *, sender: str) -> Bounce | None:
    """Whom a server of its own kind could not deliver to. None where it does not say, or no server wrote."""
    failed = _ADDRESS.search(one_text(message, "X-Failed-Recipients"))
    if failed is None and not sender.partition("@")[0].startswith(_LOCAL_PARTS):
        return None
    found, report = (failed[0].lower(), Report.FAILED) if failed else _guessed(message)
    if not found:
        return None
    text = _text(message)
    status = _STATUS.search(text)
    name = returned_name(message) or quoted_name(text)
    return Bounce(found, status[0] if status else "", name, report)


def _guessed(message: Message) -> tuple[str, Report]:
    try:
        passing, final = all_failures(message)
    except Exception:  # noqa: BLE001 -- old heuristics, fed with whatever came: what they stumble over, a person looks at
        return "", Report.DELAYED
    for addresses, report in ((final, Report.FAILED), (passing, Report.DELAYED)):
        texts = sorted(one.decode("ascii", "replace").lower() for one in addresses)
        found = next((one for one in texts if _ADDRESS.fullmatch(one)), "")
        if found:
            return found, report
    return "", Report.DELAYED


def _text(message: Message) -> str:
    parts = islice(message.walk(), MOST_PARTS)
    return "\n".join(plain_text(part) for part in parts if part.get_content_maintype() == "text")
