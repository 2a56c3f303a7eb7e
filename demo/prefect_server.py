"""A Prefect server of one's own on this machine: started, waited for, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFERRED_PORT = 4200
READY_WITHIN_SECONDS = 90
LOOK_EVERY_SECONDS = 0.2
STOPPED_WITHIN_SECONDS = 20

# What Prefect must be told before it is imported, here and in the server. Nothing leaves this machine.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_CLI_PROMPT": "false",
    # The address is plain http on this machine: there is no certificate to check, and to load the list of authorities
    # anew for every run takes longer than the run.
    "PREFECT_API_TLS_INSECURE_SKIP_VERIFY": "true",
}
# On SQLite every writer in the background collides with the runs, and a collision costs seconds of backing off. So task
# runs are written in batches, the feed of events is not kept, and what watches over schedules and workers is off: when
# days are played one after another, there is nothing for it to watch.
SERVER_ONLY = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "3",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_FOREMAN_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_ENABLED": "false",
}


def free_port(preferred: int = PREFERRED_PORT) -> int:
    """The preferred port, or any other that nobody listens on."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            # The server binds without this option, so a port left in TIME_WAIT is not free for it either.
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise RuleBroken("Máy không còn cổng mạng nào trống.")


@contextmanager
def prefect_server(home: Path, *, port: int) -> Iterator[str]:
    """Run a server whose memory lies in `home`. Yields the address of its API; its pages are at the root."""
    home.mkdir(parents=True, exist_ok=True)
    environment = os.environ | QUIET | SERVER_ONLY | {"PREFECT_HOME": str(home)}
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]
    log = home / "server.log"
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL)  # noqa: S603 -- our own interpreter
        try:
            _wait_until_ready(server, f"http://127.0.0.1:{port}/api", log)
            yield f"http://127.0.0.1:{port}/api"
        finally:
            _stop(server)


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{address}/health", timeout=2).is_success:
                return
        except httpx.TransportError:
            time.sleep(LOOK_EVERY_SECONDS)
    raise RuleBroken(f"Máy chủ Prefect không khởi động được; xem {log}.")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOPPED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
