"""A table of Word as rows of text; what is nested in a cell is flattened into it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from documents.blocks import Table
from documents.word_names import CELL, COMPATIBILITY, PARAGRAPH, ROW, VALUE, WORD
from documents.word_text import one_line_each

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from documents.word_paragraphs import Paragraphs
    from documents.word_text import Line

_WRAPPERS = frozenset(
    [f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")]
    + [f"{COMPATIBILITY}{name}" for name in ("AlternateContent", "Choice", "Fallback")]
)
_SPAN_OF_CELL, _SKIPPED_BEFORE = f"{WORD}tcPr/{WORD}gridSpan", f"{WORD}trPr/{WORD}gridBefore"
# Word allows 63 columns; a larger span is a mistake or an attack.
_MAX_SPAN = 63
_SPAN = re.compile(r"[1-9][0-9]?")


def read_table(table: _Element, position: int, paragraphs: Paragraphs) -> tuple[Table, list[Line]]:
    """The table, and its lines for the notes and pictures in them."""
    lines: list[Line] = []
    rows = [_cells(row, paragraphs, lines) for row in inside(table, ROW)]
    width = max((len(row) for row in rows), default=0)
    texts = tuple((*(text for text, _ in row), *[""] * (width - len(row))) for row in rows)
    return Table(texts, position, _centred_columns(rows)), lines


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


def _cells(row: _Element, paragraphs: Paragraphs, lines: list[Line]) -> list[tuple[str, bool]]:
    """The text of each and whether it stands in the middle; the columns that a cell covers or skips are empty."""
    cells = [("", False)] * _columns(row, _SKIPPED_BEFORE, least=0)
    for cell in inside(row, CELL):
        cells.append(_cell(cell, paragraphs, lines))
        cells.extend([("", False)] * (_columns(cell, _SPAN_OF_CELL, least=1) - 1))
    return cells


def _cell(cell: _Element, paragraphs: Paragraphs, lines: list[Line]) -> tuple[str, bool]:
    read = [paragraphs.read(paragraph) for paragraph in cell.iter(PARAGRAPH)]
    lines.extend(one.line for one in read)
    return one_line_each("\n".join(one.number + one.line.text for one in read)), bool(read) and read[0].centred


def _columns(element: _Element, name: str, *, least: int) -> int:
    span = element.find(name)
    value = "" if span is None else span.get(VALUE, "")
    return min(int(value), _MAX_SPAN) if _SPAN.fullmatch(value) else least


def _centred_columns(rows: list[list[tuple[str, bool]]]) -> frozenset[int]:
    """Those in which every cell with text is centred; the first row is the head, which is always."""
    alike: dict[int, bool] = {}
    for row in rows[1:]:
        for column, (text, centred) in enumerate(row):
            if text:
                alike[column] = alike.get(column, True) and centred
    return frozenset(column for column, centred in alike.items() if centred)
