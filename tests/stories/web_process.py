"""The pages as a process of their own, as an installation runs them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from tests.stories.process import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOG = "web.log"
PATIENCE = 120


@contextmanager
def pages(folder: Path) -> Iterator[str]:
    """The web server as a process of its own. Yields its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {"DONDOC_PORT": str(port), "DONDOC_CLOCK": "2022-07-20T09:00"}
    with (folder / LOG).open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "web.serving"], env=os.environ | settings, stdout=log, stderr=log, cwd=ROOT
        )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


def until_there(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            httpx.get(f"{address}/sign-in", verify=False)  # noqa: S501 -- no TLS on loopback
        except httpx.TransportError:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return
