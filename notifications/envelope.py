"""A message on its way: rendered, addressed, and named so that it can be recognised again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from notifications.briefs import Brief


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `name` is plain ASCII: long Vietnamese names fold badly in old mail programs."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Invitation:
    """The deadline of a duty as an event of a calendar; the channel adds who invites whom, and by which method.

    `uid` is the same for everybody in the unit and through all changes of the day; `sequence` is higher after each.
    `is_cancelled` takes the event out of the calendar again: nothing is owed any more.
    """

    uid: str
    sequence: int
    day: date
    summary: str
    description: str
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is said: NFC text, a readable HTML form of the same, and the files that go with it.

    `brief` is all of it that may leave the house over Zalo or SMS; None where nothing of it may.
    """

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()
    brief: Brief | None = None
    invitation: Invitation | None = None


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one recipient over one channel. `payload` is exactly what goes over the wire.

    For e-mail the payload is the whole RFC 5322 message, built once and stored, so that a repeated attempt sends the
    same bytes under the same `message_id`. `text` is what the person reads where that is not the letter's own text.
    `number` is that of the message in the outbox, 0 for one that is in none.
    """

    key: str
    channel: str
    address: str
    message_id: str
    payload: bytes
    text: str = ""
    number: int = 0
