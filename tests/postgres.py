"""A PostgreSQL of our own for tests: its own folder, a socket instead of a port, ended with the tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"  # the server refuses to run as root
SETTINGS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@contextmanager
def server() -> Iterator[str]:
    """The address of a database in which nothing is yet."""
    # Not where TMPDIR says: another account must be able to go there, and the path of a socket must be short.
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-", dir="/tmp"))
    owner = ACCOUNT if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)
    data = folder / "data"
    try:
        _run("initdb", "-D", data, "-U", ACCOUNT, "-A", "trust", "-E", "UTF8", "--no-sync", owner=owner)
        _run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-k {folder} {SETTINGS}", "start", owner=owner)
        try:
            yield f"postgresql+psycopg://{ACCOUNT}@/postgres?host={folder}"
        finally:
            _run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop", owner=owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: str, *arguments: str | Path, owner: str | None) -> None:
    command = [_path(program), *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=owner, cwd="/")  # noqa: S603 -- Debian's own programs


def _path(program: str) -> Path:
    found = sorted(PROGRAMS.glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    if not found:
        raise FileNotFoundError(f"{program}: Debian's postgresql is missing; `make test` installs it")
    return found[-1]
