"""From the bytes of a mail to a value. Whatever the bytes are, the result is a Mail: what is not legible stays empty."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.errors import MessageError
from email.policy import compat32
from email.utils import getaddresses, parsedate_to_datetime
from typing import TYPE_CHECKING

from domain.mail import Mail
from notifications.mailbox.bounces import bounce_of
from notifications.mailbox.enclosures import enclosures_of
from notifications.mailbox.headers import all_texts, one_text
from notifications.mailbox.own_words import own_words
from notifications.mailbox.signs import sign_of

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import Message

RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Resent-To")
MOST_REFERENCES = 100
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")
_ADDRESS = re.compile(r"[^@\s<>]{1,200}@[^@\s<>]{1,255}")


def read_mail(raw: bytes) -> Mail:
    """Never raises: a mail that cannot be read at all is an empty one, for a person to look at."""
    try:
        # The plain policy: the parsed headers of the newer one raise, when they are asked for, on what some programs write.
        return _mail(message_from_bytes(raw, policy=compat32))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The standard parser promises not to fail, and yet does on bytes made for that.
        return Mail()


def _mail(message: Message) -> Mail:
    sender_name, sender = _mailbox(one_text(message, "From"))
    bounce = bounce_of(message, sender=sender)
    return Mail(
        message_id=next(iter(_ids(one_text(message, "Message-ID"))), ""),
        sender=sender,
        sender_name=sender_name,
        recipients=tuple(_recipients(message)),
        subject=one_text(message, "Subject"),
        written_at=_date(one_text(message, "Date")),
        references=tuple(_references(message)),
        sign=sign_of(message, bounce=bounce, sender=sender),
        bounce=bounce,
        enclosures=tuple(enclosures_of(message)),
        text=own_words(message),
    )


def _recipients(message: Message) -> list[str]:
    texts = [text for name in RECIPIENT_HEADERS for text in all_texts(message, name)]
    found = (address.strip().lower() for _, address in getaddresses(texts))
    return list(dict.fromkeys(address for address in found if _ADDRESS.fullmatch(address)))


def _mailbox(text: str) -> tuple[str, str]:
    """Name and address of who wrote."""
    name, address = next(iter(getaddresses([text])), ("", ""))
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(text)
        name, address = "", found[0] if found else ""
    return name.strip(), address.strip().lower()


def _references(message: Message) -> list[str]:
    """What it answers, then what that answered, and so on back."""
    near = _ids(one_text(message, "In-Reply-To"))
    far = _ids(one_text(message, "References"))
    return list(dict.fromkeys([*near, *reversed(far)]))[:MOST_REFERENCES]


def _ids(text: str) -> list[str]:
    return _MESSAGE_ID.findall(text)


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else None
