"""Pictures that a browser is given to show: PNG and JPEG, told from their bytes, and none that is too large to open."""

from __future__ import annotations

import struct
import sys
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from documents.pdf import WORKER
from documents.pdf_worker import SHOWN
from documents.workroom import MEBIBYTE, Limits, room, run

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 8 * MEBIBYTE
# A photograph of a good telephone; a picture of a few kilobytes may claim a thousand times more.
MOST_DOTS = 60_000_000
_DRAWING = Limits(seconds=60, memory=1536 * MEBIBYTE)
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_PNG_HEAD = struct.Struct(">8x4x4xII")
_JPEG_FRAME = struct.Struct(">BHH")
# Marks of a frame, which says how large the picture is: all from C0 to CF but those of tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class PictureFile:
    """`kind` is "png" or "jpeg"."""

    kind: str
    content: bytes


def shown_picture(content: bytes) -> PictureFile | None:
    """None for what is no such picture, or is larger than a telephone can open."""
    if len(content) > MOST_BYTES:
        return None
    kind = "png" if content.startswith(_PNG) else "jpeg" if content.startswith(_JPEG) else ""
    if not kind:
        return None
    width, height = _size_of_png(content) if kind == "png" else _size_of_jpeg(content)
    return PictureFile(kind, content) if 0 < width * height <= MOST_DOTS else None


def pages_drawn(content: bytes, numbers: Sequence[int]) -> list[PictureFile]:
    """These pages of a PDF, numbered from 1; none where it brings the drawing down, those before where it took too long."""
    with room() as folder:
        source = folder / "report.pdf"
        source.write_bytes(content)
        run([sys.executable, "-P", WORKER, source, SHOWN, *map(str, numbers)], folder=folder, limits=_DRAWING)
        drawn = takewhile(lambda path: path.exists(), (folder / f"page-{number}.png" for number in numbers))
        found = [shown_picture(path.read_bytes()) for path in drawn]
    return [one for one in found if one is not None]


def _size_of_png(content: bytes) -> tuple[int, int]:
    if len(content) < _PNG_HEAD.size:
        return 0, 0
    width, height = _PNG_HEAD.unpack_from(content)
    return width, height


def _size_of_jpeg(content: bytes) -> tuple[int, int]:
    """From the first frame; segment by segment, each with its own length."""
    place = 2
    while place + 4 + _JPEG_FRAME.size <= len(content) and content[place] == 0xFF:  # noqa: PLR2004 -- begins every mark
        mark, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4])
        if mark in _FRAMES:
            _, height, width = _JPEG_FRAME.unpack_from(content, place + 4)
            return width, height
        place += 2 + max(length, 2)
    return 0, 0
