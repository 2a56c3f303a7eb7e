"""A spool: a folder where something is laid down safely while the database is busy with another writer."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Spool:
    folder: Path

    def put(self, name: str, content: bytes) -> None:
        """On the disk when this returns. What is put twice under one name lies there once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{name}{SUFFIX}"
        aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)  # a reader sees the whole file or none

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of what lies here; what another process takes away meanwhile is passed over."""
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.glob(f"*{SUFFIX}")):
            try:
                yield path.stem, path.read_bytes()
            except FileNotFoundError:
                continue

    def drop(self, name: str) -> None:
        (self.folder / f"{name}{SUFFIX}").unlink(missing_ok=True)
