"""Whether the database answers, has the present form, and is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from database.migrations.head import HEAD, is_current
from operation.campaigns import database_file
from operation.results import fault, ok

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from config.wiring import Workplace
    from operation.results import Result

RESTORE = "Hãy dừng dondoc serve, giữ lại tệp này và khôi phục bản sao lưu gần nhất."
MOST_FAULTS = 5


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    file = database_file(place)
    if file is not None and not file.exists():
        return [fault(f"Chưa có cơ sở dữ liệu tại {file}.", "Hãy mở một đợt: dondoc plan open KẾ-HOẠCH")]
    with place.engine.connect().execution_options(read_only=True) as connection:
        form = _form(connection)
        return [form, *_whole(connection)] if connection.dialect.name == "sqlite" else [form, _server(connection)]


def _form(connection: Connection) -> Result:
    if is_current(connection):
        return ok(f"Đúng dạng hiện hành ({HEAD}).")
    return fault(
        f"Cơ sở dữ liệu còn ở dạng cũ, chương trình cần dạng {HEAD}.",
        "Hãy sao lưu rồi chạy dondoc status: lệnh đầu tiên sẽ nâng cấp cơ sở dữ liệu.",
    )


def _whole(connection: Connection) -> list[Result]:
    broken = [row[0] for row in connection.execute(text(f"PRAGMA quick_check({MOST_FAULTS})")) if row[0] != "ok"]
    orphans = connection.execute(text("PRAGMA foreign_key_check")).fetchmany(MOST_FAULTS)
    if broken:
        return [fault(f"Tệp cơ sở dữ liệu bị hỏng: {broken[0]}", RESTORE)]
    if orphans:
        tables = ", ".join(sorted({str(row[0]) for row in orphans}))
        return [fault(f"Có dòng trỏ đến dòng không còn (bảng {tables}).", RESTORE)]
    return [ok("Tệp nguyên vẹn, các bảng khớp nhau.")]


def _server(connection: Connection) -> Result:
    version = str(connection.scalar(text("SHOW server_version"))).split()[0]
    return ok(f"PostgreSQL {version} trả lời.")
