"""Totals in a sentence: "tổng số 15 hội nghị, gồm: 8 hội nghị trực tiếp và 5 hội nghị trực tuyến" do not add up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.table_figures import number_of
from domain.figures import number_text
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

FEWEST_PARTS = 2

# A list may be parted by semicolons.
_SENTENCE = re.compile(r"(?<=\.)\s+|(?<=;)\s+(?!\d)")
_NUMBER = r"(?<![\d.,/–-])\d[\d.]*(?!\d)"
_TOTAL = re.compile(
    rf"(?P<sum>\btổng (?:số|cộng|kinh phí|nguồn|vốn|mức|lượt)[^\d;:.]{{0,60}})?"
    rf"(?P<total>{_NUMBER}) (?P<thing>[^\W\d_]+)[^\d;:.]{{0,60}}?[,:;]? ?"
    r"\b(?P<how>trong đó|bao gồm|gồm)(?P<colon> ?:)?(?: có)? (?P<parts>.*\d.*)",
    re.IGNORECASE,
)
# "8 hội nghị trực tiếp", and with the number behind its name: "ngân sách huyện 32 triệu đồng", "nam 22".
_PART = re.compile(rf"(?P<name>[^\d]*?)(?P<number>{_NUMBER})(?: (?P<thing>[^\W\d_]+)[^\d]*)?")
_BETWEEN = re.compile(r"\s*(?:,(?!\d)|;)\s*(?:và\s+)?|\s+và\s+(?=[^,;]*\d)")
# A number that counts nothing, and things that the parts are kinds of and not numbers of.
_NO_TOTAL = re.compile(r"\b(?:năm|tháng|ngày|quý|số|thứ|khóa|nhiệm kỳ|điều|khoản)\s+$", re.IGNORECASE)
_NO_THINGS = frozenset(
    ["nam", "thang", "ngay", "loai", "hinh", "dot", "lan", "nhom", "noi", "phan", "muc", "gio", "phut", "buoc", "cap"]
)
_MONEY = frozenset(("ty", "trieu", "nghin", "ngan", "dong"))
# One person may be counted under several of these.
_OVERLAP = re.compile(r"\b(?:dang vien|doan vien|hoi vien|dan toc|ton giao|can bo nu)\b")
# The list goes on, without numbers.
_OPEN = re.compile(r"\bva (?:cac|mot so|nhieu|nhung)\b|\.\.|…|\bv\.v")
_WOMEN, _MEN = re.compile(r"\bnu\b"), re.compile(r"\bnam\b")


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    number: Decimal
    thing: str


def wrong_sentences(text: str) -> Iterator[tuple[str, str, str]]:
    """The sentence, the total stated, the sum of its parts; only where the parts are meant to be all of it.

    "gồm" lists all; "trong đó:" does where every part counts the same thing as the total, "trong đó có" never. A number that
    is not called a total is taken for one before "gồm" alone, and if no part is greater.
    """
    if "gồm" not in text and "rong đó" not in text:
        return
    for sentence in _SENTENCE.split(text):
        found = _TOTAL.search(sentence.strip().rstrip(".;/"))
        total = None if found is None else _whole(found["total"])
        if found is None or total is None:
            continue
        parts = _parts(found["parts"])
        summed = sum((part.number for part in parts), total * 0)
        if summed != total and _are_all(found, total, parts):
            yield " ".join(found[0].split()), found["total"], number_text(summed)


def _parts(text: str) -> list[_Part]:
    """The parts of a list; none where one of them is not a whole number of something."""
    parts = []
    for piece in _BETWEEN.split(text):
        found = _PART.fullmatch(piece)
        number = None if found is None else _whole(found["number"])
        if found is None or number is None:
            return []
        parts.append(_Part(fold(found["name"]), number, fold(found["thing"] or "")))
    return parts if len(parts) >= FEWEST_PARTS else []


def _are_all(found: re.Match[str], total: Decimal, parts: list[_Part]) -> bool:
    """Whether the list is meant to be all of the total, and counts what it counts."""
    thing, listed = fold(found["thing"]), fold(found["parts"])
    alike = all(part.thing == thing or (part.name and not part.thing) for part in parts)
    overlap = _OVERLAP.search(listed) or (_WOMEN.search(listed) and not _MEN.search(listed))
    if not parts or overlap or _OPEN.search(listed) or (thing in _MONEY and not alike):
        return False
    if any(part.name and part.thing not in ("", thing) for part in parts):
        return False
    if fold(found["how"]) == "trong do":
        return bool(found["sum"]) and bool(found["colon"]) and alike
    return bool(found["sum"]) or _may_be_total(found, total, parts)


def _may_be_total(found: re.Match[str], total: Decimal, parts: list[_Part]) -> bool:
    """Whether a number that is not called a total is one all the same."""
    before = found.string[: found.start("total")]
    is_counted = fold(found["thing"]) not in _NO_THINGS and not _NO_TOTAL.search(before)
    return is_counted and all(part.number <= total for part in parts)


def _whole(text: str) -> Decimal | None:
    number = number_of(text)
    return number if number is not None and number == number.to_integral_value() else None
