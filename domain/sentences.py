"""Sentences of Vietnamese prose, as places in a text, so that each can be traced to the characters it came from.

A line is never joined to the next one: in a report every block, item of a list and cell stands on a line of its own. Within
a line a sentence ends at a full stop, "!", "?" or "…" that the next sentence shows to be one: a capital, a figure, a dash,
an opening quote follows it. A semicolon ends nothing: the parts of a list "gồm: …; …; …" share one verb, and a part that
is quoted alone would say what its author did not. Items that stand on their own lines are sentences by that.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LINE_BREAK = re.compile(r"[\n\r\v\f\x85\u2028\u2029]")
# "./." closes a document; quotes and brackets that close behind the stop belong to the sentence.
_STOP = re.compile(
    r"(?P<stop>\./\.|[.!?…]+)[”\"’'»)\]]*(?=\s+(?P<next>\S))|(?<=[^\W\d_]{2})(?P<glued>\.)(?=[^\W\d_]{2})"
)
_OPENING_SIGNS = frozenset('“"‘«([+•*▪–—-')
_LEADER_DOTS = 5  # so many dots lead the eye to a page number or wait for a pen

# Written with a stop, they stand before what they shorten or introduce: "TP. Phủ Lý", "Th.S. Nguyễn", "tr. 12", "STT. Nội dung".
_ABBREVIATION = re.compile(
    r"t[px]|tt|tdp|kp|[bhpqxđ]|đ/?c|d/c|ông/bà|[tk]/[mtl]|(?:p?gs\.)?t\.?s|(?:th?s\.)?bs|p?gs|ths"
    r"|th\.s|t\.s|bs\.cki{1,2}|ks|cn|ncs|trg?|stt|v/?d|nxb|sđt|fax|tel",
    re.IGNORECASE,
)
_DATE_WITH_SPACES = re.compile(r"(?<!\d)\d{1,2}\.\s\d{1,2}\.\s\d{4}(?!\d)")
# What numbers the sentence instead of ending it: "1.", "2.3.1.", "IV.", "a.", "A."
_NUMBERING = re.compile(r"(?:[-–—+•*▪]\s*)?\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-zĐđ])")
_NUMBERED_HEADING = re.compile(
    r"(?:Điều|Chương|Phần|Mục|Tiểu mục|Phụ lục|Bảng|Biểu|Biểu số|Hình|Câu|Bước)\s+(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[A-ZĐ]")
# A letter after one of these is the name of a thing, as in "Nhóm A. Sau đó", not an initial or an abbreviation.
_LETTERED = re.compile(
    r"nhóm|khối|tổ|khu|lớp|hạng|loại|mục|phần|lục|điểm|bảng|biểu|câu|vitamin|cúm|gan|tuyến",
    re.IGNORECASE,
)
_TITLE = re.compile(r"ông|bà|anh|chị|em|chí|đ/c|thầy|cô|bác", re.IGNORECASE)

_CLOSES = {"”": "“", ")": "(", "]": "[", "»": "«"}
_OPENS = frozenset(_CLOSES.values())
_SIGN = re.compile(f'[{re.escape("".join(sorted({*_CLOSES, *_OPENS})))}"]')
# A bracket or quote with more characters is no aside within a sentence, but a text with sentences of its own.
_LONGEST_ASIDE = 300


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters from `start` to before `end`, counted from 0."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


def sentence_spans(text: str) -> tuple[Span, ...]:
    """Every sentence of a paragraph in order, without the space around it; together they hold all that is not space."""
    cuts = [0, *_line_cuts(text), len(text)]
    lines = (span for begin, end in itertools.pairwise(cuts) if (span := _trimmed(text, begin, end)))
    return tuple(sentence for line in lines for sentence in _sentences_of(text, line))


def _line_cuts(text: str) -> Iterator[int]:
    return (found.end() for found in _LINE_BREAK.finditer(text))


def _sentences_of(text: str, line: Span) -> Iterator[Span]:
    content = line.of(text)
    begin = 0
    for end in (*_ends(content), len(content)):
        if span := _trimmed(content, begin, end):
            yield Span(line.start + span.start, line.start + span.end)
        begin = end


def _trimmed(text: str, begin: int, end: int) -> Span | None:
    piece = text[begin:end]
    kept = piece.strip()
    start = begin + len(piece) - len(piece.lstrip())
    return Span(start, start + len(kept)) if kept else None


def _ends(line: str) -> Iterator[int]:
    """Where a sentence ends within a line."""
    asides = _asides(line)
    dates = [found.span() for found in _DATE_WITH_SPACES.finditer(line)]
    begin = 0
    for found in _STOP.finditer(line):
        if _is_within(found.end(), asides) or _is_within(found.end(), dates):
            continue
        if _is_end(line[begin : found.start()].lstrip(), found, line):
            begin = found.end()
            yield begin


def _is_end(before: str, found: re.Match[str], line: str) -> bool:
    """Whether the stop ends the sentence `before` it."""
    if found["glued"]:
        return _is_glued_end(before, line[found.end() :])
    if not _opens_sentence(found["next"]) or len(found["stop"]) >= _LEADER_DOTS:
        return False
    return found["stop"] != "." or not _needs_what_follows(before)


def _opens_sentence(letter: str) -> bool:
    return letter.isupper() or letter.isdigit() or letter in _OPENING_SIGNS


def _is_glued_end(before: str, after: str) -> bool:
    """Whether the space was forgotten, as in "… thực hiện.Bên cạnh đó". Addresses, file names and "Tp.Phủ Lý" are no such thing."""
    word = _last_word(before)
    following = after.split(maxsplit=1)[0]
    return (
        word.isalpha()
        and word[-2:].islower()
        and not _ABBREVIATION.fullmatch(word)
        and following[:1].isupper()
        and following[1:2].islower()
        and "." not in following.rstrip(".")
    )


def _needs_what_follows(before: str) -> bool:
    """A stop behind a number at the start, an abbreviation or an initial: what it belongs to is still to come."""
    word = _last_word(before)
    if _NUMBERING.fullmatch(before) or _NUMBERED_HEADING.fullmatch(before):
        return True
    previous = "".join(before.rsplit(maxsplit=2)[-2:-1])
    if _LETTERED.fullmatch(previous):
        return False
    return bool(_ABBREVIATION.fullmatch(word)) or _is_initial(previous, word)


def _is_initial(previous: str, word: str) -> bool:
    """Whether a letter stands for a name, as in "Nguyễn V. Nam", "đồng chí A. Nguyễn"."""
    if not _INITIAL.fullmatch(word):
        return False
    return previous[:1].isupper() or bool(_TITLE.fullmatch(previous))


def _last_word(before: str) -> str:
    return "".join(before.rsplit(maxsplit=1)[-1:]).lstrip('(“"‘«[')


def _asides(line: str) -> list[tuple[int, int]]:
    """Brackets and quotes that close again, the outermost ones: from the opening sign to the closing one."""
    opened: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for one in _SIGN.finditer(line):
        place, sign = one.start(), one[0]
        opener = _opener(sign, opened)
        if opener is None:
            if sign in _OPENS or sign == '"':
                opened.append((sign, place))
            continue
        while opened[-1][0] != opener:
            opened.pop()
        begin = opened.pop()[1]
        if place - begin <= _LONGEST_ASIDE:
            while found and found[-1][0] > begin:
                found.pop()
            found.append((begin, place))
    return found


def _opener(sign: str, opened: Sequence[tuple[str, int]]) -> str | None:
    """The sign, among those left open, that this one closes."""
    opener = '"' if sign == '"' else _CLOSES.get(sign)
    return opener if any(one == opener for one, _ in opened) else None


def _is_within(place: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether the place is before the closing sign of a range that has begun; ranges are in order."""
    at = bisect_right(ranges, (place, -1)) - 1
    return at >= 0 and place <= ranges[at][1]
