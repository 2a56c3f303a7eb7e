"""What was worked out of files that came in, kept beside them by their SHA-256: quick to have again, and free to delete."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHA256 = re.compile(r"[0-9a-f]{64}")
_PART = re.compile(r"[a-z0-9]{1,20}\.[a-z]{1,8}")


@dataclass(frozen=True, slots=True)
class Derived:
    """`form` names the way in which it was worked out: what an older program left is not taken for its own."""

    folder: Path
    form: str

    def get(self, sha256: str, part: str) -> bytes | None:
        """A part of what is kept of this file; None where it is not there."""
        if not _PART.fullmatch(part):
            return None
        try:
            return (self._place(sha256) / part).read_bytes()
        except OSError:
            return None

    def put(self, sha256: str, parts: Mapping[str, bytes]) -> None:
        """Keep all parts at once: a reader finds them whole or not at all. A disk that is full costs time, nothing else."""
        place = self._place(sha256)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            aside = Path(tempfile.mkdtemp(prefix="part-", dir=place.parent))
        except OSError:
            return
        try:
            for name, content in parts.items():
                (aside / name).write_bytes(content)
            aside.replace(place)
        except OSError:  # there is no room, or somebody else was quicker
            shutil.rmtree(aside, ignore_errors=True)

    def _place(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(sha256)
        return self.folder / self.form / sha256[:2] / sha256
