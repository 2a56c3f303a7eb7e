# ruff: noqa: INP001, S106, PLC0415, S608, T201 -- a script beside its data: it runs in old versions, which lack parts, and prints
"""Make an old database by an old version of the program: run it in that version's folder, see README.md.

It plays a small campaign (opened, reminded, handed in, returned, extended, promised, overdue), fills every table that the
play left empty with one row, and prints what is in the database, for facts.json.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from config.frozen_plan import plan_to_json
from config.settings import Settings
from config.wiring import Workplace
from services.campaigns import Prepared
from services.standings import obligations_at
from tests.small_plan import CONTACTS, PLAN, UNITS
from tests.stories.lines import Line
from tests.stories.story import Story

LAST_DAY = date(2022, 8, 2)
MOMENT = "2022-07-20 03:00:00.000000"
TEXTS = {  # what the program reads back, where a table was filled by hand
    "sections": "[]",
    "scopes": "[]",
    "inputs": "[]",
    "outputs": "{}",
    "detail": "{}",
    "headers": "{}",
    "state": "done",
    "kind": "delivered",
    "role": "viewer",
    "channel": "zalobot",
}
BY_TABLE: dict[str, dict[str, object]] = {
    "zalo_grants": {"state": "ok"},
    "signals": {"kind": "delivered"},
    "intakes": {"state": "ignored", "why": "automatic"},
    "intake_moves": {"before": "received", "after": "ignored"},
    "answers": {"kind": "received", "state": "settled"},
    "audit_head": {"hash": "0" * 64, "entry_id": 0},
}
NOT_BY_HAND = {
    "audit_entries",
    "audit_head",
    "holds",
    "hold_orders",
    "plan_changes",
}  # each means something to the whole


class Room(Workplace):
    def __init__(self, path: Path) -> None:
        super().__init__(Settings(database_url=f"sqlite:///{path}", data=path.parent, secret="old", _env_file=None))
        self.line = Line()

    @property
    def channels(self) -> dict[str, Any]:
        return {self.line.name: self.line}


def play(path: Path) -> Story:
    room = Room(path)
    room.prepare()
    story = Story(room, Prepared(PLAN, UNITS, CONTACTS, plan_to_json(PLAN), "sha"))
    story.advance(to=date(2022, 6, 24))
    story.skip(to=date(2022, 7, 20))
    story.run()
    story.hand_in("X1")
    story.extend("X2", day=date(2022, 8, 5))
    story.promise("X3", day=date(2022, 7, 27))
    story.skip(to=date(2022, 7, 25))
    story.give_back("X1", new_day=date(2022, 7, 29))
    story.hand_in("HU1")
    story.advance(to=date(2022, 7, 28))
    story.hand_in("X1")
    story.advance(to=LAST_DAY)
    write_log(story)
    return story


def write_log(story: Story) -> None:
    """Three deeds, where the version has a log of them."""
    try:
        from domain.audit_log import Action
        from services.audit_log import Doer, write_entry
    except ImportError:
        return
    for number in range(3):
        with story.workplace.begin() as session:
            write_entry(session, Doer("ban.tg", "board"), Action.FILE_TAKEN, about=f"tệp {number}", now=story.at())


def fill(path: Path) -> list[str]:
    """One row for each table that is empty."""
    engine, found = sa.create_engine(f"sqlite:///{path}"), sa.MetaData()
    found.reflect(engine)
    filled = []
    with engine.begin() as connection:
        for table in found.sorted_tables:
            is_empty = not connection.scalar(sa.select(sa.func.count()).select_from(table))
            if is_empty and table.name not in NOT_BY_HAND:
                connection.execute(sa.text(*insertion(connection, table)), values(connection, table))
                filled.append(table.name)
    engine.dispose()
    return filled


def insertion(connection: sa.Connection, table: sa.Table) -> tuple[str]:
    names = list(values(connection, table))
    return (f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})",)


def values(connection: sa.Connection, table: sa.Table) -> dict[str, object]:
    return {column.name: value(connection, table.name, column) for column in table.columns}


def value(connection: sa.Connection, table: str, column: sa.Column[Any]) -> object:
    if column.name in BY_TABLE.get(table, {}):
        return BY_TABLE[table][column.name]
    if column.foreign_keys:
        (key,) = column.foreign_keys
        there = f"SELECT {key.column.name} FROM {key.column.table.name} WHERE {key.column.name} IS NOT NULL"
        return connection.scalar(sa.text(f"{there} ORDER BY 1 LIMIT 1"))
    kind = str(column.type)
    if kind == "DATETIME":
        return MOMENT
    if kind == "DATE":
        return MOMENT[:10]
    if kind in ("INTEGER", "FLOAT", "BOOLEAN"):
        return 1
    return TEXTS.get(column.name, "x") if kind != "BLOB" else b"x"


def slim(path: Path) -> None:
    """Keep of each letter's bytes only the beginning: they are what makes a database large."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE outbox SET payload = substr(payload, 1, 64) WHERE payload IS NOT NULL")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("VACUUM")


def facts(story: Story, path: Path) -> dict[str, object]:
    with closing(sqlite3.connect(path)) as connection:
        names = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        ]
        counts = {name: connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
        (form,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        sent = connection.execute("SELECT count(*) FROM outbox WHERE state = 'accepted'").fetchone()[0]
    with story.workplace.read() as session:
        found = obligations_at(session, story.campaign, as_of=story.at())
    standings = {one.unit: [one.standing.state.value, one.standing.is_overdue] for one in found}
    return {"form": form, "counts": counts, "sent": sent, "standings": standings}


def main(target: Path) -> None:
    path = target / "old.db"
    path.unlink(missing_ok=True)
    story = play(path)
    known = facts(story, path)
    story.workplace.engine.dispose()
    known["by_hand"] = fill(path)
    slim(path)
    packed = target / f"{known['form']}.db.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    path.unlink()
    print(json.dumps({known.pop("form"): known}, ensure_ascii=False, sort_keys=True))


main(Path(sys.argv[1]))
