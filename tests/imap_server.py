"""A real IMAP server of the tests: pymap in a process of its own, on a free port of this machine."""

from __future__ import annotations

import contextlib
import imaplib
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

USER, PASSWORD = "baocao", "mat-khau-thu"
STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class ImapServer:
    """`hand` is a session of the tests' own: mails arrive by it, and it is kept, because to log in takes a while."""

    port: int
    hand: imaplib.IMAP4

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX"

    def put(self, raw: bytes, *, at: datetime) -> None:
        """Let a mail arrive."""
        status, answer = self.hand.append("INBOX", "", imaplib.Time2Internaldate(at), raw)
        assert status == "OK", answer

    def mails(self, folder: str = "INBOX") -> list[bytes]:
        """The bytes of what lies in a folder; nothing where there is no such folder."""
        if self.hand.select(folder)[0] != "OK":
            return []
        found = []
        for number in self.hand.search(None, "ALL")[1][0].split():
            literal = self.hand.fetch(number.decode(), "(BODY.PEEK[])")[1][0]
            assert isinstance(literal, tuple)
            found.append(literal[1])
        return found

    def clear(self) -> None:
        for folder in ("INBOX", "DaXuLy"):
            if self.hand.select(folder)[0] == "OK":
                self.hand.store("1:*", "+FLAGS", r"(\Deleted)")
                self.hand.expunge()
                self.hand.close()
        self.hand.delete("DaXuLy")


@contextlib.contextmanager
def running_server() -> Iterator[ImapServer]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("pymap")), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    backend = ["dict", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen([*command, *backend], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 -- our own words
    try:
        _wait_for(port, process)
        hand = imaplib.IMAP4("127.0.0.1", port, timeout=30)
        hand.login(USER, PASSWORD)
        yield ImapServer(port, hand)
        hand.logout()
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, "The IMAP server did not start"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("The IMAP server did not start in time")
