"""Printed lines back to paragraphs and headings, by what a reader goes by: indents, gaps, full lines, bold, numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Recognised, Report
from documents.heading_labels import split_label
from documents.page_lines import body_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from documents.page_lines import Line, Page

# In heights of the letters: an indent, how far a gap may exceed the usual one, and how far sizes may differ.
_INDENT = 0.5
_GAP = 0.25
_SIZE = 0.2
# A line whose next word would have fitted ended on purpose; so much of the width is allowed for an error of measuring.
_SLACK = 0.02
_LISTED = re.compile(r"[-+*•–]\s|[a-zđ]\)|\d+[.)]")
_PART = re.compile(r"(?:PHẦN|Phần|MỤC|Mục|CHƯƠNG|Chương)\s+\S")
# Who signs for whom: T/M, K/T, TL., Q.
_SIGNER = re.compile(r"[A-Z]/[A-Z]|[TKQ][MTL]?\.\s*[A-ZĐ]{2}")
_ROMAN = re.compile(r"[IVXLC]+")
# A heading that nothing but its number tells is short and is no sentence.
_LONGEST_PLAIN_HEADING = 160
_SENTENCE_ENDS = (".", ";", ",", ":", "./.")
_LEVELS = ("part", "letter", "roman", "1", "2", "3", "4", "small")


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in the document: where lines begin and end, and from line to line, in points."""

    left: float
    right: float
    pitch: float

    @property
    def slack(self) -> float:
        return _SLACK * (self.right - self.left)


def report_of(pages: Sequence[Page]) -> Report:
    paragraphs = list(_paragraphs(body_pages(pages)))
    return Report(tuple(_blocks(paragraphs)))


def _paragraphs(pages: Sequence[Page]) -> Iterator[list[Line]]:
    measures = _measures(pages)
    paragraph: list[Line] = []
    for page in pages:
        for place, line in enumerate(page.lines):
            if paragraph and not _goes_on(paragraph, line, measures, same_page=place > 0):
                yield paragraph
                paragraph = []
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _measures(pages: Sequence[Page]) -> _Measures:
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return _Measures(0, 0, 0)
    left = _usual(line.left for line in lines if len(line.text) > 1)
    long = sorted(line.right for line in lines)
    right = long[int(0.95 * (len(long) - 1))]
    steps = [
        upper.bottom - lower.bottom
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if 0 < upper.bottom - lower.bottom < 3 * upper.height
    ]
    full = [step for step in steps if step <= median(steps)]
    return _Measures(left, right, median(full) if full else 0)


def _usual(values: Iterable[float]) -> float:
    """The most frequent, to two points."""
    counted = Counter(round(value / 2) * 2 for value in values)
    return float(counted.most_common(1)[0][0]) if counted else 0.0


def _goes_on(paragraph: list[Line], line: Line, measures: _Measures, *, same_page: bool) -> bool:
    last = paragraph[-1]
    if last.columns or line.columns:
        return False
    if last.bold != line.bold and not (line.left <= measures.left + _INDENT * line.height and not last.bold):
        return False
    if abs(last.height - line.height) > _SIZE * max(last.height, line.height) + 1:
        return False
    if same_page and not _follows(last, line, measures):
        return False
    if _is_indented(paragraph, line):
        return False
    return _is_full(last, line, measures)


def _follows(last: Line, line: Line, measures: _Measures) -> bool:
    step = last.bottom - line.bottom
    return 0 < step <= measures.pitch + _GAP * line.height


def _is_indented(paragraph: list[Line], line: Line) -> bool:
    """Against the line before; the second line of an item in a list may stand further right than its dash."""
    deeper = line.left - paragraph[-1].left > _INDENT * line.height
    hangs = len(paragraph) == 1 and _LISTED.match(paragraph[0].text)
    return deeper and not hangs


def _is_full(last: Line, line: Line, measures: _Measures) -> bool:
    """Whether the first word of the next line would not have found room at the end of this one."""
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
    return last.right + width > measures.right - measures.slack


def _blocks(paragraphs: list[list[Line]]) -> Iterator[Block]:
    texts = [" ".join(" ".join(line.text for line in lines).split()) for lines in paragraphs]
    told = [
        _recognised(text, bold=all(line.bold for line in lines)) for text, lines in zip(texts, paragraphs, strict=True)
    ]
    ranks = _ranks([_rank(text) for text, how in zip(texts, told, strict=True) if how])
    for position, (text, how) in enumerate(zip(texts, told, strict=True), start=1):
        if how is None:
            yield Paragraph(text, position)
        else:
            yield Heading(ranks[_rank(text)], text, position, how)


def _recognised(text: str, *, bold: bool) -> Recognised | None:
    label, title = split_label(text)
    if not title or _SIGNER.match(text) or not (label or _PART.match(text)):
        return None
    if bold:
        return Recognised.LAYOUT
    plain = label.isupper() or label[0:1].isdigit()
    short = len(text) <= _LONGEST_PLAIN_HEADING and not text.endswith(_SENTENCE_ENDS)
    return Recognised.TYPED if plain and short else None


def _ranks(found: list[str]) -> dict[str, int]:
    """The kinds of numbers that the document uses, each with its level."""
    present = [rank for rank in _LEVELS if rank in found]
    return {rank: level for level, rank in enumerate(present, start=1)}


def _rank(text: str) -> str:
    label = split_label(text)[0]
    if not label:
        return "part"
    if label[0].isdigit():
        return str(min(label.count(".") + 1, 4))
    if _ROMAN.fullmatch(label):
        return "roman"
    return "letter" if label.isupper() else "small"
