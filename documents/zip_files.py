"""Zips of files: one that a unit sent, taken apart within limits and never onto the disk; one that we hand out."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from documents.package import (
    MAX_PART_BYTES,
    MAX_RATIO,
    RATIO_COUNTS_FROM_BYTES,
    UnreadableReport,
    claim_the_same_bytes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

MOST_FILES = 50
_PIECE = 64 * 1024  # bytes
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
# What makes a zip a document: Word and its kin name their parts, OpenDocument its kind.
_DOCUMENTS = ("[Content_Types].xml", "mimetype")
_ZIP = b"PK\x03\x04"
_FURNITURE = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_DAMAGED = "Tệp nén “{}” bị hỏng, không mở được. Đề nghị gửi lại, tốt nhất là gửi thẳng tệp báo cáo, không nén."
_LOCKED = "Tệp nén “{}” có mật khẩu nên không mở được. Đề nghị gửi lại không đặt mật khẩu."
_TOO_LARGE = "Tệp nén “{}” giải nén ra quá lớn hoặc có quá nhiều tệp. Đề nghị gửi thẳng tệp báo cáo, không nén."


def is_plain_zip(content: bytes) -> bool:
    """Whether it is a zip of files, and not a document that happens to be a zip."""
    if not content.startswith(_ZIP):
        return False
    try:
        with ZipFile(BytesIO(content)) as archive:
            return not any(name in _DOCUMENTS for name in archive.namelist())
    except (BadZipFile, NotImplementedError, ValueError, OSError):
        return False


def files_in_zip(content: bytes, *, name: str) -> list[tuple[str, bytes]]:
    """The files in it, as (name, content), in its order. Raises UnreadableReport, which says what to do."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            if claim_the_same_bytes(archive.infolist()):
                raise UnreadableReport(_DAMAGED.format(name))
            entries = [entry for entry in archive.infolist() if not _is_furniture(entry)]
            _check(entries, name)
            return [(_legible(entry), archive.read(entry)) for entry in entries]
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError) as error:
        raise UnreadableReport(_DAMAGED.format(name)) from error


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files by name, in this order, with a fixed date: equal files make equal zips."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return target.getvalue()


def streamed_zip(files: Mapping[str, Path]) -> Iterator[bytes]:
    """As `zip_of`, piece by piece as it is made: however large the files are, only a piece is held at once."""
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as archive:
        for name, path in files.items():
            entry = ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = ZIP_DEFLATED, 0
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as target:
                while piece := source.read(_PIECE):
                    target.write(piece)
                    yield pipe.take()
    yield pipe.take()


class _Pipe:
    """What is written at one end is taken at the other; nobody can go back in it."""

    def __init__(self) -> None:
        self._written = bytearray()

    def write(self, piece: bytes, /) -> int:
        self._written += piece
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to be let go."""

    def take(self) -> bytes:
        taken = bytes(self._written)
        self._written.clear()
        return taken


def _check(entries: list[ZipInfo], name: str) -> None:
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableReport(_LOCKED.format(name))
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or total > MAX_PART_BYTES or any(map(_is_bomb, entries)):
        raise UnreadableReport(_TOO_LARGE.format(name))


def _is_bomb(entry: ZipInfo) -> bool:
    return entry.file_size > max(RATIO_COUNTS_FROM_BYTES, entry.compress_size * MAX_RATIO)


def _is_furniture(entry: ZipInfo) -> bool:
    return entry.is_dir() or any(part in entry.filename for part in _FURNITURE)


def _legible(entry: ZipInfo) -> str:
    """The last part of the name. Old Windows programs write UTF-8 without saying so; Python then reads it as cp437."""
    name = PurePosixPath(entry.filename.replace("\\", "/")).name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
