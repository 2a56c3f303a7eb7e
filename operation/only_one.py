"""Only one service on one data folder: a second one, started by mistake, is refused."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds the folder for this process; the system lets go of it, however the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "serve.lock").open("a+", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise RuleBroken(
                f"Đã có một dondoc serve đang chạy trên thư mục {folder} (tiến trình {file.read().strip() or '?'}). Hãy dùng "
                "tiến trình đó, hoặc dừng nó trước; muốn chạy riêng, hãy đặt DONDOC_DATA sang thư mục khác."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def is_served(folder: Path) -> bool:
    """Whether a service runs on this folder."""
    path = folder / "serve.lock"
    if not path.exists():
        return False
    with path.open("r", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False
