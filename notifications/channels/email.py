"""E-mail: Apprise's own plugin, grown by what the outbox needs: bytes that can be stored, and outcomes with evidence."""

from __future__ import annotations

import secrets
import uuid
import warnings
from dataclasses import replace
from email.header import decode_header, make_header
from email.utils import localtime
from typing import TYPE_CHECKING, Any

from apprise import Apprise, NotifyFormat, NotifyType
from apprise.conversion import convert_between
from apprise.plugins import url_to_dict

from domain.errors import RuleBroken
from domain.tokens import answer_address, return_address
from notifications.channels.apprise_schemas import take
from notifications.channels.email_invitation import InvitationStyle
from notifications.channels.email_message import Sender, compose_message, message_id
from notifications.channels.protocol import AmbiguityPolicy
from notifications.channels.smtp_session import Security, Server, SmtpSession
from notifications.envelope import Attachment, Envelope, Rendered
from notifications.mailbox.journal import Journal
from notifications.outcome import Accepted

with warnings.catch_warnings():
    # Apprise's PGP support imports `imghdr`, which Python 3.11 and 3.12 announce as deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from apprise.plugins.email import NotifyEmail
    from apprise.plugins.email.base import PGPMode

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from apprise import AttachBase

    from domain.intake import Matter
    from notifications.outcome import Outcome


class EmailChannel(NotifyEmail):
    """`mailto://` and `mailtos://`, with the URLs that administrators of Apprise know, as a `Channel`.

    An unknown result is settled by sending the same bytes again: the Message-ID stays, so a second copy is recognised.
    """

    name = "email"
    ambiguity = AmbiguityPolicy.RESEND_SAME_BYTES
    request_rate_per_sec = 0
    rate_per_minute = 0.0
    gives_receipts = False

    def __init__(
        self,
        *,
        secret: bytes = b"",
        intake: str = "",
        invitations: InvitationStyle = InvitationStyle.PUBLISH,
        bounces: str = "",
        journal: Journal | None = None,
        **settings: Any,  # noqa: ANN401 -- whatever the URL parser found
    ) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]
        self._intake, self._bounces = intake, bounces
        self._journal = journal or Journal()
        self._secret = secret or secrets.token_bytes()
        self.server = _server(self)
        self._session = SmtpSession(self.server)
        self._sender = replace(_sender(self), invitations=invitations)

    def compose(
        self,
        rendered: Rendered,
        *,
        key: str,
        to_address: str,
        to_name: str,
        sent_at: datetime,
        follows: str = "",
        matter: Matter | None = None,
    ) -> Envelope:
        payload = compose_message(
            rendered,
            sender=self._answered_at(matter),
            to_address=to_address,
            to_name=to_name,
            key=key,
            secret=self._secret,
            sent_at=sent_at,
            follows=follows,
        )
        name = message_id(key, secret=self._secret, domain=self._sender.domain)
        return Envelope(key=key, channel=self.name, address=to_address, message_id=name, payload=payload)

    def _answered_at(self, matter: Matter | None) -> Sender:
        """The sender, with the mailbox for reports as the address for answers where there is one."""
        if matter is None or not self._intake:
            return self._sender
        return replace(self._sender, reply_to=(answer_address(self._intake, matter, secret=self._secret),))

    def deliver(self, envelope: Envelope) -> Outcome:
        sender = self._returned_to(envelope)
        return self._session.deliver(envelope, sender=sender, copy_to=self._journal.copy_to)

    def _returned_to(self, envelope: Envelope) -> str:
        """The envelope's sender: an address of the letter's own (VERP), so that what comes back needs no other sign."""
        if not self._bounces or not envelope.number:
            return self._sender.address
        return return_address(self._bounces, envelope.number, message_id=envelope.message_id, secret=self._secret)

    def look_for(self, message_id: str) -> Accepted | None:
        """The letter's copy in the journal proves that the server took it over."""
        return Accepted(f"journal:{message_id.strip('<>')}") if self._journal.find(message_id) else None

    def knock(self) -> tuple[Outcome, datetime | None]:
        """Whether a letter would be taken, without one, and until when the server's certificate holds."""
        return self._session.knock()

    def close(self) -> None:
        self._session.close()
        self._journal.close()

    def send(
        self,
        body: str,
        title: str = "",
        notify_type: NotifyType = NotifyType.INFO,
        attach: Iterable[AttachBase] | None = None,
        **more: Any,  # noqa: ANN401
    ) -> bool:
        """What plain Apprise calls. It has no `now` to give, so the message carries the moment at which it leaves."""
        if self.cc or self.bcc or self.inline or self.pgp_mode != PGPMode.NONE:
            return bool(super().send(body, title, notify_type, attach, **more))  # type: ignore[no-untyped-call]
        rendered = Rendered(title, *self._both_forms(body), attachments=tuple(map(_attachment, attach or ())))
        try:
            sent = [self._send_to(address, name=str(name or ""), rendered=rendered) for name, address in self.targets]
            return all(sent)
        finally:
            self.close()

    def _both_forms(self, body: str) -> tuple[str, str]:
        if self.notify_format != NotifyFormat.HTML:
            return body, ""
        text = convert_between(NotifyFormat.HTML, NotifyFormat.TEXT, body)  # type: ignore[no-untyped-call]
        return text, body

    def _send_to(self, address: str, *, name: str, rendered: Rendered) -> bool:
        envelope = self.compose(rendered, key=uuid.uuid4().hex, to_address=address, to_name=name, sent_at=localtime())
        outcome = self.deliver(envelope)
        if not isinstance(outcome, Accepted):
            self.logger.warning("E-mail to %s: %s", address, outcome)
        return isinstance(outcome, Accepted)


