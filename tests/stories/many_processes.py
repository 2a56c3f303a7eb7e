"""Web processes and workers beside each other over one database: `python -m tests.stories.many_processes FOLDER PORT …`.

It loads the libraries once and forks. At each port of this machine a process serves the pages of the folder, into the
log `web.log`, and as many workers as there are ports live each morning at once: it takes the days of mornings, one a
line, and answers with a line when all workers have lived through that one. When nothing more comes, it ends them all.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, cast

import web.app  # noqa: F401 -- before the fork: by its name alone every web process would load it anew
from tests.stories.process import ROOT, Office, live
from tests.web.unit_visits import MOMENT
from web import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.synchronize import Barrier

LOG, DONE = "web.log", "done"


class Processes:
    """`addresses` are those of the web processes."""

    def __init__(self, process: subprocess.Popen[str], ports: Sequence[int]) -> None:
        self._process = process
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]

    @contextmanager
    def living(self, *days: date) -> Iterator[None]:
        """All workers live through these mornings meanwhile."""
        failures: list[str] = []
        working = Thread(target=lambda: failures.extend(self._live(days)))
        working.start()
        try:
            yield
        finally:
            working.join()
        assert failures == []

    def _live(self, days: Sequence[date]) -> Iterator[str]:
        for day in days:
            print(day, file=self._process.stdin, flush=True)
            answer = cast("IO[str]", self._process.stdout).readline().strip()
            if answer != DONE:
                yield f"{day}: {answer}"


@contextmanager
def many_processes(folder: Path, settings: Mapping[str, str], *, each: int = 2) -> Iterator[Processes]:
    """So many web processes and so many workers."""
    ports = _free_ports(each)
    command = [sys.executable, "-m", "tests.stories.many_processes", str(folder), *map(str, ports)]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 -- our own module
        command, text=True, stdin=pipe, stdout=pipe, cwd=ROOT, env=os.environ | dict(settings)
    ) as process:
        yield Processes(process, ports)
        cast("IO[str]", process.stdin).close()
    assert process.returncode == 0


def _free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def serve(folder: Path, port: str) -> None:
    os.environ |= {"DONDOC_PORT": port, "DONDOC_CLOCK": MOMENT}
    log = os.open(folder / LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for stream in (1, 2):  # the first belongs to the answers of the workers
        os.dup2(log, stream)
    serving.main()


def work(office: Office, together: Barrier, orders: Connection) -> None:
    while day := orders.recv():
        try:
            together.wait()
            live(office, [day])
            orders.send(DONE)
        except Exception as failure:  # noqa: BLE001 -- whatever it is, the test is to say it
            together.abort()
            orders.send(repr(failure))


def main(folder: Path, ports: Sequence[str]) -> None:
    forked = multiprocessing.get_context("fork")
    together = forked.Barrier(len(ports))
    office = Office(folder)
    office.engine  # noqa: B018 -- loads the driver; nobody is connected before the fork
    lines = [forked.Pipe() for _ in ports]
    workers = [forked.Process(target=work, args=(office, together, theirs), daemon=True) for _, theirs in lines]
    servers = [forked.Process(target=serve, args=(folder, port), daemon=True) for port in ports]
    for one in (*workers, *servers):
        one.start()
    for line in sys.stdin:
        for ours, _ in lines:
            ours.send(date.fromisoformat(line.strip()))
        print(*{ours.recv() for ours, _ in lines}, flush=True)  # noqa: T201 -- the test reads it
    for ours, _ in lines:
        ours.send(None)
    for server in servers:
        server.terminate()
    for one in (*workers, *servers):
        one.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
