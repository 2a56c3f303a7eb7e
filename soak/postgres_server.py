"""A PostgreSQL of the soak's own, which can be killed, started again, and told to let nobody write."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PROGRAMS = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"  # the server refuses to run as root
# A machine that goes on running loses nothing by these: only what is killed is a process.
SETTINGS = "-c listen_addresses='' -c fsync=off -c max_wal_size=64MB -c wal_keep_size=0 -c log_min_messages=fatal"
TRIES = 40
HANG_UP = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = 'postgres'"
)


class PostgresServer:
    """Its data lie in `folder`, its socket in `socket`, whose path must be short."""

    def __init__(self, folder: Path, socket: Path) -> None:
        self._data, self._socket, self._log = folder / "pg", socket, socket / "log"
        self._owner = ACCOUNT if os.geteuid() == 0 else None
        self.kills = 0
        self._is_closed = self._should_be_closed = False

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{ACCOUNT}@/postgres?host={self._socket}"

    def create(self) -> None:
        for folder in (self._data, self._socket):
            folder.mkdir(parents=True, exist_ok=True)
            if self._owner:
                shutil.chown(folder, self._owner)
        self._run("initdb", "-D", self._data, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()

    def start(self) -> bool:
        """Tried for a while: what a killed server leaves behind keeps the next one out until its last process is gone."""
        options = f"-k {self._socket} {SETTINGS}"
        for _ in range(TRIES):
            if self.is_alive or self._run("pg_ctl", "-D", self._data, "-w", "-l", self._log, "-o", options, "start"):
                return True
            time.sleep(0.2)
        return False

    @property
    def is_alive(self) -> bool:
        """A process that is dead and that nobody has buried yet is not."""
        try:
            state = Path(f"/proc/{self._pid()}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (OSError, IndexError):
            return False
        return state != "Z"

    def kill(self) -> None:
        if (pid := self._pid()) and self.is_alive:
            self.kills += 1
            for one in (pid, *_children(pid)):
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self._socket, ignore_errors=True)

    def forbid_writing(self, *, forbidden: bool) -> None:
        """As on a server that has become a copy of another: reading works, and nothing else."""
        self._should_be_closed = forbidden
        self.settle()

    def settle(self) -> None:
        """What was asked of a server that could not listen just then is asked again."""
        if self._is_closed == self._should_be_closed or not self.is_alive:
            return
        setting = f"ALTER SYSTEM SET default_transaction_read_only = {'on' if self._should_be_closed else 'off'}"
        if self._ask("SET default_transaction_read_only = off", setting, "SELECT pg_reload_conf()"):
            self._is_closed = self._should_be_closed
            self._ask(HANG_UP)

    def _ask(self, *sentences: str) -> bool:
        options = [part for one in sentences for part in ("-c", one)]
        strictly = ("-v", "ON_ERROR_STOP=1")
        return self._run("psql", "-h", self._socket, "-U", ACCOUNT, "-d", "postgres", "-q", *strictly, *options)

    def _pid(self) -> int:
        try:
            return int((self._data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        except (OSError, ValueError, IndexError):
            return 0

    def _run(self, program: str, *arguments: str | Path) -> bool:
        command: Sequence[str | Path] = [_path(program), *arguments]
        nowhere = subprocess.DEVNULL
        done = subprocess.run(  # noqa: S603 -- Debian's own programs
            command, check=False, stdout=nowhere, stderr=nowhere, user=self._owner, cwd="/", timeout=60
        )
        return done.returncode == 0


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return []


def _path(program: str) -> Path:
    found = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError(f"{program}: Debian's postgresql is missing; `make test` installs it")
    return found[-1]