def register() -> None:
    """Makes `mailto://` and `mailtos://` mean this channel for all of Apprise in this process."""
    take(EmailChannel)


def open_email_channel(
    url: str,
    *,
    secret: bytes,
    timeout_seconds: float,
    intake: str = "",
    invitations: InvitationStyle = InvitationStyle.PUBLISH,
    bounces: str = "",
    journal: Journal | None = None,
) -> EmailChannel:
    """The channel behind an Apprise URL; a `cto=` in the URL goes before `timeout_seconds`. Nothing is dialled yet.

    `intake` is the address of the mailbox for reports: letters ask for answers there, each under a token of its own.
    `invitations` is how they bring the deadline into a calendar.
    `bounces` is the one that letters come back to which cannot be delivered, likewise; the sender's where it is empty.

    Raises RuleBroken when the URL does not describe a mail server. The message does not repeat it: it has a password.
    """
    register()
    settings = url_to_dict(url)  # type: ignore[no-untyped-call]
    ours = {
        "secret": secret,
        "intake": intake,
        "invitations": invitations,
        "bounces": bounces,
        "journal": journal,
    }
    channel = Apprise.instantiate({"cto": timeout_seconds, **settings, **ours}) if settings else None
    if not isinstance(channel, EmailChannel):
        raise RuleBroken(
            "Cấu hình thư điện tử không đọc được; cần dạng mailtos://tài-khoản:mật-khẩu@máy-chủ:cổng?from=địa-chỉ-gửi&name=tên-hiển-thị"
        )
    return channel


def _server(plugin: Any) -> Server:  # noqa: ANN401 -- Apprise's attributes, set where no type checker sees them
    return Server(
        host=plugin.smtp_host,
        port=plugin.port,
        security=Security(plugin.secure_mode),
        user=plugin.user or "",
        password=plugin.password or "",
        timeout_seconds=plugin.socket_connect_timeout,
        verify_certificate=plugin.verify_certificate,
    )


def _sender(plugin: Any) -> Sender:  # noqa: ANN401
    """Apprise keeps a Vietnamese name in its encoded form, and its own name where the URL gives none."""
    name, address = plugin.from_addr
    return Sender(
        address=address,
        name=str(make_header(decode_header(name))) if name and name != plugin.app_id else "",
        reply_to=tuple(sorted(plugin.reply_to)),
        headers=tuple(plugin.headers.items()),
    )


def _attachment(file: AttachBase) -> Attachment:
    with file.open() as content:  # type: ignore[no-untyped-call]
        return Attachment(file.name or "dinh-kem", file.mimetype or "application/octet-stream", content.read())
