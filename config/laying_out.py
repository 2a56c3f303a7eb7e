"""Laying the files of a run into a folder, without overwriting anybody's work."""

from __future__ import annotations

import hashlib
import os
import shutil
from typing import TYPE_CHECKING

from database.queries.consolidations import known_outputs
from domain.errors import RuleBroken
from domain.run_files import FILE_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.wiring import Workplace

SOMEBODY_ELSES = (
    "Trong thư mục {} có tệp {} không phải do một lượt tổng hợp tạo ra, hoặc đã được sửa; chương trình không ghi đè. "
    "Hãy đổi tên hoặc chuyển tệp đó đi, hoặc chọn thư mục khác bằng --out."
)


def check_room(workplace: Workplace, folder: Path) -> dict[str, int]:
    """The files of earlier runs that will be replaced there, each with the run that made it.

    Refuses a folder with a file of that name that no run made: somebody may have worked on it.
    """
    if folder.exists() and not folder.is_dir():
        raise RuleBroken(f"{folder} là một tệp, không phải thư mục; hãy chọn thư mục khác bằng --out.")
    there = [name for name in FILE_NAMES if (folder / name).exists()]
    if not there:
        return {}
    with workplace.read() as session:
        known = known_outputs(session)
    made_by = {name: known.get(_sha256(folder / name)) for name in there}
    foreign = [name for name, run_id in made_by.items() if run_id is None]
    if foreign:
        raise RuleBroken(SOMEBODY_ELSES.format(folder, ", ".join(foreign)))
    return {name: run_id for name, run_id in made_by.items() if run_id is not None}


def lay_out(workplace: Workplace, folder: Path, outputs: Mapping[str, str]) -> None:
    """Copy the files (SHA-256 by name) out of the store. Each is there whole or not at all, whenever the power fails.

    What an earlier run left there and this one does not make goes, so that the files of a folder are those of one run.
    """
    earlier = check_room(workplace, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name in earlier.keys() - outputs.keys():
        (folder / name).unlink()
    for name, sha256 in outputs.items():
        aside = folder / f".{name}.{os.getpid()}.part"
        shutil.copyfile(workplace.store.path(sha256), aside)
        aside.replace(folder / name)


def _sha256(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
