"""A Prefect server of one's own on this machine: started, waited for, stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import httpx

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFERRED_PORT = 4200
ANY_PORT = 0  # the system chooses
MORE_PORTS = 3
READY_WITHIN_SECONDS = 90
LOOK_EVERY_SECONDS = 0.2
STOPPED_WITHIN_SECONDS = 20

# What Prefect must be told before it is imported, here and in the server. Nothing leaves this machine.
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    # A run that fails logs its whole stack; what a person must know is said by the command line.
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
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


# The server of a service that runs for months: it schedules, forgets what is old, and lets go of a limit whose holder died.
LIVE = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_READ_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "flow_runs",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(30 * 24 * 3600),
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
    # It looks after itself once a minute instead of every few seconds: months go by in which nothing is to be done, and
    # a limit whose holder died is not let go of before minutes have passed anyway. No flow of ours pauses.
    "PREFECT_SERVER_SERVICES_PAUSE_EXPIRATIONS_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "30",
    "PREFECT_SERVER_SERVICES_LATE_RUNS_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_FOREMAN_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CANCELLATION_CLEANUP_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_REPOSSESSOR_LOOP_SECONDS": "60",
    "PREFECT_SERVER_SERVICES_CLEANUP_RECONCILER_LOOP_SECONDS": "60",
}
# What those need that talk to it.
RUNNER_ONLY = {
    "PREFECT_RUNNER_POLL_FREQUENCY": "10",  # no run is late for it: the runner is told of each ten seconds before
    "PREFECT_LOGGING_LEVEL": "WARNING",
}


class _PortTaken(Exception):  # noqa: N818 -- it says what happened; nobody outside sees it
    """Somebody else was quicker to listen on the port."""


@contextmanager
def prefect_server(home: Path, *, preferred_port: int = PREFERRED_PORT) -> Iterator[str]:
    """Run a server whose memory lies in `home`. Yields the address of its API; its pages are at the root.

    It listens on the preferred port or, where that is taken, on another.
    """
    home.mkdir(parents=True, exist_ok=True)
    server, address = _start(home, preferred_port)
    try:
        yield address
    finally:
        _stop(server)


def _start(home: Path, preferred_port: int) -> tuple[subprocess.Popen[bytes], str]:
    """Between the look for a free port and the listening on it seconds pass, so another one may be needed."""
    for port in (preferred_port, *([ANY_PORT] * MORE_PORTS)):
        with suppress(_PortTaken):
            return _start_on(_free_port(port), home)
    raise RuleBroken("Máy không còn cổng mạng nào trống cho máy chủ Prefect; hãy thử lại sau ít phút.")


def _free_port(port: int) -> int:
    with socket.socket() as probe:
        # The server binds without this option, so a port left in TIME_WAIT is not free for it either.
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise _PortTaken from error
        return int(probe.getsockname()[1])


def server_command(port: int) -> tuple[str, ...]:
    return sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)


def home_setting(home: Path) -> dict[str, str]:
    return {"PREFECT_HOME": str(home.resolve())}


def pages_setting(home: Path) -> dict[str, str]:
    """Prefect's own pages are made up when its server starts. The program's folder may be one that nobody can write into."""
    return {"PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.resolve() / "pages")}


def port_for(preferred: int) -> int:
    """The preferred port, or another one where that is taken."""
    with suppress(_PortTaken):
        return _free_port(preferred)
    return _free_port(ANY_PORT)


def is_ready(home: Path, address: str) -> bool:
    """Whether the server with this memory answers at the address of its API."""
    with httpx.Client(verify=False, timeout=2) as client:  # nosec B501  # noqa: S501 -- plain http on this machine: no certificates to load
        return _answers_from(home, address, client)


def _start_on(port: int, home: Path) -> tuple[subprocess.Popen[bytes], str]:
    environment = os.environ | QUIET | SERVER_ONLY | home_setting(home)
    command = server_command(port)
    address = f"http://127.0.0.1:{port}/api"
    log = home / "server.log"
    with log.open("ab") as output:
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL)  # noqa: S603 -- our own interpreter
    try:
        _wait_until_ready(server, address, home)
    except BaseException:
        _stop(server)
        raise
    return server, address


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, home: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    with httpx.Client(verify=False, timeout=2) as client:  # nosec B501  # noqa: S501 -- plain http on this machine: no certificates to load
        while server.poll() is None and time.monotonic() < deadline:
            if _answers_from(home, address, client):
                return
            time.sleep(LOOK_EVERY_SECONDS)
    if _is_taken(address):
        raise _PortTaken
    raise RuleBroken(f"Máy chủ Prefect không khởi động được; xem {home / 'server.log'}.")


def _answers_from(home: Path, address: str, client: httpx.Client) -> bool:
    """Whether the server at the address is the one with this memory: somebody else's would answer as well."""
    try:
        settings = client.get(f"{address}/admin/settings").raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        return False
    return isinstance(settings, dict) and settings.get("home") == str(home.resolve())


def _is_taken(address: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", httpx.URL(address).port or 0)) == 0


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    try:
        server.wait(STOPPED_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
