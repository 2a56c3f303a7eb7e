"""Files that came in, kept under their SHA-256: the same file is kept once, and none is ever overwritten."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Store:
    folder: Path

    def put(self, content: bytes) -> str:
        """Keep the content; returns its SHA-256 in hex."""
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Written aside and renamed: a reader sees the whole file or none, whenever the power fails.
            aside = _aside(path)
            aside.write_bytes(content)
            aside.replace(path)
        return digest

    def put_file(self, source: Path) -> str:
        """Keep a file that may be too large to be read at once; returns its SHA-256 in hex."""
        with source.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            aside = _aside(path)
            shutil.copyfile(source, aside)
            aside.replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def has(self, digest: str) -> bool:
        return self.path(digest).exists()

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest


def _aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
