"""Pieces: files on their way in, each growing at its end until it is whole."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SUFFIX = ".part"


@dataclass(frozen=True, slots=True)
class Pieces:
    folder: Path

    def write(self, name: str, content: bytes, *, at: int) -> None:
        """On the disk when this returns. What stood there of a piece that was never told as received is written over."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(name)
        with path.open("r+b" if path.exists() else "xb") as file:
            file.seek(at)
            file.write(content)
            file.truncate()
            file.flush()
            os.fsync(file.fileno())

    def length(self, name: str) -> int:
        """How many bytes of it are here; none where it was thrown away."""
        path = self.path(name)
        return path.stat().st_size if path.exists() else 0

    def drop(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    def drop_older(self, moment: datetime) -> None:
        """Take away what nobody wrote to since that moment of the machine's clock."""
        if not self.folder.is_dir():
            return
        for path in self.folder.glob(f"*{SUFFIX}"):
            if path.stat().st_mtime < moment.timestamp():
                path.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        return self.folder / f"{name}{SUFFIX}"
