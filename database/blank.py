"""The tables of a database in memory, as every rehearsal begins with: made once, then copied."""

from __future__ import annotations

import sqlite3
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, cast

from database.base import Base
from database.session import open_engine

if TYPE_CHECKING:
    from sqlalchemy import Engine

_ONE_AT_A_TIME = Lock()


def make_tables(engine: Engine) -> None:
    """Fill a new SQLite database with the empty tables; a hundred statements would take fifty times as long."""
    with _ONE_AT_A_TIME, engine.connect() as connection:
        _blank().backup(_driver(connection.connection.driver_connection))


@cache
def _blank() -> sqlite3.Connection:
    engine = open_engine("sqlite://")
    Base.metadata.create_all(engine)
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    with engine.connect() as connection:
        _driver(connection.connection.driver_connection).backup(kept)
    engine.dispose()
    return kept


def _driver(connection: object) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection)
