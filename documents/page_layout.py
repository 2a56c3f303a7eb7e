"""Printed lines back to paragraphs and headings, by what a reader goes by: indents, gaps, full lines, bold, numbers."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import takewhile
from statistics import median_low
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Recognised, Report
from documents.heading_signs import Shape, is_line_of_contents, is_plain_title, is_title, read_label
from documents.page_lines import body_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.page_lines import Line, Page

# In heights of the letters: an indent, how far a gap may exceed the usual one, and how far sizes may differ.
_INDENT = 0.5
_GAP = 0.15
_SIZE = 0.2
# Two edges are the same when they are so near, in points; an edge is usual when so many of the lines stand at it.
_TOUCH = 2
_GOOD_PART = 0.1
# From line to line inside a paragraph it is less far than between paragraphs. A step from a line that comes as near as this
# share of the width to the right edge is inside one; where there are few of those, so many of all steps at least are.
_NEAR = 0.15
_ENOUGH = 3
_WITHIN = 0.2
# The right edge of the text: but for a few, all lines end before it.
_LONG = 0.95
# It is no further in than at this share of the page, should all lines be short.
_LEAST = 0.8
# A line whose next word would have fitted ended on purpose; so much of the width is allowed for an error of measuring.
_SLACK = 0.02
_LISTED = re.compile(r"[-+*•–]\s|[a-zđ]\)|\d+[.)]")
_ENDS_TITLE = (":", ".")
_ENDS_ITEM = (":", ".", ";", ",")
_BROKEN = re.compile(r"\w-$")


@dataclass(frozen=True, slots=True)
class _Measures:
    """What is usual in the document: where lines begin and end, and from line to line, in points.

    `first` is where the first lines of paragraphs begin, if they are indented; None where paragraphs are not told so.
    """

    left: float
    first: float | None
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
        return _Measures(0, None, 0, 0)
    ends = sorted(line.right for line in lines)
    right = max(ends[int(_LONG * (len(ends) - 1))], _LEAST * max(page.width for page in pages))
    left = _margin(lines)
    return _Measures(left, _first(pages, left), right, _pitch(pages, left, right))


def _pitch(pages: Sequence[Page], left: float, right: float) -> float:
    """How far it is from line to line of running text; heads, signatures and tables have their own, often narrower."""
    pairs = [
        (upper, lower)
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if 0 < upper.bottom - lower.bottom < 3 * upper.height
    ]
    full = right - _NEAR * (right - left)
    inside = [_step(*pair) for pair in pairs if pair[0].right >= full and abs(pair[1].left - left) <= _TOUCH]
    if len(inside) >= _ENOUGH:
        return median_low(inside)
    steps = sorted(_step(*pair) for pair in pairs)
    return steps[int(_WITHIN * (len(steps) - 1))] if steps else 0


def _step(upper: Line, lower: Line) -> float:
    return upper.bottom - lower.bottom


def _margin(lines: Sequence[Line]) -> float:
    """The edge furthest left at which a good part of the lines begins."""
    counted = Counter(_edge(line) for line in lines)
    usual = [edge for edge, times in counted.items() if times >= _GOOD_PART * len(lines)]
    return float(min(usual, default=min(counted)))


def _first(pages: Sequence[Page], left: float) -> float | None:
    """The edge from which most lines go back to the margin on the next line."""
    pairs = Counter(
        (_edge(upper), abs(lower.left - left) <= _TOUCH)
        for page in pages
        for upper, lower in zip(page.lines, page.lines[1:], strict=False)
        if upper.left > left + _INDENT * upper.height and not upper.columns
    )
    back = [
        (times, edge) for (edge, is_back), times in pairs.items() if is_back and times >= _GOOD_PART * pairs.total()
    ]
    return float(max(back)[1]) if back else None


def _edge(line: Line) -> int:
    """Where it begins, to two points."""
    return round(line.left / 2) * 2


def _goes_on(paragraph: list[Line], line: Line, measures: _Measures, *, same_page: bool) -> bool:
    last = paragraph[-1]
    if last.columns or line.columns:
        return False
    if _changes_weight(last, line, measures):
        return False
    if abs(last.height - line.height) > _SIZE * max(last.height, line.height) + 1:
        return False
    if same_page and not _follows(last, line, measures):
        return False
    if _is_indented(paragraph, line) or _is_first(line, measures) or _begins_anew(last, line):
        return False
    return _is_full(last, line, measures)


def _changes_weight(last: Line, line: Line, measures: _Measures) -> bool:
    """Bold to plain, or to bold further in; a bold beginning may run on, and a text may have a bold line in its midst."""
    if last.is_bold:
        return not line.bold
    return line.is_bold and line.left > measures.left + _INDENT * line.height


def _follows(last: Line, line: Line, measures: _Measures) -> bool:
    return 0 < _step(last, line) <= measures.pitch + _GAP * line.height


def _is_indented(paragraph: list[Line], line: Line) -> bool:
    """Against the line before; the second line of an item in a list may stand further right than its dash."""
    deeper = line.left - paragraph[-1].left > _INDENT * line.height
    hangs = len(paragraph) == 1 and _LISTED.match(paragraph[0].text)
    return deeper and not hangs


def _is_first(line: Line, measures: _Measures) -> bool:
    return measures.first is not None and abs(line.left - measures.first) <= _TOUCH


def _begins_anew(last: Line, line: Line) -> bool:
    """Whether it has a number like a title's; a number in the midst of a sentence, brought there by chance, has none."""
    label = read_label(line.text)
    return label is not None and is_title(label) and (bool(line.bold) or last.text.endswith(_ENDS_ITEM))


