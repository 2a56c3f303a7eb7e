"""The files of a mail. Their names are only words to show, their declared types are not believed."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.message import Message
from itertools import islice
from typing import TYPE_CHECKING

from domain.mail import Enclosure
from notifications.mailbox.headers import clean, decoded, with_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PARTS = 500
LONGEST_NAME = 150
UNNAMED = "tep-khong-ten"
_BODY_TYPES = ("text/plain", "text/html")
# What mail programs add of their own: signatures, invitations, visiting cards.
_FURNITURE = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/calendar",
    "application/ics",
)
_SEPARATORS = re.compile(r"[/\\]")
_PARTS_OF_A_REPORT = ("message/delivery-status", "text/rfc822-headers")


def enclosures_of(message: Message) -> Iterator[Enclosure]:
    """Every file, also those in a mail that was forwarded as a file. The text of the mail is none."""
    for part in islice(message.walk(), MOST_PARTS):
        if part.is_multipart() or part.get_content_type() in (*_FURNITURE, *_PARTS_OF_A_REPORT):
            continue
        name = _name(part)
        if not name and part.get_content_type() in _BODY_TYPES and part.get_content_disposition() != "attachment":
            continue
        content = _content(part)
        yield Enclosure(name or UNNAMED, content, is_inline=_is_inline(part))


def safe_name(text: str) -> str:
    """The last part of a name, on one line, not too long, its ending kept."""
    name = clean(_SEPARATORS.split(text)[-1]).strip(". ")
    if len(name) <= LONGEST_NAME:
        return name
    stem, dot, ending = name.rpartition(".")
    return (
        f"{stem[: LONGEST_NAME - len(ending) - 1]}{dot}{ending}"
        if stem and len(ending) < LONGEST_NAME // 2
        else name[:LONGEST_NAME]
    )


def _name(part: Message) -> str:
    """The name in whichever of the two headers has one, by RFC 2231, by RFC 2047, or as bare bytes."""
    lines = Message()
    for header in ("Content-Disposition", "Content-Type"):
        raw = next((str(value) for key, value in part.raw_items() if key.lower() == header.lower()), "")
        lines[header] = with_letters(raw.replace("\r", "").replace("\n", ""))
    try:
        found = lines.get_filename("")
    except (MessageError, ValueError, LookupError, TypeError):  # a parameter that the library cannot take apart
        found = ""
    return safe_name(decoded(str(found)))


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (MessageError, ValueError, LookupError, AssertionError):
        content = None
    return content if isinstance(content, bytes) else b""


def _is_inline(part: Message) -> bool:
    """A picture that the text shows in its place: it has a name for that, and most programs call it inline."""
    if part.get_content_maintype() != "image":
        return False
    return part.get_content_disposition() == "inline" or "Content-ID" in part
