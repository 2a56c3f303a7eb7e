"""Files that came in, kept under their SHA-256: the same file is kept once, and none is ever overwritten."""

from __future__ import annotations

import hashlib
import os
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
            aside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}.part")
            aside.write_bytes(content)
            aside.replace(path)
        return digest

    def get(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest
