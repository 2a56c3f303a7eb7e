"""Puts the parts of a draft together, in a fixed order and with a fixed date: the same parts give the same bytes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from documents.merging.part_import import PICTURE_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = ("[Content_Types].xml", "_rels/.rels")
# Packed already: packing them again takes time and saves nothing.
_STORED = ("png", "jpg", "jpeg", "gif", "xlsx", "docx", "pptx")


@dataclass(slots=True)
class Parts:
    """By name: the bytes of a part, or the file that holds them."""

    contents: dict[str, bytes | Path] = field(default_factory=dict)

    def write(self, target: Path) -> None:
        """Nothing stands at the target until all of it does."""
        unfinished = target.with_name(f"{target.name}.part")
        with ZipFile(unfinished, "w") as archive:
            for name in sorted(self.contents, key=lambda name: (name not in _FIRST, name)):
                write_part(archive, name, self.contents[name])
        unfinished.replace(target)


def write_part(archive: ZipFile, name: str, content: bytes | Path) -> None:
    entry = entry_of(name)
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(entry, "w") as target:
        shutil.copyfileobj(source, target, 1 << 20)


def entry_of(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EPOCH)
    entry.compress_type = ZIP_STORED if name.rpartition(".")[2] in _STORED else ZIP_DEFLATED
    entry.create_system = 0
    return entry


def defaults(endings: Iterable[str]) -> dict[str, str]:
    """The types of pictures by their endings."""
    return {ending: PICTURE_TYPES[ending] for ending in sorted(endings) if ending in PICTURE_TYPES}
