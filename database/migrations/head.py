"""Whether a database has the form that this program knows; asked often, so Alembic is left out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

if TYPE_CHECKING:
    from sqlalchemy import Connection

HEAD = "20261129"  # the revision of the last migration


def is_current(connection: Connection) -> bool:
    """True also for a database without a version: a foreign one, or one that tests made without migrations."""
    if not inspect(connection).has_table("alembic_version"):
        return True
    return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD)
