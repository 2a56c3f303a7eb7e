"""What two sentences must have the same, however alike their words are: figures, negations, names, and which way things go."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.spelling import nfc
from domain.words import folded_word

# Units number their lists differently: "1.", "2.3.", "a)", "(1)", "IV-", "- ".
_LIST_MARK = re.compile(r"\s*(?:[-–—+•*▪]|\(?\d{1,2}(?:\.\d{1,2})*[.)]|\(?[a-zđA-ZĐ][.)]|[IVX]{1,5}[.)-])\s+")
_WORD = re.compile(r"(?P<anew>(?:^|[.:;!?…“\"‘(\[])\s*)?(?P<word>\d+(?:[.,/]\d+)*|[^\W\d_]+)")
_NUMBER = re.compile(
    r"\d.*|một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|vạn|triệu|t[ỷỉ]|nửa",
)
_NEGATION = re.compile(r"không|chưa|chẳng|chả")
# What a unit is, or speaks of: "Các đoàn thể thành phố …" is not what a district says of its own.
_LEVEL = re.compile(r"\b(?:thị xã|thị trấn|thành phố|tổ dân phố|xã(?! hội)|phường|huyện|quận|tỉnh|thôn|xóm)\b")
# If only one of two sentences has the first word of a pair, and only the other has the second, they say the contrary.
OPPOSITES = (
    ("tăng", "giảm"),
    ("cao", "thấp"),
    ("nhiều", "ít"),
    ("tốt", "kém"),
    ("tốt", "xấu"),
    ("tốt", "yếu"),
    ("mạnh", "yếu"),
    ("đủ", "thiếu"),
    ("có", "thiếu"),
    ("thừa", "thiếu"),
    ("nhanh", "chậm"),
    ("kịp", "chậm"),
    ("sớm", "muộn"),
    ("đúng", "sai"),
    ("đúng", "trễ"),
    ("dễ", "khó"),
    ("thuận", "khó"),
    ("trên", "dưới"),
    ("trước", "sau"),
    ("trong", "ngoài"),
    ("đã", "sẽ"),
    ("lớn", "nhỏ"),
    ("rộng", "hẹp"),
    ("đầu", "cuối"),
    ("toàn", "một"),
)
_TURNING = frozenset(word for pair in OPPOSITES for word in pair)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A sentence taken apart.

    `words` are folded; `figures` and `negations` stand in their order, figures in digits or in letters; `names` are the words,
    folded, with a capital that no start of a sentence gave them; `turning` are the words that have an opposite,
    `levels` those for a level of the administration.
    """

    words: tuple[str, ...]
    figures: tuple[str, ...]
    negations: tuple[str, ...]
    names: frozenset[str]
    turning: frozenset[str]
    levels: frozenset[str]
    different_words: frozenset[str]


def meaning(sentence: str) -> Meaning:
    text = nfc(sentence)
    while mark := _LIST_MARK.match(text):
        text = text[mark.end() :]
    found = list(_WORD.finditer(text))
    lower = [one["word"].lower() for one in found]
    words = tuple([folded_word(word) for word in lower])
    return Meaning(
        words=words,
        figures=tuple([folded_word(word) for word in lower if _NUMBER.fullmatch(word)]),
        negations=tuple([word for word in lower if _NEGATION.fullmatch(word)]),
        names=frozenset(folded_word(one["word"]) for one in found if one["anew"] is None and one["word"][0].isupper()),
        turning=_TURNING.intersection(lower),
        levels=frozenset(_LEVEL.findall(text.lower())),
        different_words=frozenset(words),
    )


def may_say_the_same(one: Meaning, other: Meaning) -> bool:
    """Whether nothing stands against it: neither figures, negations, names, levels nor opposites. The order does not matter."""
    return (
        one.figures == other.figures
        and one.negations == other.negations
        and one.names.issubset(other.words)
        and other.names.issubset(one.words)
        and not (one.levels - other.levels and other.levels - one.levels)
        and not _are_opposed(one.turning - other.turning, other.turning - one.turning)
    )


def _are_opposed(only: frozenset[str], only_other: frozenset[str]) -> bool:
    if not only or not only_other:
        return False
    return any(
        (first in only and second in only_other) or (second in only and first in only_other)
        for first, second in OPPOSITES
    )
