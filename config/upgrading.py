"""Before an older database is brought to the present form, it is kept as it was, beside the new one."""

from __future__ import annotations

import sqlite3
import sys
from typing import TYPE_CHECKING

from database.file_copies import copy_beside, form_of
from database.migrations.head import HEAD
from domain.errors import RuleBroken

if TYPE_CHECKING:
    from pathlib import Path

KEPT = "Cơ sở dữ liệu được chuyển sang dạng mới ({}); bản trước khi chuyển được giữ tại {}.\n"
CANNOT_KEEP = "Chưa chuyển cơ sở dữ liệu sang dạng mới, vì không giữ lại được bản cũ tại {} ({}). Hãy kiểm tra chỗ trống và quyền ghi."


def keep_the_old(database: Path, folder: Path) -> Path | None:
    """The copy in the folder, and a line that says so; None where nothing is to be changed."""
    if not database.exists() or form_of(database) in ("", HEAD):
        return None
    kept = folder / f"before-{HEAD}.db"
    aside = kept.with_name(f"{kept.name}.part")
    aside.unlink(missing_ok=True)
    try:
        copy_beside(database, aside)
        if form_of(aside) == HEAD:  # another process was quicker, and has kept the old one
            aside.unlink()
            return None
        aside.replace(kept)
    except (OSError, sqlite3.Error) as error:
        aside.unlink(missing_ok=True)
        raise RuleBroken(CANNOT_KEEP.format(kept, error)) from error
    sys.stderr.write(KEPT.format(HEAD, kept))
    return kept
