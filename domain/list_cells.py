"""The cells of a list as people type them into a spreadsheet: what is wrong in one, with its place and its remedy."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 300  # of a cell; a whole Apprise URL with its token is shorter
A_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]*")

_BLANKS = re.compile(r"[ \u00a0\u2007\u202f]+")
_ROUNDED = re.compile(r"-?\d+([.,]\d+)?[Ee]\+?\d+")
_FAULTS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_LIKE_A_FORMULA = ("=", "@", "-", "+", "|", "%")
_OF_EXCEL = ("#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!")


@dataclass(frozen=True, slots=True)
class Line:
    """One row below the head, as it was typed. `number` is its row in the file, counted from 1."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one cell, and what to do. `column` counts cells from 1, as a spreadsheet does."""

    line: int
    column: int
    text: str


def trimmed(cell: str) -> str:
    """Without the blanks, also those that do not break, around and between the words."""
    return _BLANKS.sub(" ", nfc(cell)).strip()


def cell_faults(text: str, *, is_phone: bool = False) -> Iterator[str]:
    """What is wrong with the text as such, whatever it stands for. A number to call may begin with a plus."""
    hidden = next((letter for letter in text if unicodedata.category(letter) in _FAULTS), "")
    if hidden:
        place = text.index(hidden) + 1
        yield f"ô này có ký tự ẩn U+{ord(hidden):04X} ở vị trí {place}; hãy xóa ô và gõ lại."
    elif len(text) > LONGEST:
        yield f"ô này dài {len(text)} ký tự, quá {LONGEST}; hãy rút gọn."
    elif _ROUNDED.fullmatch(text):
        yield f"số trong ô này đã bị bảng tính làm tròn ({text}); hãy định dạng cột là Văn bản (Text) rồi gõ lại."
    elif text.upper() in _OF_EXCEL:
        yield f"công thức trong ô này bị lỗi ({text}); hãy ghi giá trị thay cho công thức."
    elif text.startswith(_LIKE_A_FORMULA) and not (is_phone or text.startswith("+84")):
        yield f"ô này bắt đầu bằng “{text[0]}” như một công thức; hãy ghi giá trị, bỏ ký tự đầu."
    elif "\ufffd" in text:
        yield "ô này có ký tự bị hỏng (�) do lưu sai bảng mã; hãy lưu lại tệp dạng CSV UTF-8 hoặc .xlsx."
