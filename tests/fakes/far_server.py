"""A server that stands for somebody else's, over real HTTP on loopback: a journal, faults in a queue, a virtual clock.

It knows nothing of what it serves: `routes` are (method, path pattern) with a function each. Tests steer it by Python
calls, never through its own addresses.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable

    Handler = Callable[["Call"], "Reply"]


@dataclass(frozen=True)
class Call:
    """One request as it came. `found` are the groups of the path's pattern."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes
    found: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, value: object, *, status: int = 200, headers: dict[str, str] | None = None) -> Self:
        content = {"Content-Type": "application/json", **(headers or {})}
        return cls(status, json.dumps(value, ensure_ascii=False).encode(), content)


@dataclass
class Clock:
    """The far server's own time, which only tests move."""

    now: datetime = datetime(2022, 7, 20, 1, 0, tzinfo=UTC)

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class FarServer:
    """Faults are queued by a piece of the path: "drop" (before anything happens), "drop_after" (it happened, the answer is
    lost), ("http", status, body), ("wait", seconds), ("answer", value), and ("before", do) or ("after", do), which call
    `do()` just before or just after it happens. "" is no fault."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.calls: list[Call] = []
        self.routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self._faults: dict[str, deque[Any]] = {}
        self._lock = threading.RLock()
        self._server = _Server(("127.0.0.1", 0), _Conversation)
        self._server.far = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def route(self, method: str, path: str, handler: Handler) -> None:
        self.routes.append((method, re.compile(path), handler))

    def fail(self, path: str, *faults: Any) -> None:
        """Queue faults for the next calls whose path has `path` in it."""
        self._faults.setdefault(path, deque()).extend(faults)

    def next_fault(self, path: str) -> Any:
        with self._lock:
            waiting = next((queue for piece, queue in self._faults.items() if piece in path and queue), None)
            return waiting.popleft() if waiting else None

    def answer(self, call: Call) -> Reply:
        """One call at a time, so that what happens on the far side happens in one order."""
        for method, pattern, handler in self.routes:
            found = pattern.fullmatch(call.path)
            if method == call.method and found:
                with self._lock:
                    return handler(Call(**{**call.__dict__, "found": found.groupdict()}))
        return Reply.of({"error": "no such path"}, status=404)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    far: FarServer
    daemon_threads = True


class _Conversation(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self._converse()

    def do_POST(self) -> None:
        self._converse()

    def log_message(self, *_: object) -> None:
        """A test prints nothing."""

    def _converse(self) -> None:
        far = self.server.far
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path, _, query = self.path.partition("?")
        call = Call(self.command, path, query, {name.lower(): value for name, value in self.headers.items()}, body)
        far.calls.append(call)
        fault = far.next_fault(path)
        if fault == "drop":
            self._hang_up()
            return
        kind, *rest = fault if isinstance(fault, tuple) else (fault,)
        if kind == "wait":
            time.sleep(rest[0])
        if kind == "before":
            rest[0]()
        reply = (
            Reply(rest[0], rest[1]) if kind == "http" else Reply.of(rest[0]) if kind == "answer" else far.answer(call)
        )
        if kind == "after":
            rest[0]()
        if fault == "drop_after":
            self._hang_up()
            return
        self._say(reply)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _say(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        with contextlib.suppress(ConnectionError):  # the caller did not wait
            self.end_headers()
            self.wfile.write(reply.body)
