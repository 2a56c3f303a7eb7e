"""Uploads (tải tệp lên): what may be handed in over the web, told before the first byte of it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from domain.errors import RuleBroken

if TYPE_CHECKING:
    from collections.abc import Sequence

MEBIBYTE = 1024 * 1024
MOST_BYTES = 100 * MEBIBYTE  # of all files together, as of a mail
MOST_FILES = 20
LONGEST_NAME = 150
LARGEST_PIECE = 256 * 1024  # a few seconds of a bad line: so much is lost when it breaks, and no more
KEPT = timedelta(days=7)  # what nobody finished is thrown away after that

CHOOSE = "Chưa chọn tệp nào; hãy chọn tệp báo cáo rồi bấm lại."
EMPTY = "Tệp “{}” trống (0 byte); hãy mở tệp kiểm tra, lưu lại rồi chọn lại."
TOO_MANY = "Có {} tệp; mỗi lần nộp không quá {} tệp. Hãy gộp bớt phụ lục vào một tệp nén (.zip)."
TOO_LARGE = (
    "Các tệp nặng tổng cộng hơn {} MB nên không nhận được. Hãy giảm cỡ ảnh trong tệp, hoặc chỉ nộp báo cáo rồi gửi phụ lục "
    "theo cách khác."
)


@dataclass(frozen=True, slots=True)
class Announced:
    """A file that is to come: its name and its size in bytes. The first of them is the report, the others its annexes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Offset:
    """How much of a file is there. `taken` tells whether the piece that came was taken in."""

    received: int
    size: int
    taken: bool = True

    @property
    def is_whole(self) -> bool:
        return self.received == self.size


def check_announced(files: Sequence[Announced]) -> None:
    """Refuse what would be refused at the end, before anybody waits for it."""
    if not files:
        raise RuleBroken(CHOOSE)
    if len(files) > MOST_FILES:
        raise RuleBroken(TOO_MANY.format(len(files), MOST_FILES))
    empty = next((one for one in files if one.size <= 0), None)
    if empty is not None:
        raise RuleBroken(EMPTY.format(empty.name))
    if sum(one.size for one in files) > MOST_BYTES:
        raise RuleBroken(TOO_LARGE.format(MOST_BYTES // MEBIBYTE))


def fits(piece: int, *, at: int, received: int, size: int) -> bool:
    """Whether a piece of so many bytes is the next one: pieces come one after the other, and none goes past the end."""
    return at == received and 0 < piece <= size - received
