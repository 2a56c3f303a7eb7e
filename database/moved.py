"""The mark on a database whose campaigns were moved elsewhere: whoever opens it is told where, and nothing can be written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, String, Table, insert, inspect, select, text

from database.base import Base, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

MOVED = "moved"  # stands where the form of the database is told, so that everybody who asks for that comes by here
_VERBS = ("INSERT", "UPDATE", "DELETE")
_moved = Table("moved", MetaData(), Column("to_address", String), Column("at", Moment()), Column("revision", String))


@dataclass(frozen=True, slots=True)
class Moved:
    """Where the campaigns are now, without a password; since when; and the form that the database had."""

    to_address: str
    at: datetime
    revision: str


def mark_moved(connection: Connection, *, to_address: str, at: datetime) -> None:
    """From now on this SQLite database refuses every change, also of programs that have it open already."""
    revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
    _moved.create(connection)
    connection.execute(insert(_moved).values(to_address=to_address, at=at, revision=revision))
    _set_revision(connection, MOVED)
    for trigger, table, verb in _triggers():
        connection.exec_driver_sql(
            f"CREATE TRIGGER {trigger} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, 'moved to another database'); END"
        )


def take_back_mark(connection: Connection, moved: Moved) -> None:
    for trigger, _, _ in _triggers():
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    _set_revision(connection, moved.revision)
    _moved.drop(connection)


def moved_to(connection: Connection) -> Moved | None:
    """Whether and where its campaigns went."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    if connection.scalar(text("SELECT version_num FROM alembic_version")) != MOVED:
        return None
    return Moved(*connection.execute(select(_moved)).one())


def _set_revision(connection: Connection, revision: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})


def _triggers() -> Iterator[tuple[str, str, str]]:
    for table in Base.metadata.tables:
        for verb in _VERBS:
            yield f"moved_{table}_{verb.lower()}", table, verb
