"""Where the passages wait on the disk between being taken in and being written: a heap of XML, and a list for each section."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


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
    """One list of records for each section, in the order in which they came, each a line of JSON."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._paths: dict[str, Path] = {}
        self._waiting: dict[str, list[str]] = {}

    def put(self, section: str, record: list[Any]) -> None:
        self._waiting.setdefault(section, []).append(_JSON.encode(record))

    def flush(self) -> None:
        for section, lines in self._waiting.items():
            with self._path(section).open("ab") as file:
                file.write("\n".join([*lines, ""]).encode("utf-8", "replace"))
        self._waiting.clear()

    def records(self, section: str) -> Iterator[list[Any]]:
        self.flush()
        if section in self._paths:
            with self._paths[section].open("rb") as file:
                for line in file:
                    yield json.loads(line)

    def _path(self, section: str) -> Path:
        """Sections are numbered as they come: their keys may hold anything."""
        if section not in self._paths:
            path = self._paths[section] = self._folder / f"{len(self._paths):05d}.jsonl"
            path.write_bytes(b"")
        return self._paths[section]
