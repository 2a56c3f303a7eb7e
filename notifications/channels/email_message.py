"""The e-mail itself: RFC 5322 bytes that are the same whenever they are composed from the same things."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from typing import TYPE_CHECKING

from domain.errors import RuleBroken
from domain.spelling import fold, nfc
from notifications.calendar_file import Mailbox
from notifications.channels.email_headers import POLICY
from notifications.channels.email_invitation import InvitationStyle, add_invitation, method_of, write_invitation

if TYPE_CHECKING:
    from datetime import datetime

    from notifications.envelope import Attachment, Invitation, Rendered

SLUG_LENGTH = 20  # keeps Message-ID readable in a log and its header line short
DIGEST_BYTES = 8

_THREAD_HEADERS = ("In-Reply-To", "References")
_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
_NOT_A_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, and how letters invite. `headers` are the extra ones that an administrator asked for; they never replace ours."""

    address: str
    name: str = ""
    reply_to: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    invitations: InvitationStyle = InvitationStyle.PUBLISH

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def message_id(key: str, *, secret: bytes, domain: str) -> str:
    """The one name of the message with this key: readable, and not to be guessed without `secret`."""
    slug = _NOT_A_SLUG.sub("-", fold(key))[:SLUG_LENGTH].strip("-") or "key"
    return f"<{slug}.{_digest(key, secret=secret)}@{domain}>"


def compose_message(
    rendered: Rendered,
    *,
    sender: Sender,
    to_address: str,
    to_name: str,
    key: str,
    secret: bytes,
    sent_at: datetime,
    follows: str = "",
) -> bytes:
    """The whole message as it goes over the wire. `follows` is the Message-ID of the mail that it continues. Raises RuleBroken for an address that no mail can be sent to."""
    message = EmailMessage(policy=POLICY)
    message["From"] = _mailbox(sender.address, name=sender.name)
    message["To"] = _mailbox(to_address, name=to_name)
    message["Subject"] = _one_line(rendered.subject)
    message["Date"] = _aware(sent_at)
    message["Message-ID"] = message_id(key, secret=secret, domain=sender.domain)
    if follows:
        _follow_up(message, first=follows)
    message["X-Dondoc-Message-ID"] = message[
        "Message-ID"
    ]  # a relay may give the mail another; a bounce brings ours back
    _mark_as_automatic(message, sender=sender, key=key)
    _say(message, rendered)
    if rendered.invitation is not None:
        _invite(message, rendered.invitation, sender=sender, attendee=Mailbox(to_address, to_name), sent_at=sent_at)
    for attachment in rendered.attachments:
        _attach(message, attachment)
    _fix_boundaries(message, digest=_digest(key, secret=secret))
    return message.as_bytes()


def _digest(key: str, *, secret: bytes) -> str:
    return hmac.new(secret, key.encode(), hashlib.sha256).digest()[:DIGEST_BYTES].hex()


def _mailbox(address: str, *, name: str) -> Address:
    try:
        address.encode("ascii")
        return Address(display_name=_one_line(name), addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise RuleBroken(
            f"Địa chỉ thư điện tử “{address}” không hợp lệ; cần sửa lại ở đầu mối liên hệ của đơn vị."
        ) from error


def _one_line(text: str) -> str:
    """Composed letters on one line: no text from outside can begin a header of its own."""
    visible = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in nfc(text))
    return " ".join(visible.split())


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("sent_at must carry its time zone")
    return moment


def _follow_up(message: EmailMessage, *, first: str) -> None:
    for name in _THREAD_HEADERS:
        message[name] = first


def _mark_as_automatic(message: EmailMessage, *, sender: Sender, key: str) -> None:
    """Says what the mail is to other programs, so that none of them answers it by itself."""
    if sender.reply_to:
        message["Reply-To"] = [_mailbox(address, name="") for address in sender.reply_to]
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["List-Id"] = f"<dondoc.{sender.domain}>"
    message["X-Dondoc-Key"] = _one_line(key)
    for name, value in sender.headers:
        if name not in message:
            message[name] = _one_line(value)


def _say(message: EmailMessage, rendered: Rendered) -> None:
    message.set_content(nfc(rendered.text), cte="quoted-printable")
    if rendered.html:
        message.add_alternative(nfc(rendered.html), subtype="html", cte="quoted-printable")


def _invite(
    message: EmailMessage, invitation: Invitation, *, sender: Sender, attendee: Mailbox, sent_at: datetime
) -> None:
    style = sender.invitations
    if style is InvitationStyle.NONE:
        return
    organizer = Mailbox(sender.address, sender.name)
    content = write_invitation(invitation, style, organizer=organizer, attendee=attendee, sent_at=sent_at)
    add_invitation(message, content, method=method_of(invitation, style))


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    maintype, _, subtype = attachment.media_type.partition("/")
    name = attachment.name if attachment.name.isascii() else fold(attachment.name)
    message.add_attachment(
        attachment.content, maintype=maintype, subtype=subtype, filename=_NOT_A_FILE_NAME.sub("-", name)
    )


def _fix_boundaries(message: EmailMessage, *, digest: str) -> None:
    """Derived from the key instead of drawn by lot. "=_" occurs neither in quoted-printable nor in base64 text."""
    containers = (part for part in message.walk() if part.is_multipart())
    for number, part in enumerate(containers):
        part.set_boundary(f"=_{digest}_{number}")
