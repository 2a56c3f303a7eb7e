"""A table of Word as rows of text; what is nested in a cell is flattened into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.blocks import Table
from documents.word_names import CELL, COMPATIBILITY, ROW, VALUE, WORD
from documents.word_text import one_line_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from documents.word_paragraphs import Paragraphs
    from documents.word_text import WordParagraph

_WRAPPERS = frozenset(
    [f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")]
    + [f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback")]
)
_SKIPPED_BEFORE = f"{WORD}gridBefore"
# Word allows 63 columns; a larger span is a mistake or an attack.
_MAX_SPAN = 63
_SPAN = re.compile(r"[1-9][0-9]?")


def read_table(table: _Element, position: int, paragraphs: Paragraphs) -> tuple[Table, list[WordParagraph]]:
    """The table, and its paragraphs for the notes and pictures in them."""
    read: list[WordParagraph] = []
    rows = [_cells(row, paragraphs, read) for row in inside(table, ROW)]
    width = max((len(row) for row in rows), default=0)
    texts = tuple((*(text for text, _ in row), *[""] * (width - len(row))) for row in rows)
    return Table(texts, position, _centred_columns(rows)), read


def inside(parent: _Element, *tags: str) -> Iterator[_Element]:
    """The elements with these tags directly in `parent`, looking through whatever only wraps them."""
    waiting = [iter(parent)]
    while waiting:
        for child in waiting[-1]:
            if child.tag in tags:
                yield child
            elif child.tag in _WRAPPERS:
                waiting.append(iter(child))
                break
        else:
            waiting.pop()


def _cells(row: _Element, paragraphs: Paragraphs, all_read: list[WordParagraph]) -> list[tuple[str, bool]]:
    """The text of each and whether it stands in the middle; the columns that a cell covers or skips are empty."""
    skipped = next(row.iter(_SKIPPED_BEFORE, CELL), None)
    is_skipped = skipped is not None and skipped.tag == _SKIPPED_BEFORE
    cells = [("", False)] * (_columns(skipped.get(VALUE, ""), least=0) if skipped is not None and is_skipped else 0)
    for cell in inside(row, CELL):
        read, span = paragraphs.read_cell(cell)
        all_read.extend(read)
        text = one_line_each("\n".join([one.number + one.typed for one in read]))
        cells.append((text, bool(read) and read[0].is_centred))
        cells.extend([("", False)] * (_columns(span, least=1) - 1))
    return cells


def _columns(number: str, *, least: int) -> int:
    return min(int(number), _MAX_SPAN) if _SPAN.fullmatch(number) else least


def _centred_columns(rows: list[list[tuple[str, bool]]]) -> frozenset[int]:
    """Those in which every cell with text is centred; the first row is the head, which is always."""
    alike: dict[int, bool] = {}
    for row in rows[1:]:
        for column, (text, centred) in enumerate(row):
            if text:
                alike[column] = alike.get(column, True) and centred
    return frozenset(column for column, centred in alike.items() if centred)
