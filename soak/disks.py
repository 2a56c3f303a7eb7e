"""The disk of the installation: a small one of its own where we may mount it, so that it can be full."""

from __future__ import annotations

import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from soak.children import Child

SIZE_BYTES = 900 * 1024 * 1024
FILLER = "filler"
CHUNK = 1024 * 1024


class Disk:
    """`is_own` where it is mounted for us alone; otherwise a full disk is played by a limit on what processes may write."""

    def __init__(self, folder: Path, *, is_own: bool) -> None:
        self.folder, self.is_own = folder, is_own

    def fill(self, writers: Iterable[Child]) -> None:
        if not self.is_own:
            for one in writers:
                one.limit_files(0)
            return
        with (self.folder / FILLER).open("wb", buffering=0) as filler:
            for piece in (CHUNK, 4096):
                _write_until_full(filler.fileno(), b"\0" * piece)

    def clear(self, writers: Iterable[Child]) -> None:
        if self.is_own:
            (self.folder / FILLER).unlink(missing_ok=True)
        else:
            for one in writers:
                one.limit_files(-1)


def _write_until_full(file: int, piece: bytes) -> None:
    for _ in range(2 * SIZE_BYTES // len(piece)):
        try:
            os.write(file, piece)
        except OSError:
            return


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mounted where we are allowed to; taken away at the end, with all that is on it."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE_BYTES},mode=755", "soak", str(folder)]
    is_own = os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 -- our own words
    try:
        yield Disk(folder, is_own=is_own)
    finally:
        if is_own:
            subprocess.run(["umount", "--lazy", str(folder)], check=False)  # noqa: S603, S607 -- as above
