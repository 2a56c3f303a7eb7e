"""Room for what is still to come: bytes and files, on a disk that can be written to."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from operation.campaigns import database_file
from operation.results import fault, ok, warning

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from config.wiring import Workplace
    from operation.results import Result

MEGABYTE = 1_000_000
LEAST, LITTLE = 500 * MEGABYTE, 2_000 * MEGABYTE
LEAST_FILES = 5_000
LONG_WAL = 500 * MEGABYTE
ROOM = "Hãy giải phóng hoặc mở rộng ổ đĩa; dondoc không tự xóa báo cáo nào."


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    folder = _nearest(place.settings.data)
    return [_writable(folder), *_room(folder), *_database_sizes(place)]


def _nearest(folder: Path) -> Path:
    """The folder, or where it would be made."""
    folder = folder.absolute()
    return next(one for one in (folder, *folder.parents) if one.exists())


def _writable(folder: Path) -> Result:
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"dondoc")
            probe.flush()
            os.fsync(probe.fileno())
    except OSError as error:
        return fault(
            f"Không ghi được vào {folder} ({error.strerror}).",
            "Hãy kiểm tra quyền của tài khoản chạy dondoc, và ổ đĩa có bị gắn chỉ đọc hay đã đầy hay không.",
        )
    return ok(f"Ghi được vào {folder}.")


def _room(folder: Path) -> list[Result]:
    found = os.statvfs(folder)
    free, text = found.f_bavail * found.f_frsize, ""
    text = f"Ổ đĩa còn {free // MEGABYTE} MB."
    results = [fault(text, ROOM) if free < LEAST else warning(text, ROOM) if free < LITTLE else ok(text)]
    if found.f_files and found.f_favail < LEAST_FILES:
        results.append(fault(f"Ổ đĩa chỉ còn chỗ cho {found.f_favail} tệp nữa (inode).", ROOM))
    return results


def _database_sizes(place: Workplace) -> list[Result]:
    file = database_file(place)
    if file is None or not file.exists():
        return []
    log = file.with_name(f"{file.name}-wal")
    size, unwritten = file.stat().st_size, log.stat().st_size if log.exists() else 0
    text = f"Cơ sở dữ liệu {size / MEGABYTE:.1f} MB, phần chờ gộp (WAL) {unwritten / MEGABYTE:.1f} MB."
    if unwritten <= LONG_WAL:
        return [ok(text)]
    return [warning(text, "Có tiến trình giữ cơ sở dữ liệu quá lâu; hãy khởi động lại dondoc serve.")]
