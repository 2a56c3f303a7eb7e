"""Seconds in SQL, the same on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, FunctionElement

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.elements import SQLCoreOperations


class _SecondsBetween(FunctionElement[float]):
    type = Float()
    inherit_cache = True
    name = "seconds_between"


@compiles(_SecondsBetween, "sqlite")
def _seconds_between_sqlite(element: _SecondsBetween, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- what SQLAlchemy passes on
    later, earlier = (compiler.process(clause, **words) for clause in element.clauses)
    return f"((julianday({later}) - julianday({earlier})) * 86400.0)"


@compiles(_SecondsBetween)
def _seconds_between(element: _SecondsBetween, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    later, earlier = (compiler.process(clause, **words) for clause in element.clauses)
    return f"EXTRACT(EPOCH FROM ({later} - {earlier}))"


def seconds_between(
    later: SQLCoreOperations[datetime | None] | SQLCoreOperations[datetime],
    earlier: SQLCoreOperations[datetime | None] | SQLCoreOperations[datetime],
) -> ColumnElement[float]:
    """None where one of the two is."""
    return _SecondsBetween(later, earlier)
