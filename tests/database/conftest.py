"""A database in memory, or a file that several may open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from database.base import Base
from database.blank import make_tables
from database.session import open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def memory() -> Iterator[Engine]:
    engine = open_engine("sqlite://")
    make_tables(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'dondoc.db'}")
    Base.metadata.create_all(engine)
    yield engine
    engine.dispose()
