"""The backup (sao lưu): one file with everything that an installation would be missed for, taken while it runs.

First the spool, then the database, then the files: so whatever a row names was there before the row was copied. What is put
down after the database was copied may be in the archive as well; a row without its file is not.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from config.clock import in_viet_nam
from config.wiring import UNDER_WAY
from database.spool import SUFFIX
from domain.errors import RuleBroken
from operation.archives import ArchiveWriter, Manifest, check_archive
from operation.database_copies import NAMES, SQLITE, backend, copy_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.wiring import Workplace

LAST = "backup.json"  # what became of the last backup, for the doctor and the page of health
UNFINISHED = ".part"
FORGOTTEN_AFTER = timedelta(days=1)
SPARE = 64 * 1024 * 1024
SPOOL = "hooks"
_STEM = len("dondoc-2022-08-22T0730")
# In the data folder, and not to be restored: made again by itself, belongs to running processes, or is a copy already.
LEFT_OUT = frozenset({"derived", "prefect", "logs", "lost+found", "secret", "serve.json", UNDER_WAY, LAST, SPOOL})
LEFT_OUT_SUFFIXES = (".lock", ".pid", ".log", ".sock", UNFINISHED)
NO_FOLDER = "Chưa biết sao lưu vào đâu. Hãy nêu thư mục: dondoc backup --to THƯ-MỤC, hoặc đặt DONDOC_BACKUP_FOLDER, tốt nhất là ổ đĩa khác."
FULL = (
    "Không đủ chỗ trên đĩa của {} để sao lưu (cần khoảng {}, còn {}). Hãy dọn đĩa hoặc chọn thư mục khác; chưa ghi gì."
)
FULL_MIDWAY = (
    "Đĩa của {} đầy giữa chừng; bản sao lưu dở dang đã được xóa. Hãy dọn đĩa hoặc chọn thư mục khác rồi chạy lại."
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was written and read again. `removed` are older ones that made room for it."""

    path: Path
    size: int
    files: int
    manifest: Manifest
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LastBackup:
    """What became of the last attempt; `at` of `done_at` is the last one that succeeded, empty where there is none."""

    at: str
    is_done: bool
    note: str
    done_at: str


def back_up(place: Workplace, *, now: datetime, to: Path | None = None) -> Backup:
    """Write the archive aside, read it again, and only then give it its name; keep the newest.

    Refuses, and leaves nothing half done, where the folder or its disk does not allow it. Either way it is noted for the
    doctor.
    """
    try:
        done = _back_up(place, _folder(place, to), now=now)
    except RuleBroken as refusal:
        _note(place, now=now, note=str(refusal))
        raise
    _note(place, now=now)
    return done


def last_backup(place: Workplace) -> LastBackup | None:
    """What became of the last attempt; None before the first."""
    with suppress(OSError, ValueError, TypeError):
        return LastBackup(**json.loads((place.settings.data / LAST).read_text(encoding="utf-8")))
    return None


def _folder(place: Workplace, to: Path | None) -> Path:
    if to is None and not place.settings.backup_folder.strip():
        raise RuleBroken(NO_FOLDER)
    return to if to is not None else Path(place.settings.backup_folder.strip())


def _back_up(place: Workplace, folder: Path, *, now: datetime) -> Backup:
    place.check_database()
    room = folder / f".dondoc-{os.getpid()}{UNFINISHED}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _check_space(place, folder)
        _sweep(folder, now=now)
        room.mkdir(mode=0o700)
        manifest = _write(place, room, now=now, apart=folder)
        check_archive(room / "archive")
        path = _free_name(folder, now=now)
        (room / "archive").replace(path)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RuleBroken(FULL_MIDWAY.format(folder)) from error
        raise RuleBroken(
            f"Không ghi được vào {folder}: {error.strerror}. Hãy kiểm tra thư mục và quyền ghi."
        ) from error
    finally:
        shutil.rmtree(room, ignore_errors=True)
    removed = _keep_newest(folder, keep=place.settings.backup_keep)
    return Backup(path, path.stat().st_size, len(manifest.members), manifest, removed)


