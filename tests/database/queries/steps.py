"""How SQLite goes about what a piece of work asks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session


def questions_of(session: Session, work: Callable[[], object]) -> list[tuple[str, Any]]:
    """What the work asks the database, each with the values that it is asked with."""
    asked: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        asked.append((statement, values))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", note)
    work()
    event.remove(engine, "before_cursor_execute", note)
    return asked


def steps_of(session: Session, questions: Iterable[tuple[str, Any]]) -> list[str]:
    """What `EXPLAIN QUERY PLAN` tells of them."""
    connection = session.connection()
    plans = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values) for statement, values in questions]
    return [str(step[3]) for plan in plans for step in plan]
