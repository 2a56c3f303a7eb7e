"""Where the passages wait on the disk between being taken in and being written: a heap of XML, and a list for each section."""

from __future__ import annotations

import marshal
from os import SEEK_END
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Heap:
    """Texts in one file, each found again by where it begins and how many bytes it has."""

    def __init__(self, path: Path) -> None:
        path.write_bytes(b"")
        self._path = path
        self._length = 0
        self._waiting: list[bytes] = []
        self._reading: BinaryIO | None = None

    def put(self, text: str) -> tuple[int, int]:
        content = text.encode("utf-8", "replace")
        start = self._length
        self._waiting.append(content)
        self._length += len(content)
        return start, len(content)

    def flush(self) -> None:
        if self._waiting:
            with self._path.open("ab") as file:
                file.writelines(self._waiting)
            self._waiting.clear()

    def get(self, start: int, length: int) -> str:
        if self._reading is None:
            self.flush()
            self._reading = self._path.open("rb")
        self._reading.seek(start)
        return self._reading.read(length).decode()

    def close(self) -> None:
        if self._reading is not None:
            self._reading.close()
            self._reading = None


class Shelf:
    """One list of records for each section, in the order in which they came. A record is made of plain values only."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._waiting: dict[str, list[bytes]] = {}

    def put(self, section: str, record: tuple[Any, ...]) -> None:
        self._waiting.setdefault(section, []).append(marshal.dumps(record))

    def flush(self) -> None:
        for section, records in self._waiting.items():
            with self._path(section).open("ab") as file:
                file.writelines(records)
        self._waiting.clear()

    def records(self, section: str) -> Iterator[tuple[Any, ...]]:
        self.flush()
        if section not in self._paths:
            return
        with self._paths[section].open("rb") as file:
            length = file.seek(0, SEEK_END)
            file.seek(0)
            while file.tell() < length:
                yield marshal.load(file)  # nosec B302  # noqa: S302 -- written by this very process, into a folder of its own

    def _path(self, section: str) -> Path:
        """Sections are numbered as they come: their keys may hold anything."""
        if section not in self._paths:
            path = self._paths[section] = self._folder / f"{len(self._paths):05d}.records"
            path.write_bytes(b"")
        return self._paths[section]
