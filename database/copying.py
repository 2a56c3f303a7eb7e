"""Every row of every table into another database, and a way to tell whether it arrived."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from sqlalchemy import Integer, Table, func, insert, inspect, select, text
from sqlalchemy.orm import Session

import database.models  # noqa: F401 -- makes all tables known
from database.base import Base
from database.bulk import execute_many

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    Row = tuple[Any, ...]

AT_ONCE = 1_000  # rows; a letter has some ten thousand bytes
_WIDTH = 16
# PostgreSQL keeps no such character in a text; this one says that it was there.
NUL, ITS_PICTURE = "\0", "␀"


@dataclass(slots=True)
class Contents:
    """How many rows a table has, and a hash of them all that does not depend on their order."""

    table: str
    rows: int = 0
    digest: int = 0
    mended: int = field(default=0, compare=False)  # texts in which a NUL became its picture

    def add(self, rows: Sequence[Row]) -> None:
        self.rows += len(rows)
        total = sum(int.from_bytes(blake2b(repr(row).encode(), digest_size=_WIDTH).digest()) for row in rows)
        self.digest = (self.digest + total) % (1 << 8 * _WIDTH)


def tables() -> list[Table]:
    """All of them, each after those that it refers to."""
    return list(Base.metadata.sorted_tables)


def unknown_parts(connection: Connection) -> list[str]:
    """Tables and columns that are there and that this program does not know: a copy would leave them out."""
    found, known = inspect(connection), Base.metadata.tables
    names = [name for name in found.get_table_names() if name != "alembic_version"]
    strangers = [name for name in names if name not in known]
    return strangers + [
        f"{name}.{column['name']}"
        for name in names
        if name in known
        for column in found.get_columns(name)
        if column["name"] not in known[name].columns
    ]


def is_empty(connection: Connection) -> bool:
    """Whether there is no table at all."""
    return not inspect(connection).get_table_names()


def clear(connection: Connection) -> None:
    """Take out what the migrations themselves put into new tables."""
    for table in reversed(tables()):
        if table.name != "audit_entries":  # nothing is put there, and nothing can be taken out
            connection.execute(table.delete())


def copy_table(source: Connection, target: Connection, table: Table) -> Contents:
    """All rows, in the order of their keys: some refer to earlier ones of the same table."""
    copied = Contents(table.name)
    names = [column.name for column in table.columns]
    with Session(target) as session:
        for chunk in _chunks(source, table):
            rows = [_storable(row, copied) for row in chunk]
            copied.add(rows)
            execute_many(session, insert(table), dict(zip(names, zip(*rows, strict=True), strict=True)))
    return copied


def contents_of(connection: Connection, table: Table) -> Contents:
    found = Contents(table.name)
    for chunk in _chunks(connection, table):
        found.add(chunk)
    return found


def set_sequences(connection: Connection) -> None:
    """The next row that the target makes by itself gets the next number."""
    for table in tables():
        (key,) = table.primary_key.columns
        if isinstance(key.type, Integer):
            last = connection.scalar(select(func.max(key)))
            if last is not None:
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:table, :key), :last)"),
                    {"table": table.name, "key": key.name, "last": last},
                )


def _chunks(connection: Connection, table: Table) -> Iterator[list[Row]]:
    ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=AT_ONCE)
    for chunk in connection.execute(ordered).partitions():
        yield [tuple(row) for row in chunk]


def _storable(row: Row, copied: Contents) -> Row:
    if not any(isinstance(value, str) and NUL in value for value in row):
        return row
    copied.mended += 1
    return tuple(value.replace(NUL, ITS_PICTURE) if isinstance(value, str) else value for value in row)
