"""The older container of Office (.doc, .xls, Word with a password): only what tells the kinds apart.

No tables are followed, so that nothing in a hostile file can lead in circles: the directory is searched where its
entries can stand.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from documents.package import Refusal, UnreadableReport

if TYPE_CHECKING:
    from collections.abc import Iterator

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_STREAM = "WordDocument"

# Entries of the directory are 128 bytes long: a name of 64 bytes, and at 116 the first sector of the stream.
_ENTRY_BYTES = 128
_FIRST_SECTOR = struct.Struct("<I")
_FIRST_SECTOR_AT = 116
_SECTOR_SHIFT_AT = 30
_SECTOR_SHIFTS = {9, 12}
# The head of Word's own stream: a fixed mark, the version of the format, and at 10 the flags, of which one is "encrypted".
_HEAD = struct.Struct("<HH6xH")
_HEAD_MARKS = {0xA5EC, 0xA5DC, 0xA5DB}
_IS_ENCRYPTED = 0x0100

_LOCKED = {"EncryptedPackage", "\tDRMContent"}
_OTHERS = {
    "Workbook": "bảng tính Excel (.xls)",
    "Book": "bảng tính Excel (.xls)",
    "PowerPoint Document": "bản trình chiếu PowerPoint (.ppt)",
    "__properties_version1.0": "thư của Outlook (.msg)",
}
_PASSWORD = "Tệp có mật khẩu nên không mở được. Đề nghị mở bằng Word, bỏ mật khẩu, lưu lại rồi nộp lại."  # noqa: S105 -- a sentence


def check_compound_file(content: bytes) -> None:
    """Let through a .doc without a password. Raises UnreadableReport for everything else."""
    if any(_has(content, name) for name in _LOCKED):
        raise UnreadableReport(_PASSWORD, code=Refusal.PASSWORD)
    if _has(content, WORD_STREAM):
        if _is_encrypted(content):
            raise UnreadableReport(_PASSWORD, code=Refusal.PASSWORD)
        return
    for name, kind in _OTHERS.items():
        if _has(content, name):
            raise UnreadableReport(other_kind(kind), code=Refusal.OTHER_KIND)
    raise UnreadableReport(
        "Tệp không có nội dung văn bản của Word, có thể đã hỏng. Đề nghị mở bằng Word, lưu thành .docx rồi nộp lại."
    )


def other_kind(kind: str) -> str:
    return f"Đây là {kind}, không phải báo cáo. Đề nghị nộp báo cáo bằng tệp Word hoặc PDF; tài liệu khác gửi kèm sau."


def _is_encrypted(content: bytes) -> bool:
    return any(mark in _HEAD_MARKS and bool(flags & _IS_ENCRYPTED) for mark, flags in _heads(content))


def _heads(content: bytes) -> Iterator[tuple[int, int]]:
    """The mark and the flags at the place where each entry of that name says that Word's stream begins."""
    shift = content[_SECTOR_SHIFT_AT]
    if shift not in _SECTOR_SHIFTS:
        return
    for entry in _entries(content, WORD_STREAM):
        (sector,) = _FIRST_SECTOR.unpack_from(content, entry + _FIRST_SECTOR_AT)
        start = (sector + 1) << shift
        if start + _HEAD.size <= len(content):
            mark, _version, flags = _HEAD.unpack_from(content, start)
            yield mark, flags


def _has(content: bytes, name: str) -> bool:
    return next(_entries(content, name), None) is not None


def _entries(content: bytes, name: str) -> Iterator[int]:
    """Where whole entries of the directory with this name begin."""
    wanted = f"{name}\0".encode("utf-16-le")
    found = content.find(wanted)
    while found >= 0:
        if found % _ENTRY_BYTES == 0 and found + _ENTRY_BYTES <= len(content):
            yield found
        found = content.find(wanted, found + 1)
