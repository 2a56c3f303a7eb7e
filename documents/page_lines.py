"""Lines as they stand on printed pages, from a PDF or from a scan, without page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# The strips at the top and at the bottom of a page in which its number and running heads stand, as shares of its height.
_EDGE = 0.1
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_FEWEST_RUNNING = 3
# Two pieces are of one line when they overlap by so much of their height, and stand so close: in heights of the letters.
_SAME_LINE = 0.6
_CLOSE = 2.5
COLUMN_GAP = 1.5


@dataclass(frozen=True, slots=True)
class Line:
    """`left`, `right`, `bottom` and `top` in points, from the lower left corner.

    `bold` counts the letters at its beginning that are. A line in `columns` has wide gaps inside, as the row of a table.
    """

    text: str
    bold: int
    left: float
    bottom: float
    right: float
    top: float
    columns: bool = False

    @property
    def height(self) -> float:
        return max(self.top - self.bottom, 1.0)

    @property
    def is_bold(self) -> bool:
        return self.bold >= len(self.text)

    def scaled(self, factor: float) -> Line:
        box = {side: getattr(self, side) * factor for side in ("left", "bottom", "right", "top")}
        return replace(self, **box)


@dataclass(frozen=True, slots=True)
class Page:
    """Lines in the order of reading."""

    width: float
    height: float
    lines: tuple[Line, ...]

    def scaled(self, factor: float) -> Page:
        return Page(self.width * factor, self.height * factor, tuple(line.scaled(factor) for line in self.lines))


def body_pages(pages: Sequence[Page]) -> list[Page]:
    """The pages with their lines put together, without what the author did not write as text: numbers, running heads."""
    joined = [Page(page.width, page.height, tuple(_joined(page.lines))) for page in pages]
    running = _running_heads(joined)
    return [
        Page(page.width, page.height, tuple(line for line in page.lines if not _is_furniture(line, page, running)))
        for page in joined
    ]


def _joined(lines: Sequence[Line]) -> Iterator[Line]:
    """Pieces of one printed line, which a tab or a change of letters has set apart, as one."""
    last: Line | None = None
    for line in lines:
        if last is not None and _continues(last, line):
            last = _together(last, line)
            continue
        if last is not None:
            yield last
        last = line
    if last is not None:
        yield last


def _continues(left: Line, right: Line) -> bool:
    overlap = min(left.top, right.top) - max(left.bottom, right.bottom)
    gap = right.left - left.right
    close = -0.5 * left.height <= gap <= _CLOSE * left.height
    return close and overlap >= _SAME_LINE * min(left.height, right.height)


def _together(left: Line, right: Line) -> Line:
    return Line(
        f"{left.text} {right.text}",
        left.bold + 1 + right.bold if left.is_bold else left.bold,
        left.left,
        min(left.bottom, right.bottom),
        right.right,
        max(left.top, right.top),
        left.columns or right.columns or right.left - left.right > COLUMN_GAP * left.height,
    )


def _running_heads(pages: Sequence[Page]) -> frozenset[str]:
    """Texts that stand at the edge of at least three pages and of half of all, whatever their digits."""
    seen = Counter(text for page in pages for text in {_masked(line) for line in page.lines if _at_edge(line, page)})
    least = max(_FEWEST_RUNNING, len(pages) / 2)
    return frozenset(text for text, times in seen.items() if times >= least)


def _is_furniture(line: Line, page: Page, running: frozenset[str]) -> bool:
    return _at_edge(line, page) and (bool(_PAGE_NUMBER.fullmatch(line.text)) or _masked(line) in running)


def _at_edge(line: Line, page: Page) -> bool:
    middle = (line.bottom + line.top) / 2
    return not _EDGE * page.height < middle < (1 - _EDGE) * page.height


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", line.text)
