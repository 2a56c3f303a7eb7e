"""Bounces: what a delivery report (RFC 3464) says, and which of our letters it is about."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from domain.mail import Bounce
from notifications.mailbox.headers import one_text

if TYPE_CHECKING:
    from email.message import Message

MOST_PARTS = 200
_ADDRESS = re.compile(r"[^@\s<>;]{1,200}@[^@\s<>;]{1,255}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_FINAL = "failed"


def bounce_of(message: Message) -> Bounce | None:
    """The first recipient that the report is about; failures before delays. None for what is no delivery report."""
    kind = message.get_content_type()
    if kind != "multipart/report" and not one_text(message, "X-Failed-Recipients"):
        return None
    parts = list(islice(message.walk(), MOST_PARTS))
    reports = [
        block for part in parts if part.get_content_type() == "message/delivery-status" for block in _blocks(part)
    ]
    told = [block for block in reports if _recipient(block)]
    told.sort(key=lambda block: one_text(block, "Action").lower() != _FINAL)
    name = next((found for part in parts if (found := _original_id(part, message))), "")
    if not told:
        address = _ADDRESS.search(one_text(message, "X-Failed-Recipients"))
        return Bounce(address[0].lower() if address else "", "", name, is_final=address is not None)
    status = _STATUS.search(one_text(told[0], "Status"))
    is_final = one_text(told[0], "Action").lower() == _FINAL
    return Bounce(_recipient(told[0]), status[0] if status else "", name, is_final)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [one for one in payload if not isinstance(one, str)] if isinstance(payload, list) else []


def _recipient(block: Message) -> str:
    """The address as we wrote it, which the last server may have changed."""
    said = one_text(block, "Original-Recipient") or one_text(block, "Final-Recipient")
    found = _ADDRESS.search(said)
    return found[0].lower() if found else ""


def _original_id(part: Message, report: Message) -> str:
    """The Message-ID of the letter that came back, whole or only its headers."""
    kind = part.get_content_type()
    if part is report:
        return ""
    if kind == "text/rfc822-headers":
        text = cast("Any", part.get_payload(decode=True) or b"").decode("utf-8", "replace")
        found = re.search(r"^Message-ID:\s*(<[^<>\s]+>)", text, re.IGNORECASE | re.MULTILINE)
        return found[1] if found else ""
    if kind == "message/rfc822":
        return next((one_text(inner, "Message-ID") for inner in _blocks(part)), "")
    return ""
