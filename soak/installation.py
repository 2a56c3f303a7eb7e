"""The installation under trial: its folder, its database, and the processes of one server, or of two by mistake."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from config.settings import Settings
from config.wiring import Workplace
from demo.serving import ACCOUNTS, make_accounts
from operation.prefect_server import QUIET, SERVER_ONLY
from services.campaigns import open_campaign
from soak import post
from soak.children import Child
from soak.clock_file import CLOCK, ClockFile
from soak.disks import small_disk
from soak.postgres_server import PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from domain.campaigns import Campaign
    from soak.disks import Disk
    from soak.orders import Order

ROOT = Path(__file__).parents[1]
SENDER = "nhac-viec@tuyengiao.example"
READY_WITHIN_SECONDS = 180  # on a machine that is busy with other things, too
LOOK_EVERY_SECONDS = 0.2
MAIL_TIMEOUT_SECONDS = 1.5  # a mail server that hangs costs real seconds
OWNER_WRITES, NOBODY_WRITES = 0o200, ~0o222

__all__ = ["ACCOUNTS", "Installation", "installed"]


class Installation:
    """`workers` and `webs` are the processes of the first server; those of the second come and go (`second`)."""

    def __init__(self, order: Order, disk: Disk) -> None:
        self.order, self.disk = order, disk
        self.folder, self.data = order.folder.resolve(), disk.folder / "data"
        self.secret = secrets.token_hex(16)
        self.plan = order.prepared.plan.identity.id
        self.clock = ClockFile(self.folder / "clock.json")
        self.second_clock = ClockFile(self.folder / "clock-2.json")
        self.ports = dict(zip(("mail", "web", "web-2", "prefect"), _free_ports(4), strict=True))
        self.postgres = self._postgres() if order.database == "postgresql" else None
        self._environment = self._settled()
        python = (sys.executable, "-m")
        self.mail = self._child("mail", *python, "soak.post", str(self.post), str(self.ports["mail"]))
        self.prefect = self._child("prefect", *python, *self._prefect_command())
        self.workers = [self._worker("worker-1"), self._worker("worker-2")]
        self.web = self._child("web", *python, "soak.pages", str(self.ports["web"]))
        self.second = [self._worker("worker-3", second=True), self._web_of_second()]

    @property
    def post(self) -> Path:
        return self.folder / "post"

    @property
    def everybody(self) -> list[Child]:
        return [self.mail, self.prefect, *self.workers, self.web, *self.second]

    @property
    def writers(self) -> list[Child]:
        return [*self.workers, self.web, *self.second]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web']}"

    @property
    def second_url(self) -> str:
        return f"http://127.0.0.1:{self.ports['web-2']}"

    def place(self) -> Workplace:
        """For the soak itself, before the campaign and after it."""
        url = self._environment["DONDOC_DATABASE_URL"]
        return Workplace(Settings(data=self.data, database_url=url, _env_file=None))

    def open(self, now: datetime) -> Campaign:
        self.clock.set(now, slot=0)
        self.second_clock.set(now, slot=0)
        if self.postgres:
            self.postgres.create()
        place = self.place()
        place.prepare()
        with place.begin() as session:
            campaign = open_campaign(session, self.order.prepared, now=now)
        make_accounts(place, now=now)
        place.engine.dispose()
        return campaign

    def start(self) -> None:
        """Everything of the first server; returns when all of it is ready."""
        post.order(self.post)
        for child in (self.mail, *([self.prefect] if self.order.prefect else []), *self.workers, self.web):
            child.start()
        until = time.monotonic() + READY_WITHIN_SECONDS
        ready = {"web": False, "prefect": not self.order.prefect}
        for child in (self.mail, *self.workers):
            child.wait_until_ready(within=READY_WITHIN_SECONDS)
        while not (ready["web"] and ready["prefect"]):
            ready["web"] = ready["web"] or answers(f"{self.url}/health")
            ready["prefect"] = ready["prefect"] or self.prefect_answers()
            if time.monotonic() > until:
                raise TimeoutError(f"The installation is not ready; see {self.folder}")
            time.sleep(LOOK_EVERY_SECONDS)

    def prefect_answers(self) -> bool:
        return answers(f"http://127.0.0.1:{self.ports['prefect']}/api/health")

    def set_clock(self, now: datetime, *, slot: int, shift: timedelta, skew: timedelta) -> None:
        """What the machines believe: both run `shift` wrong when the clock jumps, the second one `skew` more."""
        self.clock.set(now + shift, slot=slot)
        self.second_clock.set(now + shift + skew, slot=slot)

    def make_read_only(self, *, forbidden: bool) -> None:
        if self.postgres:
            self.postgres.forbid_writing(forbidden=forbidden)
            return
        for path in (self.data, *self.data.glob("dondoc.db*")):
            mode = path.stat().st_mode
            path.chmod(mode & NOBODY_WRITES if forbidden else mode | OWNER_WRITES)

    def stop(self) -> None:
        for child in self.everybody:
            child.signal(18)  # SIGCONT: what stands still cannot be asked to end
            child.kill() if child is self.prefect else child.stop()
        if self.postgres:
            self.postgres.stop()

    def _child(self, name: str, *command: str, environment: dict[str, str] | None = None) -> Child:
        return Child(name, command, environment or self._environment, logs=self.folder)

    def _worker(self, name: str, *, second: bool = False) -> Child:
        environment = self._environment | ({CLOCK: str(self.second_clock.path)} if second else {})
        return self._child(name, sys.executable, "-m", "soak.worker", environment=environment)

    def _web_of_second(self) -> Child:
        environment = self._environment | {CLOCK: str(self.second_clock.path)}
        command = (sys.executable, "-m", "soak.pages", str(self.ports["web-2"]))
        return self._child("web-2", *command, environment=environment)

    def _prefect_command(self) -> list[str]:
        return ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(self.ports["prefect"])]

    def _postgres(self) -> PostgresServer:
        return PostgresServer(
            self.disk.folder, Path(tempfile.mkdtemp(prefix="soak-pg-", dir="/tmp"))
        )  # the path of a socket must be short

    def _settled(self) -> dict[str, str]:
        """What every process is told. Nothing of the settings of the person who runs it comes along."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "PREFECT_"))}
        database = self.postgres.url if self.postgres else f"sqlite:///{self.data / 'dondoc.db'}"
        found = own | {
            "PYTHONPATH": str(ROOT),
            "DONDOC_DATA": str(self.data),
            "DONDOC_DATABASE_URL": database,
            "DONDOC_PLAN": self.plan,
            "DONDOC_SECRET": self.secret,
            "DONDOC_WEB_URL": self.url,
            "DONDOC_MAIL_URL": f"mailto://127.0.0.1:{self.ports['mail']}/?from={SENDER}&name=Soak",
            "DONDOC_MAIL_TIMEOUT_SECONDS": str(MAIL_TIMEOUT_SECONDS),
            CLOCK: str(self.clock.path),
        }
        if self.order.prefect:
            found |= QUIET | SERVER_ONLY | {"PREFECT_HOME": str(self.disk.folder / "prefect")}
            found["PREFECT_API_URL"] = f"http://127.0.0.1:{self.ports['prefect']}/api"
        return found


@contextmanager
def installed(order: Order) -> Iterator[Installation]:
    """An installation in an empty folder; at the end nothing of it runs any more."""
    shutil.rmtree(order.folder, ignore_errors=True)
    order.folder.mkdir(parents=True)
    with small_disk(order.folder.resolve() / "disk") as disk:
        found = Installation(order, disk)
        for folder in (found.data, found.post):
            folder.mkdir()
        try:
            yield found
        finally:
            found.stop()


def answers(address: str) -> bool:
    """Plain http on this machine: no list of authorities is loaded for it, which takes longer than the call."""
    try:
        return httpx.get(address, timeout=5, verify=False, trust_env=False).is_success  # noqa: S501 -- as said
    except httpx.HTTPError:
        return False


def _free_ports(number: int) -> list[int]:
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(number)]
    ports = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    return ports
