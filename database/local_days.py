"""Days in SQL, the same on both databases: the local day of a moment, the day before, and the days between two."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Integer, case, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement, FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.sql.elements import SQLCoreOperations

ONE_MINUTE, ONE_DAY = timedelta(minutes=1), timedelta(days=1)


class _DayAfter(FunctionElement[date]):
    """The date of a moment in UTC, so many seconds later."""

    type = Date()
    inherit_cache = True
    name = "day_after"


class _DayBefore(FunctionElement[date]):
    type = Date()
    inherit_cache = True
    name = "day_before"


class _DaysBetween(FunctionElement[int]):
    type = Integer()
    inherit_cache = True
    name = "days_between"


@compiles(_DayAfter, "sqlite")
def _day_after_sqlite(element: _DayAfter, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- what SQLAlchemy passes on
    moment, seconds = (compiler.process(clause, **words) for clause in element.clauses)
    return f"date({moment}, {seconds} || ' seconds')"


@compiles(_DayAfter)
def _day_after(element: _DayAfter, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    moment, seconds = (compiler.process(clause, **words) for clause in element.clauses)
    return f"CAST({moment} + {seconds} * INTERVAL '1 second' AS DATE)"


@compiles(_DayBefore, "sqlite")
def _day_before_sqlite(element: _DayBefore, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    return f"date({compiler.process(element.clauses, **words)}, '-1 day')"


@compiles(_DayBefore)
def _day_before(element: _DayBefore, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    return f"({compiler.process(element.clauses, **words)} - 1)"


@compiles(_DaysBetween, "sqlite")
def _days_between_sqlite(element: _DaysBetween, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    later, earlier = (compiler.process(clause, **words) for clause in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(_DaysBetween)
def _days_between(element: _DaysBetween, compiler: SQLCompiler, **words: Any) -> str:  # noqa: ANN401 -- the same
    later, earlier = (compiler.process(clause, **words) for clause in element.clauses)
    return f"({later} - {earlier})"


def local_day(moment: SQLCoreOperations[datetime], zone: str, *, since: date, until: date) -> ColumnElement[date]:
    """On which day the moment falls there; for moments between the two days, in which the clocks may have changed."""
    *changes, last = _offsets(zone, since, until)
    final = _DayAfter(moment, literal(last[1], Integer))
    if not changes:
        return final
    return case(*((moment < at, _DayAfter(moment, literal(seconds, Integer))) for at, seconds in changes), else_=final)


def day_before(day: SQLCoreOperations[date]) -> ColumnElement[date]:
    return _DayBefore(day)


def days_between(later: SQLCoreOperations[date], earlier: SQLCoreOperations[date]) -> ColumnElement[int]:
    return _DaysBetween(later, earlier)


@lru_cache(maxsize=64)
def _offsets(zone: str, since: date, until: date) -> tuple[tuple[datetime, int], ...]:
    """The seconds by which the clocks there are ahead of UTC, each with the moment up to which that holds."""
    here = ZoneInfo(zone)
    start = datetime(since.year, since.month, since.day, tzinfo=UTC) - ONE_DAY
    days = [start + ONE_DAY * number for number in range((until - since).days + 4)]
    changes = [
        (_change(here, earlier, later), _seconds(here, earlier))
        for earlier, later in pairwise(days)
        if _seconds(here, earlier) != _seconds(here, later)
    ]
    return (*changes, (days[-1], _seconds(here, days[-1])))


def _change(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """The minute between the two at which the clocks change."""
    before = _seconds(zone, earlier)
    while later - earlier > ONE_MINUTE:
        middle = earlier + ONE_MINUTE * ((later - earlier) // ONE_MINUTE // 2)
        earlier, later = (middle, later) if _seconds(zone, middle) == before else (earlier, middle)
    return later


def _seconds(zone: ZoneInfo, moment: datetime) -> int:
    offset = moment.astimezone(zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0
