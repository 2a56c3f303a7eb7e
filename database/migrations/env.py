"""How Alembic reaches the database: over the connection that it is handed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from alembic import context

from database.base import Base, Moment

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext


def write_type(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type by its name in a new migration."""
    return "Moment()" if kind == "type" and isinstance(thing, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    render_item=write_type,
)
with context.begin_transaction():
    context.run_migrations()