def _write(place: Workplace, room: Path, *, now: datetime, apart: Path) -> Manifest:
    settings = place.settings
    spooled = _spooled(place)
    copy, facts = copy_database(settings.database, place.engine, room)
    with os.fdopen(os.open(room / "archive", os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
        writer = ArchiveWriter(file)
        writer.add_file(NAMES[backend(settings.database)], copy)
        copy.unlink()
        writer.add_bytes("data/secret", place.secret.encode("ascii"))
        for name, path in _files(settings.data, apart=apart, database=settings.database):
            writer.add_file(f"data/{name}", path)
        # What was worked off since lies in no file any more, and perhaps not yet in the database that was copied.
        spooled |= _spooled(place)
        for name, content in sorted(spooled.items()):
            writer.add_bytes(f"data/{SPOOL}/{name}{SUFFIX}", content)
        manifest = Manifest(
            version=version("dondoc"),
            head=facts.head,
            taken_at=now.isoformat(),
            database=backend(settings.database),
            counts=facts.counts,
            audit_head=facts.audit_head,
            receipts=facts.receipts,
            members=writer.members,
        )
        writer.finish(manifest)
        file.flush()
        os.fsync(file.fileno())
    return manifest


def _spooled(place: Workplace) -> dict[str, bytes]:
    return dict(place.spool.waiting()) if place.spool is not None else {}


def _files(data: Path, *, apart: Path, database: str) -> Iterator[tuple[str, Path]]:
    """Every file of the data folder that would be missed, with its name there, folder by folder."""
    apart, engine_files = apart.resolve(), _database_files(database)
    for folder, inner, names in os.walk(data):
        here = Path(folder)
        is_top = here == data
        inner[:] = sorted(
            name for name in inner if not (is_top and name in LEFT_OUT) and (here / name).resolve() != apart
        )
        for name in sorted(names):
            path = here / name
            is_left_out = (is_top and (name in LEFT_OUT or name.startswith("before-"))) or name.endswith(
                LEFT_OUT_SUFFIXES
            )
            if not is_left_out and path.resolve() not in engine_files and path.is_file():
                yield path.relative_to(data).as_posix(), path


def _database_files(url: str) -> set[Path]:
    if backend(url) != SQLITE:
        return set()
    path = url.removeprefix("sqlite:///")
    return {Path(f"{path}{suffix}").resolve() for suffix in ("", "-wal", "-shm", "-journal")}


def _check_space(place: Workplace, folder: Path) -> None:
    """Twice the database, as its copy and packed, once everything else."""
    settings = place.settings
    files = sum(path.stat().st_size for _, path in _files(settings.data, apart=folder, database=settings.database))
    copied = sum(path.stat().st_size for path in _database_files(settings.database) if path.exists())
    needed, free = files + 2 * copied + SPARE, shutil.disk_usage(folder).free
    if needed > free:
        raise RuleBroken(FULL.format(folder, size_text(needed), size_text(free)))


def size_text(size: int) -> str:
    return (
        f"{size / 1024**2:.1f} MB".replace(".", ",") if size < 1024**3 else f"{size / 1024**3:.1f} GB".replace(".", ",")
    )


def _free_name(folder: Path, *, now: datetime) -> Path:
    stem = f"dondoc-{in_viet_nam(now):%Y-%m-%dT%H%M}"
    path, number = folder / f"{stem}.tar", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}-{number}.tar"
    return path


def _sweep(folder: Path, *, now: datetime) -> None:
    """Take away what a backup that was killed left behind."""
    for room in folder.glob(f".dondoc-*{UNFINISHED}"):
        if room.stat().st_mtime < (now - FORGOTTEN_AFTER).timestamp():
            shutil.rmtree(room, ignore_errors=True)


def _keep_newest(folder: Path, *, keep: int) -> tuple[str, ...]:
    old = sorted(folder.glob("dondoc-*.tar"), key=lambda path: (path.stem[:_STEM], len(path.stem), path.stem))[:-keep]
    for path in old:
        path.unlink(missing_ok=True)
    return tuple(path.name for path in old)


def _note(place: Workplace, *, now: datetime, note: str = "") -> None:
    """A note that cannot be written must not hide what happened."""
    before = last_backup(place)
    done_at = now.isoformat() if not note else (before.done_at if before else "")
    last = LastBackup(now.isoformat(), is_done=not note, note=note, done_at=done_at)
    with suppress(OSError):
        (place.settings.data / LAST).write_text(json.dumps(asdict(last), ensure_ascii=False), encoding="utf-8")
