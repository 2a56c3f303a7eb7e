"""A real SMTP server on loopback that says line by line what a test wants to hear."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from typing import TYPE_CHECKING, Self, cast

if TYPE_CHECKING:
    import ssl

HANG_UP = "<hang up>"
SILENCE = "<silence>"

UNHEARD_OF = "500 5.5.1 What?"  # also for a body to a server that said no to DATA

POLITE = {
    "GREETING": "220 scripted.localhost ESMTP",
    "EHLO": "250 scripted.localhost",
    "STARTTLS": "220 2.0.0 Ready",
    "AUTH": "235 2.7.0 Welcome",
    "RSET": "250 2.0.0 OK",
    "MAIL": "250 2.1.0 OK",
    "RCPT": "250 2.1.5 OK",
    "DATA": "354 Go ahead",
    "END": "250 2.0.0 OK: queued as 4ABCDEF",
    "QUIT": "221 2.0.0 Bye",
}


class ScriptedServer:
    """`replies` may be changed between two messages; BODY, if given, is said in the middle of the body.

    A whole command line among them goes before its verb, and what stands in `once` goes before both, one time.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, /, **replies: str) -> None:
        self.replies = POLITE | replies
        self.tls = tls
        self.once: dict[str, str] = {}
        self.commands: list[str] = []
        self.open: list[socket.socket] = []
        self.over = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.script = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    @property
    def connections(self) -> int:
        return len(self.open)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        for connection in self.open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingTCPServer):
    script: ScriptedServer


class _HungUpError(Exception):
    pass


class _Conversation(socketserver.StreamRequestHandler):
    @property
    def script(self) -> ScriptedServer:
        return cast("_Server", self.server).script

    def handle(self) -> None:
        self.script.open.append(self.connection)
        try:
            self._say("GREETING")
            while line := self.rfile.readline():
                self._answer(line.decode().strip())
        except (_HungUpError, OSError):
            return

    def finish(self) -> None:
        super().finish()
        self.connection.close()

    def _answer(self, command: str) -> None:
        self.script.commands.append(command)
        verb = command.split(maxsplit=1)[0].upper()
        said = self._say(command if command in self.script.replies else verb)
        if verb == "STARTTLS" and self.script.tls is not None:
            self._encrypt(self.script.tls)
        if verb == "DATA" and said.startswith("3"):
            self._read_body()
            self._say("END")

    def _read_body(self) -> None:
        if "BODY" in self.script.replies:
            self.rfile.read(1024)
            self._say("BODY")
        while self.rfile.readline() not in {b".\r\n", b""}:
            pass

    def _encrypt(self, tls: ssl.SSLContext) -> None:
        self.connection = tls.wrap_socket(self.connection, server_side=True)
        self.script.open[-1] = self.connection
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    def _say(self, what: str) -> str:
        reply = self.script.once.pop(what, None) or self.script.replies.get(what, UNHEARD_OF)
        if reply == HANG_UP:
            raise _HungUpError
        if reply == SILENCE:
            self.script.over.wait()
            raise _HungUpError
        self.wfile.write("".join(f"{line}\r\n" for line in reply.splitlines()).encode())
        return reply
