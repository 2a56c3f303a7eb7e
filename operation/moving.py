"""Moving to another database: a running campaign leaves SQLite for PostgreSQL, and nothing is lost on the way.

Everything happens in one transaction on each side. On the old side it has the writer's place from the first row to the mark
that ends it, so nobody can write what would stay behind; on the new side tables, rows and checks are there together or not
at all. A move that breaks off leaves both sides as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session

from database.copying import (
    Contents,
    clear,
    contents_of,
    copy_table,
    is_empty,
    set_sequences,
    tables,
    unknown_parts,
)
from database.migrations.running import upgrade_within
from database.moved import mark_moved, moved_to, take_back_mark
from database.queries.ticks import ticks_since
from database.session import address_of, open_engine
from domain.errors import RuleBroken
from services.audit_log import verify

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import URL, Connection

    from config.wiring import Workplace
    from database.moved import Moved

    Tell = Callable[[str, int, int], None]

LONGEST_TICK = timedelta(minutes=15)  # a run that began longer ago and has no end was killed
EXAMPLE = "postgresql://dondoc@may-chu.example/dondoc"
NO_DRIVER = (
    "Máy này chưa có phần kết nối PostgreSQL. Hãy cài phần bổ sung “postgres” của chương trình "
    "(pip install 'dondoc[postgres]') rồi chạy lại."
)
NOT_EMPTY = (
    "Cơ sở dữ liệu {} không trống, nên chưa chuyển gì. Hãy tạo một cơ sở dữ liệu mới cho việc này. Nếu đó là phần còn lại của "
    "một lần chuyển dở dang thì xóa nó đi (dropdb, createdb) rồi chạy lại lệnh."
)
STILL_RUNS = (
    "Đang có tiến trình làm việc trên cơ sở dữ liệu này ({}). Hãy dừng dondoc serve và các lịch chạy khác rồi chạy lại."
)
STRANGERS = (
    "Cơ sở dữ liệu cũ có những phần chương trình không biết ({}), nên chưa chuyển gì. Hãy hỏi người phụ trách kỹ thuật."
)
NOT_ALIKE = (
    "Bảng {} ở hai bên không giống nhau sau khi chép, nên đã dừng; cơ sở dữ liệu cũ còn nguyên, bên mới vẫn trống."
)
CHAIN = "Chuỗi nhật ký ở hai bên không giống nhau, nên đã dừng; cơ sở dữ liệu cũ còn nguyên, bên mới vẫn trống."


@dataclass(frozen=True, slots=True)
class Move:
    """What was moved, whereto (without a password), and where the files are that did not move."""

    target: str
    tables: tuple[Contents, ...]
    audit_entries: int
    is_chain_whole: bool
    old_database: str
    files: str

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.tables)

    @property
    def mended(self) -> int:
        return sum(one.mended for one in self.tables)


def move(place: Workplace, to: str, *, now: datetime, tell: Tell) -> Move:
    """Copy everything, hold both sides against each other, and mark the old one. Refuses rather than do half of it."""
    target = _target(to)
    source = _sqlite_file(place.settings.database)
    place.campaigns()  # refuses where nothing is, or what was moved already, and brings it up to the present form
    _refuse_while_running(place, now=now)
    here, there = place.engine, open_engine(to)
    try:
        with here.begin() as old:
            with there.begin() as new:
                copied = _copied(old, new, target, tell=tell)
                entries, is_whole = _same_chain(old, new)
            mark_moved(old, to_address=str(target), at=now)
    finally:
        there.dispose()
    return Move(str(target), tuple(copied), entries, is_whole, str(source), str(place.settings.files))


def undo(place: Workplace) -> Moved:
    """Let the old database be worked on again. What was written in the new one since is not in it."""
    file = place.settings.data / "dondoc.db"
    address = place.settings.database if _is_sqlite(place.settings.database) else f"sqlite:///{file}"
    if not _sqlite_file(address).exists():
        raise RuleBroken(f"Không thấy cơ sở dữ liệu cũ tại {_sqlite_file(address)}.")
    engine = open_engine(address)
    try:
        with engine.begin() as connection:
            moved = moved_to(connection)
            if moved is None:
                raise RuleBroken(f"Cơ sở dữ liệu {_sqlite_file(address)} chưa được chuyển đi đâu; không có gì để bỏ.")
            take_back_mark(connection, moved)
    finally:
        engine.dispose()
    return moved


def _target(to: str) -> URL:
    try:
        address = address_of(to)
    except ArgumentError as error:
        raise RuleBroken(f"Địa chỉ sau --to không đọc được; cần dạng {EXAMPLE}.") from error
    if address.get_backend_name() != "postgresql":
        raise RuleBroken(f"Chỉ chuyển được sang PostgreSQL; địa chỉ sau --to cần dạng {EXAMPLE}.")
    if find_spec("psycopg") is None:
        raise RuleBroken(NO_DRIVER)
    return address


def _is_sqlite(address: str) -> bool:
    return address_of(address).get_backend_name() == "sqlite"


def _sqlite_file(address: str) -> Path:
    if not _is_sqlite(address):
        raise RuleBroken("Cơ sở dữ liệu đang dùng (DONDOC_DATABASE_URL) không phải SQLite, nên không có gì để chuyển.")
    return Path(address_of(address).database or "")


def _refuse_while_running(place: Workplace, *, now: datetime) -> None:
    with place.read() as session:
        running = [one for one in ticks_since(session, now - LONGEST_TICK) if one.ended_at is None]
    if running:
        raise RuleBroken(STILL_RUNS.format(", ".join(sorted({one.owner for one in running}))))


def _copied(old: Connection, new: Connection, target: URL, *, tell: Tell) -> list[Contents]:
    if strangers := unknown_parts(old):
        raise RuleBroken(STRANGERS.format(", ".join(strangers)))
    _check_target(new, target)
    upgrade_within(new)
    clear(new)
    found = tables()
    copied = []
    for number, table in enumerate(found, 1):
        tell(f"Đang chép {table.name}", number, len(found))
        copied.append(copy_table(old, new, table))
    for number, (table, contents) in enumerate(zip(found, copied, strict=True), 1):
        tell(f"Đang đối chiếu {table.name}", number, len(found))
        if contents_of(new, table) != contents:
            raise RuleBroken(NOT_ALIKE.format(table.name))
    set_sequences(new)
    return copied


def _check_target(new: Connection, target: URL) -> None:
    encoding = new.scalar(text("SHOW server_encoding"))
    if encoding != "UTF8":
        raise RuleBroken(
            f"Cơ sở dữ liệu {target} dùng bảng mã {encoding}; cần UTF8 (createdb --encoding=UTF8 --template=template0)."
        )
    if not is_empty(new):
        raise RuleBroken(NOT_EMPTY.format(target))


def _same_chain(old: Connection, new: Connection) -> tuple[int, bool]:
    """How many entries the audit log has, and whether its chain holds: alike on both sides."""
    with Session(old) as before, Session(new) as after:
        was, now_is = verify(before), verify(after)
    if was != now_is:
        raise RuleBroken(CHAIN)
    return was[0], was[1] is None
