"""Pictures of pages, read by Tesseract in Vietnamese. What it reads is never sure: a person must look at it."""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from documents.page_lines import COLUMN_GAP, Line, Page
from documents.pdf import WORKER
from documents.programs import VIETNAMESE
from documents.workroom import MEBIBYTE, Limits, room, run
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# A page takes two to five seconds; more than this is left to people.
MAX_PAGES = 40
_SECONDS_TO_BEGIN = 30
_SECONDS_PER_PAGE = 10
_DRAWING = Limits(seconds=120, memory=1536 * MEBIBYTE)
_WORD = "5"


class ScanUnread(Exception):  # noqa: N818 -- it names what happened
    """Tesseract gave up on it, or took too long; a person must read it."""


@dataclass(frozen=True, slots=True)
class _Word:
    """In dots, from the upper left corner."""

    text: str
    left: int
    top: int
    width: int
    height: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


def read_picture(content: bytes, *, tesseract: Path) -> tuple[Page, ...]:
    """The pages of a .tif, the one page of other pictures. Raises ScanUnread."""
    with room() as folder:
        (folder / "picture").write_bytes(content)
        return tuple(_read(folder, "picture", pages=MAX_PAGES, tesseract=tesseract))


def read_pdf_pages(content: bytes, numbers: Sequence[int], *, tesseract: Path) -> tuple[Page, ...]:
    """These pages of a PDF, numbered from 1; at most MAX_PAGES. Raises ScanUnread."""
    with room() as folder:
        source = folder / "report.pdf"
        source.write_bytes(content)
        drawn = run([sys.executable, "-P", WORKER, source, *map(str, numbers)], folder=folder, limits=_DRAWING)
        if not drawn.succeeded:
            raise ScanUnread
        (folder / "pages").write_text("".join(f"page-{number}.pgm\n" for number in numbers), encoding="utf-8")
        return tuple(_read(folder, "pages", pages=len(numbers), tesseract=tesseract))


def _read(folder: Path, source: str, *, pages: int, tesseract: Path) -> list[Page]:
    limits = Limits(seconds=_SECONDS_TO_BEGIN + _SECONDS_PER_PAGE * pages)
    outcome = run([tesseract, source, "stdout", "-l", VIETNAMESE, "tsv"], folder=folder, limits=limits)
    if not outcome.succeeded:
        raise ScanUnread
    return list(pages_of(outcome.output.decode("utf-8", "replace")))


def pages_of(table: str) -> Iterator[Page]:
    """From Tesseract's table, in which a row of level 1 begins a page and one of level 5 is a word."""
    rows = list(csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    for _, page in groupby(rows, key=lambda row: row["page_num"]):
        first, *others = page
        width, height = int(first["width"]), int(first["height"])
        words = [row for row in others if row["level"] == _WORD and (row["text"] or "").strip()]
        yield Page(width, height, tuple(_lines(words, height)))


def _lines(rows: Sequence[dict[str, str]], page_height: int) -> Iterator[Line]:
    """All as high as the usual word: the boxes that Tesseract draws follow the accents of each."""
    height = median(int(row["height"]) for row in rows) if rows else 0
    for _, line in groupby(rows, key=lambda row: (row["block_num"], row["par_num"], row["line_num"])):
        words = [_word(row) for row in line]
        text = " ".join(word.text for word in words)
        if not any(letter.isalnum() for letter in text):
            continue
        yield _line(text, words, page_height, height)


def _line(text: str, words: Sequence[_Word], page_height: int, height: float) -> Line:
    middle = page_height - median(word.middle for word in words)
    gaps = (right.left - left.left - left.width for left, right in pairwise(words))
    return Line(
        text,
        bold=0,
        left=words[0].left,
        bottom=middle - height / 2,
        right=max(word.left + word.width for word in words),
        top=middle + height / 2,
        columns=any(gap > COLUMN_GAP * height for gap in gaps),
    )


def _word(row: dict[str, str]) -> _Word:
    left, top, width, height = (int(row[name]) for name in ("left", "top", "width", "height"))
    return _Word(nfc(row["text"]), left, top, width, height)
