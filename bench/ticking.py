"""One day's tick for the whole country, against the driver alone writing the same rows."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from bench.campaign_file import open_file, tick_seconds
from bench.figures import Figure, Unit
from bench.measuring import medians, peak_megabytes, seconds
from bench.nation import NATION

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.campaign_file import CampaignFile
    from bench.nation import Size

ROUNDS = 9
MOST_RATIO = 3.0
WRITTEN = ("outbox", "decisions")  # in this order: a decision refers to its message


@dataclass(frozen=True, slots=True)
class Rows:
    """What a tick added to one table, column for column as the driver returns it."""

    table: str
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]


def prepare(folder: Path) -> list[Figure]:
    """Make the file in another process than that whose memory is measured."""
    open_file(folder, size=NATION, due=NATION.communes)
    return []


def measure(folder: Path, *, size: Size = NATION, rounds: int = ROUNDS) -> list[Figure]:
    file = open_file(folder, size=size, due=size.communes)
    idle = peak_megabytes()
    ticked = file.copy("ticked.db")
    tick_seconds(ticked)
    busy = peak_megabytes()
    rows = added_rows(file, ticked)
    ours, bare = medians(
        rounds,
        lambda: tick_seconds(file.copy("tick.db")),
        lambda: insert_seconds(file.copy("bare.db"), rows),
    )
    due = f"{size.communes:,} due of {size.obligations:,}"
    return [
        Figure(f"tick, {due}", ours, "sqlite3 executemany, same rows", bare, most_ratio=MOST_RATIO),
        Figure(f"peak memory of the tick, {due}", busy, "process before it", idle, Unit.MEGABYTES),
    ]


def added_rows(before: CampaignFile, after: CampaignFile) -> list[Rows]:
    with closing(sqlite3.connect(before.path)) as old, closing(sqlite3.connect(after.path)) as new:
        return [_added(old, new, table) for table in WRITTEN]


def _added(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> Rows:
    (last,) = old.execute(f"SELECT max(id) FROM {table}").fetchone()  # noqa: S608 -- a name of our own
    found = new.execute(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", (last,))  # noqa: S608 -- the same
    return Rows(table, tuple(column[0] for column in found.description), found.fetchall())


def insert_seconds(file: CampaignFile, rows: Sequence[Rows]) -> float:
    """How long the bare driver takes for these rows, in one transaction and under the same pragmas."""
    engine = file.open()
    try:
        with closing(engine.raw_connection()) as pooled:
            driver = cast("sqlite3.Connection", pooled.driver_connection)
            return seconds(lambda: insert(driver, rows))
    finally:
        engine.dispose()


def insert(driver: sqlite3.Connection, rows: Sequence[Rows]) -> None:
    driver.execute("BEGIN IMMEDIATE")
    for one in rows:
        marks = ", ".join("?" * len(one.columns))
        statement = f"INSERT INTO {one.table} ({', '.join(one.columns)}) VALUES ({marks})"  # noqa: S608 -- names of our own
        driver.executemany(statement, one.values)
    driver.execute("COMMIT")
