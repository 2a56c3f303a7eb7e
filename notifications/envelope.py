"""A message on its way: rendered, addressed, and named so that it can be recognised again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message. `name` is plain ASCII: long Vietnamese names fold badly in old mail programs."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """What is said: NFC text, a readable HTML form of the same, and the files that go with it."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message for one recipient over one channel. `payload` is exactly what goes over the wire.

    For e-mail the payload is the whole RFC 5322 message, built once and stored, so that a repeated attempt sends the
    same bytes under the same `message_id`.
    """

    key: str
    channel: str
    address: str
    message_id: str
    payload: bytes