def _is_full(last: Line, line: Line, measures: _Measures) -> bool:
    """Whether the first word of the next line would not have found room at the end of this one."""
    word = line.text.split(" ", 1)[0]
    width = (line.right - line.left) / max(len(line.text), 1) * (len(word) + 1)
    return last.right + width > measures.right - measures.slack


def _blocks(paragraphs: list[list[Line]]) -> Iterator[Block]:
    above = 0
    for position, lines in enumerate(paragraphs, start=1):
        for block in _read(lines, position, above):
            if isinstance(block, Heading) and not _is_small(block):
                above = block.level
            yield block


def _read(lines: list[Line], position: int, above: int) -> list[Block]:
    """A heading, text, or a heading with the text that runs on behind its colon or full stop."""
    text = _joined(lines)
    label = read_label(text)
    if label is None or is_line_of_contents(text):
        return [Paragraph(text, position)]
    bold = _bold_letters(lines)
    if bold >= len(text) and is_title(label):
        return [Heading(label.level(above), text, position, Recognised.LAYOUT)]
    lead, rest = text[:bold].strip(), text[bold:].strip()
    title = read_label(lead)
    if title is not None and is_title(title) and (lead.endswith(_ENDS_TITLE) or rest.startswith(_ENDS_TITLE)):
        sign = "" if lead.endswith(_ENDS_TITLE) else rest[0]
        heading = Heading(title.level(above), lead + sign, position, Recognised.LAYOUT)
        return [heading, Paragraph(rest.removeprefix(sign).strip(), position)]
    if is_plain_title(label):
        return [Heading(label.level(above), text, position, Recognised.TYPED)]
    return [Paragraph(text, position)]


def _joined(lines: list[Line]) -> str:
    """A line that ends inside a word, behind its hyphen ("07-" and "CT/TW"), goes on without a space."""
    text = lines[0].text
    for line in lines[1:]:
        text += line.text if _BROKEN.search(text) else f" {line.text}"
    return text


def _bold_letters(lines: list[Line]) -> int:
    """How many letters of the joined text are bold from its beginning."""
    whole = list(takewhile(lambda line: line.is_bold, lines))
    letters = len(_joined(whole)) if whole else 0
    if len(whole) == len(lines) or not lines[len(whole)].bold:
        return letters
    return letters + lines[len(whole)].bold + (1 if whole and not _BROKEN.search(whole[-1].text) else 0)


def _is_small(heading: Heading) -> bool:
    label = read_label(heading.text)
    return label is not None and label.shape is Shape.SMALL
