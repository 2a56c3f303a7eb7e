"""The base of all tables: names of constraints, moments in UTC, identifiers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import DateTime, MetaData
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Dialect

MOMENTS_KEPT = 256

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC at rest. Refuses a naive one, which could mean any zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A naive moment cannot be stored: {value!r}")
        moment = value.astimezone(UTC)
        # A plain datetime, because the driver stores subclasses (pendulum's) in a form of their own.
        return datetime(*moment.timetuple()[:6], microsecond=moment.microsecond)  # noqa: DTZ001 -- in UTC by now

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        return None if value is None else value.replace(tzinfo=UTC)

    # A tick writes and reads the same few moments in thousands of rows, so each is converted once.

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        process = super().bind_processor(dialect)
        if process is None:
            return None

        @lru_cache(maxsize=MOMENTS_KEPT)
        def convert(value: datetime | None, _fold: int) -> Any:  # noqa: ANN401 -- what the driver takes
            return process(value)

        # Moments that differ only in `fold` are equal, and yet an hour apart.
        return lambda value: convert(value, 0 if value is None else value.fold)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        process = super().result_processor(dialect, coltype)
        return process and lru_cache(maxsize=MOMENTS_KEPT)(process)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: dict[Any, Any] = {datetime: Moment()}  # noqa: RUF012 -- SQLAlchemy reads it off the class
