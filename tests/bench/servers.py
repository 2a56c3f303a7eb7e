"""Servers beside a test as threads of its own process: to start one takes longer than all that the test then does."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bench.delivering import SENDER, Address
from demo.mail_sink import MailSink

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def in_this_process(folder: Path, sink: type[MailSink] = MailSink) -> Iterator[Address]:
    """In place of `bench.delivering.mail_server`."""
    with sink(folder) as server:
        yield Address(server.host, server.port, server.url(sender=SENDER, name="Ban Tuyên giáo"))
