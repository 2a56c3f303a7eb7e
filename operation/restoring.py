"""Putting a backup back into an empty place (khôi phục), and going on without sending anything a second time.

All is laid down in a folder inside the data folder first: while that is there, nobody works with the data. The database
takes its name last, with what may have been sent already left in doubt.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect
from sqlalchemy.engine import make_url

from config.wiring import UNDER_WAY, Workplace
from database.migrations.head import HEAD
from database.queries.campaigns import plan_ids
from domain.errors import RuleBroken
from domain.restorations import Gap
from operation.archives import check_archive, unpack
from operation.backups import LAST
from operation.database_copies import NAMES, SQLITE, backend, put_back
from services.audit_log import Doer
from services.restorations import GoneOn, go_on

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from operation.archives import Manifest

# What an empty data folder may have in it: what the system or a service that is starting puts there.
MAY_LIE_THERE = frozenset({UNDER_WAY, LAST, "lost+found", "serve.lock", "serve.json", "prefect"})
AT_THE_MACHINE = "machine"
NOT_EMPTY = (
    "Chỉ khôi phục vào nơi trống, mà {} đã có dữ liệu ({}). Hãy đặt DONDOC_DATA là một thư mục trống, hoặc chuyển thư mục ấy đi nơi "
    "khác (đừng xóa) rồi chạy lại."
)
DATABASE_NOT_EMPTY = (
    "Chỉ khôi phục vào nơi trống, mà cơ sở dữ liệu PostgreSQL này đã có bảng. Hãy tạo một cơ sở dữ liệu mới (createdb) và "
    "sửa DONDOC_DATABASE_URL."
)
OTHER_KIND = "Bản sao lưu là của {}, còn DONDOC_DATABASE_URL chỉ tới {}. Hãy khôi phục cùng loại, rồi chuyển bằng: dondoc migrate"
OTHER_KEY = (
    "DONDOC_SECRET khác với khóa trong bản sao lưu; với khóa khác, các liên kết đã gửi không còn mở được và thư đã gửi không còn "
    "nhận ra. Hãy bỏ DONDOC_SECRET hoặc đặt đúng khóa cũ."
)


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back. `came_from` is the form of the database in the archive, where that was an older one."""

    manifest: Manifest
    gap: Gap
    gone_on: GoneOn
    came_from: str


def restore(
    place: Workplace,
    archive: Path,
    *,
    now: datetime,
    by: str,
    stopped_at: datetime | None = None,
    last_given: Mapping[str, int] | None = None,
) -> Restored:
    """Refuses, and touches nothing, where the archive is not whole or the place is not empty.

    `stopped_at` is when the lost service went out, where somebody knows; `last_given` the last receipt by plan.
    """
    if (place.settings.data / UNDER_WAY).exists() and _has_no_database(place):
        _clear(place)  # what a restoration that was broken off has laid down; the place was empty before it
    _check_empty(place)
    manifest = check_archive(archive)
    _check_fitting(place, manifest)
    gap = Gap(manifest.moment, min(stopped_at or now, now))
    stage = place.settings.data / UNDER_WAY
    try:
        _lay_down(place, archive, stage, manifest)
        gone_on = _begin_again(place, stage, gap, by=by, now=now, last_given=last_given)
        _take_place(place, stage)
    except BaseException:
        _clear(place)
        raise
    return Restored(manifest, gap, gone_on, manifest.head if manifest.head != HEAD else "")


def _check_empty(place: Workplace) -> None:
    data, url = place.settings.data, place.settings.database
    found = sorted(path.name for path in data.iterdir() if path.name not in MAY_LIE_THERE) if data.exists() else []
    if found:
        raise RuleBroken(NOT_EMPTY.format(data, ", ".join(found[:3])))
    if _has_no_database(place):
        return
    if backend(url) == SQLITE:
        path = Path(make_url(url).database or "")
        raise RuleBroken(NOT_EMPTY.format(path.parent, path.name))
    raise RuleBroken(DATABASE_NOT_EMPTY)


def _has_no_database(place: Workplace) -> bool:
    url = place.settings.database
    if backend(url) == SQLITE:
        return not Path(make_url(url).database or "").exists()
    return not inspect(place.engine).get_table_names()


def _clear(place: Workplace) -> None:
    """Make the place as empty as it was."""
    data = place.settings.data
    for path in data.iterdir() if data.exists() else ():
        if path.name == UNDER_WAY or path.name not in MAY_LIE_THERE:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _check_fitting(place: Workplace, manifest: Manifest) -> None:
    ours = backend(place.settings.database)
    if manifest.database != ours:
        raise RuleBroken(OTHER_KIND.format(manifest.database, ours))
    if NAMES[ours] not in manifest.members:
        raise RuleBroken("Bản sao lưu không có cơ sở dữ liệu; hãy dùng một bản sao lưu khác.")


def _lay_down(place: Workplace, archive: Path, stage: Path, manifest: Manifest) -> None:
    stage.mkdir(parents=True, mode=0o700)
    unpack(archive, stage)
    given = place.settings.secret.get_secret_value()
    if given and given != (stage / "data" / "secret").read_text(encoding="ascii").strip():
        raise RuleBroken(OTHER_KEY)
    put_back(place.settings.database, stage / NAMES[manifest.database], stage / "data" / "dondoc.db")


def _begin_again(
    place: Workplace, stage: Path, gap: Gap, *, by: str, now: datetime, last_given: Mapping[str, int] | None
) -> GoneOn:
    """Bring the database to the present form and leave in doubt what may have gone, before anybody works with it."""
    data = stage / "data"
    is_sqlite = backend(place.settings.database) == SQLITE
    url = f"sqlite:///{data / 'dondoc.db'}" if is_sqlite else place.settings.database
    staged = Workplace(place.settings.model_copy(update={"data": data, "database_url": url}))
    try:
        staged.prepare()
        with staged.read() as session:
            known = plan_ids(session)
        campaigns = [staged.campaign(plan) for plan in known]
        with staged.begin() as session:
            done = go_on(session, campaigns, gap, by=Doer(by, AT_THE_MACHINE), now=now, last_given=last_given)
        if is_sqlite:  # all of it into the one file that is moved
            with staged.engine.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA journal_mode = DELETE")  # type: ignore[union-attr]
    finally:
        staged.engine.dispose()
    return done


def _take_place(place: Workplace, stage: Path) -> None:
    """The files first, then the database, and the stage last: until it is gone, nobody works with the data."""
    data, laid = place.settings.data, stage / "data"
    for path in sorted(laid.iterdir()):
        if path.name != "dondoc.db":
            path.rename(data / path.name)
    if (laid / "dondoc.db").exists():
        target = Path(make_url(place.settings.database).database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(laid / "dondoc.db", target)
    shutil.rmtree(stage)
