"""Bounces: what a delivery report (RFC 3464) says, and which of our letters it is about."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from domain.mail import Bounce, Report
from notifications.mailbox.headers import one_text
from notifications.mailbox.odd_bounces import odd_bounce
from notifications.mailbox.returned_letters import MOST_PARTS, inner_messages, returned_name

if TYPE_CHECKING:
    from email.message import Message

_ADDRESS = re.compile(r"[^@\s<>;]{1,200}@[^@\s<>;]{1,255}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_XTEXT = re.compile(r"\+([0-9A-Fa-f]{2})")
_NAME = re.compile(r"[^<>\s]{1,900}")
_GRAVEST_FIRST = tuple(Report)


def bounce_of(message: Message, *, sender: str) -> Bounce | None:
    """The first recipient that the report is about, the gravest report first. None for what is no delivery report."""
    if not _is_delivery_report(message):
        return odd_bounce(message, sender=sender)
    blocks = [block for part in _status_parts(message) for block in inner_messages(part)]
    told = sorted(
        (block for block in blocks if _recipient(block)), key=lambda block: _GRAVEST_FIRST.index(_report(block))
    )
    envelope_id = next((name for block in blocks if (name := _envelope_id(block))), "")
    if not told:
        return odd_bounce(message, sender=sender) or Bounce("", "", returned_name(message), Report.DELAYED, envelope_id)
    status = _STATUS.search(one_text(told[0], "Status"))
    return Bounce(
        _recipient(told[0]), status[0] if status else "", returned_name(message), _report(told[0]), envelope_id
    )


def _is_delivery_report(message: Message) -> bool:
    """Not a receipt of reading (RFC 8098) or a complaint (RFC 5965), which are multipart/report as well."""
    if message.get_content_type() != "multipart/report":
        return False
    return any(True for _ in _status_parts(message)) or one_text(message, "X-Failed-Recipients") != ""


def _status_parts(message: Message) -> list[Message]:
    kinds = ("message/delivery-status", "message/global-delivery-status")
    return [part for part in islice(message.walk(), MOST_PARTS) if part.get_content_type() in kinds]


def _report(block: Message) -> Report:
    """A report that is none of the known ones is taken for the harmless one: nothing follows from a delay."""
    said = one_text(block, "Action").partition(" ")[0].lower()
    return Report(said) if said in list(Report) else Report.DELAYED


def _recipient(block: Message) -> str:
    """The address as we wrote it, which the last server may have changed."""
    said = one_text(block, "Original-Recipient") or one_text(block, "Final-Recipient")
    found = _ADDRESS.search(_plain(said))
    return found[0].lower() if found else ""


def _envelope_id(block: Message) -> str:
    found = _NAME.fullmatch(_plain(one_text(block, "Original-Envelope-Id")))
    return f"<{found[0]}>" if found else ""


def _plain(xtext: str) -> str:
    """RFC 3461, 4: what SMTP cannot carry as it is comes as + and two figures. A plain address with a + in it stays."""
    return _XTEXT.sub(lambda found: chr(int(found[1], 16)) if found[1] in {"2B", "2b", "3D", "3d"} else found[0], xtext)
