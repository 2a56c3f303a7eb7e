"""A channel for each server that a test talks to, closed when the test is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pytest

from demo.mail_sink import MailSink
from notifications.channels.email import open_email_channel
from tests.notifications.channels.correspondence import SECRET, SENDER, SENDER_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from notifications.channels.email import EmailChannel


class OpenChannel(Protocol):
    def __call__(self, url: str, *, timeout_seconds: float = 5) -> EmailChannel: ...


@pytest.fixture
def open_channel() -> Iterator[OpenChannel]:
    opened: list[EmailChannel] = []

    def open_one(url: str, *, timeout_seconds: float = 5) -> EmailChannel:
        channel = open_email_channel(url, secret=SECRET, timeout_seconds=timeout_seconds)
        opened.append(channel)
        return channel

    yield open_one
    for channel in opened:
        channel.close()


@pytest.fixture
def sink(tmp_path: Path) -> Iterator[MailSink]:
    with MailSink(tmp_path / "mails") as running:
        yield running


@pytest.fixture
def channel(sink: MailSink, open_channel: OpenChannel) -> EmailChannel:
    return open_channel(sink.url(sender=SENDER, name=SENDER_NAME))
