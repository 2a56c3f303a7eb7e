"""Marks whole paragraphs and tables as inserted or deleted, so that people accept or reject them in Word."""

from __future__ import annotations

from datetime import UTC
from itertools import count, groupby
from typing import TYPE_CHECKING

from lxml import etree

from documents.word_names import MATHS, PARAGRAPH, PARAGRAPH_PROPERTIES, ROW, RUN_PROPERTIES, TABLE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml.etree import _Element

AUTHOR, INITIALS = "Đôn đốc", "ĐĐ"
_RUN = f"{WORD}r"
_INSERTED, _DELETED = f"{WORD}ins", f"{WORD}del"
_RUNS = (_RUN, f"{MATHS}oMath", f"{MATHS}oMathPara")
_GONE = (_DELETED, f"{WORD}moveFrom")
_DELETED_NAMES = {f"{WORD}t": f"{WORD}delText", f"{WORD}instrText": f"{WORD}delInstrText"}
# What stands behind the marks of a change, by the order that Word's XML wants.
_AFTER_RUN_PROPERTIES = (f"{WORD}sectPr", f"{WORD}pPrChange")
_ROW_PROPERTIES, _ROW_CHANGE = f"{WORD}trPr", f"{WORD}trPrChange"
_BEFORE_ROW_PROPERTIES = (f"{WORD}tblPrEx",)
_ID = f"{WORD}id"


class Stamp:
    """Who changes and when: `at` with its zone. The ids of the marks go up from `first`."""

    def __init__(self, at: datetime, *, first: int) -> None:
        self._ids = count(first)
        self.day = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def mark(self, name: str) -> _Element:
        """A new w:ins or w:del."""
        return etree.Element(name, {_ID: str(next(self._ids)), f"{WORD}author": AUTHOR, f"{WORD}date": self.day})


def mark_inserted(block: _Element, stamp: Stamp) -> None:
    """A paragraph or a table that is not yet in the file that people have."""
    _mark(block, _INSERTED, stamp)


def mark_deleted(block: _Element, stamp: Stamp) -> None:
    """A paragraph or a table that stays visible, struck through, until somebody accepts."""
    _mark(block, _DELETED, stamp)


def next_id(root: _Element) -> int:
    """Above every id of a tracked change that is there."""
    found = [_number(one.get(_ID, "")) for one in root.iter(_INSERTED, _DELETED, f"{WORD}moveFrom", f"{WORD}moveTo")]
    return max(found, default=0) + 1


def is_end_deleted(block: _Element) -> bool:
    """Whether the paragraph goes on in the next one as soon as all is accepted."""
    properties = block.find(f"{PARAGRAPH_PROPERTIES}/{RUN_PROPERTIES}")
    return properties is not None and any(properties.find(name) is not None for name in _GONE)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _mark(block: _Element, name: str, stamp: Stamp) -> None:
    if block.tag == TABLE:
        for row in block.iter(ROW):
            _mark_row(row, name, stamp)
    else:
        _mark_end(block, name, stamp)
    for paragraph in list(block.iter(PARAGRAPH)):
        if next(paragraph.iterancestors(_RUN), None) is None:
            _mark_runs(paragraph, name, stamp)


def _mark_row(row: _Element, name: str, stamp: Stamp) -> None:
    properties = row.find(_ROW_PROPERTIES)
    if properties is None:
        properties = etree.Element(_ROW_PROPERTIES)
        row.insert(sum(child.tag in _BEFORE_ROW_PROPERTIES for child in row), properties)
        # The standard wants a property besides the mark: the one that says what goes without saying.
        etree.SubElement(properties, f"{WORD}cantSplit", {f"{WORD}val": "off"})
    if properties.find(name) is None:
        change = properties.find(_ROW_CHANGE)
        place = len(properties) if change is None else properties.index(change)
        properties.insert(place, stamp.mark(name))


def _mark_end(paragraph: _Element, name: str, stamp: Stamp) -> None:
    properties = paragraph.find(PARAGRAPH_PROPERTIES)
    if properties is None:
        properties = etree.Element(PARAGRAPH_PROPERTIES)
        paragraph.insert(0, properties)
    run = properties.find(RUN_PROPERTIES)
    if run is None:
        run = etree.Element(RUN_PROPERTIES)
        properties.insert(len(properties) - sum(child.tag in _AFTER_RUN_PROPERTIES for child in properties), run)
    if run.find(name) is None:
        run.insert(1 if len(run) and run[0].tag == _INSERTED else 0, stamp.mark(name))


def _mark_runs(paragraph: _Element, name: str, stamp: Stamp) -> None:
    """Each row of neighbouring runs under one mark; links, fields and controls keep theirs inside."""
    for holder in list(_holders(paragraph)):
        for is_run, group in groupby(list(holder), key=lambda child: child.tag in _RUNS):
            if is_run:
                _wrap(list(group), stamp.mark(name))


def _holders(element: _Element) -> Iterator[_Element]:
    """The element and what in it may hold runs; not what is deleted already, nor what hangs on a run (text boxes)."""
    yield element
    for child in element:
        if child.tag not in (*_RUNS, *_GONE, PARAGRAPH_PROPERTIES):
            yield from _holders(child)


def _wrap(runs: list[_Element], mark: _Element) -> None:
    runs[0].addprevious(mark)
    for run in runs:
        mark.append(run)
        if mark.tag == _DELETED:
            for child in run:
                child.tag = _DELETED_NAMES.get(str(child.tag), child.tag)
