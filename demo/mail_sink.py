"""A mail server for this machine only: it keeps every mail as a file, and fails when told to."""

from __future__ import annotations

import asyncio
import email
import ipaddress
import re
import socket
from email.policy import default
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Self, cast
from urllib.parse import quote, urlencode

from aiosmtpd.controller import Controller

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from email.message import EmailMessage
    from pathlib import Path
    from types import TracebackType

    from aiosmtpd.smtp import SMTP, Envelope, Session

SERVER_NAME = "mail-sink.localhost"

_OK = "250 2.0.0 OK"
_NOT_A_SLUG = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 60
_UNDATED = "khong-ro-ngay"


class Fault(StrEnum):
    """What the server does wrong, with every mail, while it is set."""

    TRY_LATER = "try_later"  # 451 at MAIL: nobody gets through for now
    HANG = "hang"  # takes the mail in, then never answers
    DROP_STORED = "drop_stored"  # keeps the mail, then hangs up without an answer
    DROP_UNSTORED = "drop_unstored"  # hangs up without an answer, and without the mail


class MailSink:
    """`with MailSink(folder) as sink:` listens on a loopback address; `port=0` takes any free port.

    `refuse` gives a recipient's address the answer it gets ("550 5.1.1 User unknown"). It and `fault` may be changed
    while the server runs. A folder with mails from an earlier run is continued.
    """

    def __init__(
        self, folder: Path, *, refuse: Mapping[str, str] | None = None, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        if not ipaddress.IPv4Address(host).is_loopback:
            raise ValueError(f"{host} is not a loopback address")
        self.folder = folder
        self.refuse = dict(refuse or {})
        self.fault: Fault | None = None
        self.host = host
        self.port = port
        self.connections = 0  # clients that said EHLO since the server was made
        self._last_number = 0
        self._controller: _Controller | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._last_number = max(map(_number, self.files), default=0)
        listener = socket.create_server((self.host, self.port))
        self.port = listener.getsockname()[1]
        self._controller = _Controller(_Handler(self), listener=listener)
        self._controller.start()

    def stop(self) -> None:
        """Hangs up on everybody. The port stays the same for the next start."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def url(self, *, sender: str, name: str, reply_to: str = "") -> str:
        """The Apprise URL of this server, for mail from `sender`, to be answered to `reply_to` where it is given."""
        settings = {"from": sender, "name": name} | ({"reply": reply_to} if reply_to else {})
        return f"mailto://{self.host}:{self.port}/?{urlencode(settings, quote_via=quote)}"

    @property
    def files(self) -> list[Path]:
        """Every mail in the folder, in the order of arrival."""
        return sorted(self.folder.glob("*.eml"), key=_number)

    @property
    def messages(self) -> list[EmailMessage]:
        """The same, read."""
        return [_parse(file.read_bytes()) for file in self.files]

    def keep(self, content: bytes, *, recipient: str) -> Path:
        """Writes one mail into the folder, named by its number, the date in its header, and who gets it."""
        self._last_number += 1
        slug = _NOT_A_SLUG.sub("-", recipient.casefold())[:_SLUG_LENGTH].strip("-")
        file = self.folder / f"{self._last_number:04}-{_day(_parse(content))}-{slug}.eml"
        file.write_bytes(content)
        return file


class _Handler:
    """The hooks that aiosmtpd calls, in its own thread."""

    def __init__(self, sink: MailSink) -> None:
        self._sink = sink

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name and signature, here and below
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str], /
    ) -> list[str]:
        session.host_name = hostname
        self._sink.connections += 1
        return responses

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str], /
    ) -> str:
        if self._sink.fault is Fault.TRY_LATER:
            return "451 4.3.2 Try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return _OK

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str], /
    ) -> str:
        for refused, answer in self._sink.refuse.items():
            if refused.casefold() == address.casefold():
                return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return _OK

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope, /) -> str:  # noqa: N802
        fault = self._sink.fault
        if fault in {Fault.HANG, Fault.DROP_UNSTORED}:
            return await _never_answer(server, hang_up=fault is not Fault.HANG)
        content = cast("bytes", envelope.original_content)
        files = [self._sink.keep(content, recipient=recipient) for recipient in envelope.rcpt_tos]
        if fault is Fault.DROP_STORED:
            return await _never_answer(server, hang_up=True)
        return f"250 2.0.0 OK queued as {files[-1].stem}"


class _Controller(Controller):
    """aiosmtpd's server thread, on a socket that is already bound: only so can the port be any free one."""

    def __init__(self, handler: _Handler, *, listener: socket.socket) -> None:
        host, port = listener.getsockname()
        super().__init__(handler, hostname=host, port=port, server_hostname=SERVER_NAME, data_size_limit=None)
        self._listener = listener

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(cast("Any", self._factory_invoker), sock=self._listener)


async def _never_answer(server: SMTP, *, hang_up: bool) -> str:
    """Waits until the client gives up or the server stops; either cancels the wait."""
    if hang_up:
        cast("asyncio.Transport", server.transport).abort()
    await asyncio.Event().wait()
    raise AssertionError


def _parse(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=default)


def _day(message: EmailMessage) -> str:
    moment = message["Date"].datetime if message["Date"] else None
    return f"{moment:%Y-%m-%d}" if moment else _UNDATED


def _number(file: Path) -> int:
    return int(file.name.partition("-")[0])
