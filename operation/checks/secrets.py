"""Files that have keys or passwords in them: nobody else on this machine may read them."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from config.secret_files import PREFIX, secret_folders
from operation.campaigns import database_file
from operation.results import fault, not_applicable, ok, warning

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from config.wiring import Workplace
    from operation.results import Result

OTHERS = stat.S_IRWXO


def look(place: Workplace, *, now: datetime) -> list[Result]:  # noqa: ARG001 -- every check is called alike
    files = [one for one in _files(place) if one.is_file()]
    open_to_all = [one for one in files if one.stat().st_mode & OTHERS]
    if not files:
        return [not_applicable("Chưa có tệp nào có khóa hay mật khẩu.")]
    if not open_to_all:
        return [ok(f"{len(files)} tệp, chỉ tài khoản chạy dondoc đọc được.")]
    return [_finding(one, place) for one in open_to_all]


def _files(place: Workplace) -> Iterator[Path]:
    yield place.settings.data / "secret"
    yield Path(".env")
    for folder in secret_folders():
        yield from sorted(folder.glob(f"{PREFIX}*"))
    file = database_file(place)
    if file is not None:
        yield file


def _finding(file: Path, place: Workplace) -> Result:
    """In a folder that others cannot enter, the mode of a file says little."""
    text, advice = f"Tài khoản khác trên máy đọc được {file}.", f"Hãy chạy: chmod o-rwx {file}"
    is_shut_in = not file.absolute().parent.stat().st_mode & stat.S_IXOTH
    if is_shut_in:
        return ok(f"{file} nằm trong thư mục mà tài khoản khác không vào được.")
    return warning(text, advice) if file == database_file(place) else fault(text, advice)
