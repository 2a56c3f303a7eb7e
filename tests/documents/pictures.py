"""Small pictures, and Word files with pictures in them."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from docx import Document

if TYPE_CHECKING:
    from collections.abc import Sequence


def png(width: int = 2, height: int = 2, *, shade: int = 0) -> bytes:
    """Grey dots, all alike. What it says of its size need not be true."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress(b"".join(b"\0" + bytes([shade]) * 2 for _ in range(2)))
    chunks = ((b"IHDR", head), (b"IDAT", dots), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def jpeg_head(width: int, height: int) -> bytes:
    """As far as the frame, which says how large it is."""
    frame = struct.pack(">BHHB", 8, height, width, 1)
    return b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0" + (len(frame) + 2).to_bytes(2) + frame


def with_pictures(pictures: Sequence[bytes], *, text: str = "Kết quả như sau.") -> bytes:
    document = Document()
    document.add_heading("I. Tình hình", 1)
    document.add_paragraph(text)
    for picture in pictures:
        document.add_picture(BytesIO(picture))
    target = BytesIO()
    document.save(target)
    return target.getvalue()
