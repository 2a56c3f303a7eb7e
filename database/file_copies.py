"""A copy of an SQLite database as of one moment, made while others write."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from pathlib import Path

WAIT_SECONDS = 60


def copy_beside(path: Path, target: Path) -> None:
    """VACUUM INTO reads one snapshot, and writers go on meanwhile; never a copy of the file, which would be torn."""
    target.touch(mode=0o600, exist_ok=False)
    with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))


def check_copy(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (answer,) = connection.execute("PRAGMA quick_check").fetchone()
    if answer != "ok":
        raise RuleBroken(f"Bản sao của cơ sở dữ liệu không nguyên vẹn ({answer}). Hãy kiểm tra đĩa rồi làm lại.")


def form_of(path: Path) -> str:
    """The last migration that this file has seen; empty where there was none."""
    with closing(sqlite3.connect(path)) as connection:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        return connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] if known else ""
