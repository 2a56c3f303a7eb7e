"""A consistent copy of the database while others write, and putting one back: SQLite by itself, PostgreSQL by its programs."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import NullPool, create_engine, func, inspect, select, table, text
from sqlalchemy.engine import make_url

from database.file_copies import check_copy, copy_beside
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SQLITE, POSTGRESQL = "sqlite", "postgresql"
NAMES = {SQLITE: "database.db.gz", POSTGRESQL: "database.dump"}  # of the copy in an archive
PIECE = 1024 * 1024
PROGRAMS = Path("/usr/lib/postgresql")  # where Debian keeps those that are in no PATH
SSL = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the copy has in it."""

    head: str
    counts: dict[str, int]
    audit_head: tuple[int, str]
    receipts: dict[str, int]


def backend(url: str) -> str:
    return make_url(url).get_backend_name()


def copy_database(url: str, engine: Engine, folder: Path) -> tuple[Path, Facts]:
    """The copy in the folder, packed, and what is in it. Nobody who writes waits for it."""
    if backend(url) == SQLITE:
        return _copy_sqlite(Path(make_url(url).database or ""), folder)
    return _dump(url, engine, folder)


def put_back(url: str, copy: Path, target: Path) -> None:
    """Make the copy the database: for SQLite the file `target`, for PostgreSQL the empty database of the address."""
    if backend(url) == SQLITE:
        with gzip.open(copy, "rb") as packed, target.open("xb") as file:
            shutil.copyfileobj(packed, file, PIECE)
        return
    _run(url, "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(copy))


def _copy_sqlite(path: Path, folder: Path) -> tuple[Path, Facts]:
    plain, packed = folder / "database.db", folder / NAMES[SQLITE]
    copy_beside(path, plain)
    check_copy(plain)
    engine = create_engine(f"sqlite:///{plain}", poolclass=NullPool)
    with engine.connect() as connection:
        facts = _facts(connection)
    with plain.open("rb") as file, packed.open("wb") as raw, gzip.GzipFile("", "wb", 1, raw, mtime=0) as target:
        shutil.copyfileobj(file, target, PIECE)
    plain.unlink()
    return packed, facts


def _dump(url: str, engine: Engine, folder: Path) -> tuple[Path, Facts]:
    """Counts and dump are of one snapshot, which is held open until the dump is done."""
    target = folder / NAMES[POSTGRESQL]
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        facts = _facts(connection)
        options = ("--format=custom", "--compress=1", "--no-owner", "--no-privileges", f"--snapshot={snapshot}")
        _run(url, "pg_dump", *options, f"--file={target}")
    return target, facts


def _facts(connection: Connection) -> Facts:
    names = sorted(inspect(connection).get_table_names())
    counts = {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}
    head = connection.scalar(text("SELECT version_num FROM alembic_version")) if "alembic_version" in counts else ""
    end = connection.execute(text("SELECT entry_id, hash FROM audit_head")).first() if "audit_head" in counts else None
    receipts = connection.execute(_LAST_RECEIPTS).all() if "submissions" in counts else ()
    return Facts(
        head=head or "",
        counts=counts,
        audit_head=(end[0], end[1]) if end else (0, ""),
        receipts={plan: int(number.partition("/")[0]) for plan, number in receipts if number[:1].isdecimal()},
    )


_LAST_RECEIPTS = text(
    "SELECT campaigns.plan_id, submissions.receipt_number FROM campaigns JOIN submissions ON submissions.id ="
    " (SELECT max(id) FROM submissions WHERE campaign_id = campaigns.id)"
)


def _run(url: str, program: str, *arguments: str) -> None:
    """The password goes by the environment, where no list of processes shows it."""
    address = make_url(url)
    found = {
        "PGHOST": address.host or address.query.get("host", ""),
        "PGPORT": address.port or "",
        "PGUSER": address.username or "",
        "PGPASSWORD": address.password or "",
        "PGDATABASE": address.database or "",
        **{name: address.query.get(option, "") for option, name in SSL.items()},
    }
    environment = {**os.environ, **{name: str(value) for name, value in found.items() if value}}
    base = ["--dbname", address.database or ""] if program == "pg_restore" else []
    command = [_program(program), "--no-password", *base, *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 -- PostgreSQL's own program
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise RuleBroken(f"{program} không làm được: {last}")


def _program(name: str) -> str:
    newest = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]))
    found = shutil.which(name) or (str(newest[-1]) if newest else "")
    if not found:
        raise RuleBroken(
            f"Máy này chưa có chương trình {name} của PostgreSQL. Hãy cài gói postgresql-client (cùng phiên bản với máy chủ "
            "hoặc mới hơn) rồi chạy lại."
        )
    return found
