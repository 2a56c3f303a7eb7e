"""Invitations in e-mail (iMIP, RFC 6047): the file of an event (RFC 5546), and its places in the message."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from notifications.calendar_file import Entry, write_message

if TYPE_CHECKING:
    from datetime import datetime
    from email.message import EmailMessage

    from notifications.calendar_file import Mailbox
    from notifications.envelope import Invitation

FILE_NAME = "han-nop-bao-cao.ics"


class InvitationStyle(StrEnum):
    """How letters bring the deadline: as news for whoever wants it, as a meeting that asks for no answer, not at all."""

    PUBLISH = "publish"
    REQUEST = "request"
    NONE = "none"


def method_of(invitation: Invitation, style: InvitationStyle) -> str:
    """Its METHOD: PUBLISH, REQUEST, or CANCEL under either style."""
    return "CANCEL" if invitation.is_cancelled else style.value.upper()


def write_invitation(
    invitation: Invitation, style: InvitationStyle, *, organizer: Mailbox, attendee: Mailbox, sent_at: datetime
) -> bytes:
    """The file. Whoever was asked to attend is named in the cancellation too (RFC 5546, 3.2.5)."""
    entry = Entry(
        uid=invitation.uid,
        day=invitation.day,
        summary=invitation.summary,
        description=invitation.description,
        stamped_at=sent_at,
        sequence=invitation.sequence,
        is_cancelled=invitation.is_cancelled,
        has_alarms=True,
    )
    asked = attendee if style is InvitationStyle.REQUEST else None
    return write_message(entry, method_of(invitation, style), organizer=organizer, attendee=asked)


def add_invitation(message: EmailMessage, content: bytes, *, method: str) -> None:
    """Put it beside the text as another form of it, for programs that read mail and calendar, and as a file for the others."""
    message.add_alternative(
        content.decode(),
        subtype="calendar",
        cte="quoted-printable",
        params={"method": method, "name": FILE_NAME},
    )
    message.add_attachment(content, maintype="application", subtype="ics", filename=FILE_NAME)
