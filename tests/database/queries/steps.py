"""How SQLite goes about what a piece of work asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.orm import Session


def steps_of(session: Session, work: Callable[[], object]) -> list[str]:
    """What `EXPLAIN QUERY PLAN` tells of each question of the work, with the values that it was asked with."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    connection = session.connection()
    event.listen(connection.engine, "before_cursor_execute", note)
    work()
    event.remove(connection.engine, "before_cursor_execute", note)
    plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in asked]
    return [str(step[3]) for plan in plans for step in plan]
