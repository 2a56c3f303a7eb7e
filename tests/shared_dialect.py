"""One dialect for all SQLite engines of a test run, so that a statement is compiled once and not once per engine.

SQLAlchemy keeps compiled statements for each dialect object, and `create_engine` makes a new one each time. A service has
two engines for months; a test run opens thousands, and a fifth of its time went into compiling the same statements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine
from sqlalchemy.util import LRUCache

from database import session

if TYPE_CHECKING:
    from sqlalchemy import Engine

KEPT = 4_000  # statements; the program has some hundreds


def share() -> None:
    """From now on each SQLite engine of the program speaks the one dialect, and finds what others have compiled."""
    first = create_engine("sqlite://")
    with first.connect():  # a dialect looks at the library that it talks to on the first connection
        shared, compiled = first.dialect, LRUCache[Any, Any](KEPT)
    first.dispose()

    def sharing(*args: Any, **options: Any) -> Engine:  # as SQLAlchemy's own
        engine = create_engine(*args, **options)
        if engine.dialect.name == "sqlite":
            engine.dialect, engine._compiled_cache = shared, compiled
        return engine

    vars(session)["create_engine"] = sharing
