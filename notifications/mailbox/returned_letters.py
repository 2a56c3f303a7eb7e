"""The letter that came back with a report: whole, only its headers, or quoted in the text. It has our name on it."""

from __future__ import annotations

import re
from email.message import Message
from itertools import islice
from typing import TYPE_CHECKING, Any, cast

from notifications.mailbox.headers import one_text

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PARTS = 200
MOST_TEXT = 200_000  # letters of a report that are searched
# Our own first: there are relays that give every mail a Message-ID of theirs.
NAME_HEADERS = ("X-Dondoc-Message-ID", "Message-ID")
_HEADERS_ALONE = ("text/rfc822-headers", "text/global-headers", "message/global-headers")
_NAME = re.compile(r"<[^<>\s]{1,900}>")


def returned_name(report: Message) -> str:
    """Our Message-ID of the letter in the parts of a report; empty where none came with it."""
    parts = [part for part in islice(report.walk(), MOST_PARTS) if part is not report]
    return next((name for part in parts if (name := _name_in(part))), "")


def quoted_name(text: str) -> str:
    """The same, where a server of its own kind puts the headers into its text, indented or quoted."""
    return next((found for header in NAME_HEADERS if (found := _after(header, text))), "")


def inner_messages(part: Message) -> Sequence[Message]:
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def plain_text(part: Message) -> str:
    content = cast("Any", part.get_payload(decode=True) or b"")
    return str(content.decode("utf-8", "replace"))[:MOST_TEXT] if isinstance(content, bytes) else ""


def _name_in(part: Message) -> str:
    kind = part.get_content_type()
    if kind in _HEADERS_ALONE:
        return quoted_name(plain_text(part)) or _own_name(part)
    if kind in ("message/rfc822", "message/global"):
        return next((name for inner in inner_messages(part) if (name := _own_name(inner))), "")
    return ""


def _own_name(message: Message) -> str:
    said = [one_text(message, header) for header in NAME_HEADERS]
    return next((found[0] for text in said if (found := _NAME.search(text))), "")


def _after(header: str, text: str) -> str:
    found = re.search(rf"^[>|\s]{{0,20}}{header}:\s*(<[^<>\s]{{1,900}}>)", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""
