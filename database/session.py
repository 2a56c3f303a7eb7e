"""Engines and transactions. Nothing connects at import; a transaction commits at its end or not at all."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

POSTGRESQL = ("postgresql", "postgres")
WAIT_FOR_WRITER_MS = 60_000  # on the last day hundreds may hand in at once, and each waits for the one before


def open_engine(url: str, *, wait_ms: int = WAIT_FOR_WRITER_MS) -> Engine:
    """An engine for the address. SQLite gets write-ahead logging, foreign keys and honest transactions.

    `wait_ms` is how long a transaction waits for another writer to end.
    """
    address = address_of(url)
    if address.get_backend_name() != "sqlite":
        # Asked before each use: after a restart of the server nobody meets the connections of before.
        return create_engine(address, pool_timeout=wait_ms / 1000, pool_pre_ping=True, hide_parameters=True)
    in_memory = address.database in (None, "", ":memory:")
    engine = create_engine(
        address,
        hide_parameters=True,  # an error that names what was written would carry addresses into the logs
        connect_args={"check_same_thread": False, "factory": _SelfClosing},
        **({"poolclass": StaticPool} if in_memory else {"pool_timeout": wait_ms / 1000}),
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, wait_ms=wait_ms))
    event.listen(engine, "begin", _begin_immediate)
    return engine


def address_of(url: str) -> URL:
    """The address; of PostgreSQL, however it is written, over the driver that we have."""
    address = make_url(url)
    if address.drivername in POSTGRESQL:
        return address.set(drivername="postgresql+psycopg")
    return address


class _SelfClosing(sqlite3.Connection):
    """Closes when nobody has it any more, which Python before 3.13 did for all: a command does not put its engine away."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # of a file that could not be opened there is nothing to close
            self.close()


def _prepare_sqlite(connection: Any, _record: object, *, wait_ms: int) -> None:  # noqa: ANN401 -- the driver's own type
    # The driver must not begin transactions by itself: it begins them late, and a reader that turns writer deadlocks.
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {wait_ms}",
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        # 16 MB instead of 2: a page that looks at thousands of units would read the same file over and over.
        "cache_size = -16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    """Take the writer's place at the start, unless the transaction only reads."""
    mode = "DEFERRED" if connection.get_execution_options().get("read_only") else "IMMEDIATE"
    connection.exec_driver_sql(f"BEGIN {mode}")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One piece of work: committed at the end, rolled back by any exception."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A look that changes nothing and waits for no writer; all of it sees one and the same moment."""
    with engine.connect() as opened, Session(_still(opened)) as session:
        yield session


def _still(connection: Connection) -> Connection:
    """On SQLite a look sees one moment anyway; elsewhere each question would see what was written before it."""
    if connection.dialect.name == "sqlite":
        return connection.execution_options(read_only=True)
    return connection.execution_options(read_only=True, isolation_level="REPEATABLE READ")
