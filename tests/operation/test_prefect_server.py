from __future__ import annotations

import json
import os
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import httpx
import pytest

from operation.prefect_server import prefect_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("prefect")


class _Impostor(BaseHTTPRequestHandler):
    """Answers as a Prefect server with another memory does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"home": "/somebody/else"}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that the library chose
        """Say nothing."""


@contextmanager
def _quicker_than(home: Path, port: int) -> Iterator[None]:
    """Somebody who takes the port after ours has looked at it and before ours listens on it."""
    stop = threading.Event()

    def listen() -> None:
        while not (home / "server.log").exists():
            time.sleep(0.01)
        with HTTPServer(("127.0.0.1", port), _Impostor) as server:
            server.timeout = 0.1
            while not stop.is_set():
                server.handle_request()

    thread = threading.Thread(target=listen)
    thread.start()
    yield
    stop.set()
    thread.join()


def _some_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_server_whose_port_was_snatched_moves_to_another_and_is_gone_afterwards(tmp_path: Path) -> None:
    port = _some_port()

    with _quicker_than(tmp_path, port), prefect_server(tmp_path, preferred_port=port) as api:
        theirs = httpx.get(f"http://127.0.0.1:{port}/api/admin/settings").json()
        ours = httpx.get(f"{api}/admin/settings").json()

    assert theirs["home"] == "/somebody/else"
    assert ours["home"] == str(tmp_path)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{api}/health")


def test_tests_that_share_a_server_stay_together(request: pytest.FixtureRequest) -> None:
    """Spread over the workers they would start a server each, and the machine would crawl."""
    assert request.node.nodeid.endswith("@prefect") or "PYTEST_XDIST_WORKER" not in os.environ
