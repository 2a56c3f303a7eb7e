"""A report as it was handed in: its headings, paragraphs and tables in order, straight from Word's XML.

Tracked insertions are kept and deletions dropped, content controls are read through, and of two alternatives only
the first choice is taken, so that the text is what a reader of the accepted document sees.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Paragraph, Report, Table
from documents.heading_styles import CENTRE, WORD, centred_styles, heading_levels, own_alignment, own_level
from documents.package import Package, UnreadableReport
from domain.spelling import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_PARAGRAPH, _TABLE, _ROW, _CELL = (f"{WORD}{name}" for name in ("p", "tbl", "tr", "tc"))
_TEXT = {f"{WORD}t", f"{_MATHS}t"}
_SIGNS = {f"{WORD}tab": " ", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}
_UNREAD = {f"{WORD}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "tcPr", "sdtPr")}
_WRAPPERS = {f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")}
_ALTERNATIVES, _CHOICE = f"{_COMPATIBILITY}AlternateContent", f"{_COMPATIBILITY}Choice"
# Word allows 63 columns; a larger span is a mistake or an attack.
_MAX_SPAN = 63
_SPAN = re.compile(r"[1-9][0-9]?")


def read_report(content: bytes) -> Report:
    """Reads a .docx. Raises `UnreadableReport` for anything else."""
    package = Package(content)
    main = _target(package, source="", kind="/officeDocument")
    if main is None:
        raise UnreadableReport("Đây không phải tệp Word (.docx). Đề nghị lưu báo cáo thành .docx bằng Word và nộp lại.")
    body = package.xml(main).find(f"{WORD}body")
    if body is None:
        raise UnreadableReport(
            "Tệp không có nội dung văn bản đọc được. Đề nghị lưu lại thành .docx bằng Word và nộp lại."
        )
    styles = _target(package, source=main, kind="/styles")
    return Report(tuple(_blocks(body, _Styles.of(None if styles is None else package.xml(styles)))))


@dataclass(frozen=True, slots=True)
class _Styles:
    """What the styles of the file say: the level of each heading, and which stand in the middle."""

    levels: dict[str, int]
    centred: frozenset[str]

    @classmethod
    def of(cls, styles: _Element | None) -> _Styles:
        return cls({}, frozenset()) if styles is None else cls(heading_levels(styles), centred_styles(styles))


def _target(package: Package, *, source: str, kind: str) -> str | None:
    """The part that `source` (or the package itself) points to by this kind of relationship."""
    folder, name = posixpath.split(source)
    relationships = posixpath.join(folder, "_rels", f"{name}.rels")
    if relationships not in package:
        return None
    for relationship in package.xml(relationships).iter(_RELATIONSHIP):
        if relationship.get("Type", "").endswith(kind):
            target = posixpath.join("/", folder, relationship.get("Target", ""))
            return posixpath.normpath(target).lstrip("/")
    return None


def _blocks(body: _Element, styles: _Styles) -> Iterator[Block]:
    for position, element in enumerate(_inside(body, _PARAGRAPH, _TABLE), start=1):
        if element.tag == _TABLE:
            rows = _rows(element)
            if any(cell for row in rows for cell in row):
                yield Table(rows, position, _centred_columns(element, styles))
        elif text := _text(element):
            level = _level(element, styles.levels)
            yield Paragraph(text, position) if level is None else Heading(level, " ".join(text.split()), position)


def _level(paragraph: _Element, levels: dict[str, int]) -> int | None:
    properties = paragraph.find(f"{WORD}pPr")
    if properties is None:
        return None
    direct = own_level(properties)
    if direct is not None:
        return direct or None
    style = _style_id(properties)
    return levels.get(style) if style else None


def _style_id(properties: _Element) -> str:
    style = properties.find(f"{WORD}pStyle")
    return "" if style is None else style.get(f"{WORD}val", "")


def _inside(parent: _Element, *tags: str) -> Iterator[_Element]:
    """The elements with these tags directly in `parent`, looking through whatever only wraps them."""
    for child in _children(parent):
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _children(element: _Element) -> Iterator[_Element]:
    for child in element:
        if child.tag == _ALTERNATIVES:
            choice = child.find(_CHOICE)
            yield from () if choice is None else _children(choice)
        else:
            yield child


def _kept_rows(table: _Element) -> list[_Element]:
    deleted = f"{WORD}trPr/{WORD}del"
    return [row for row in _inside(table, _ROW) if row.find(deleted) is None]


def _centred_columns(table: _Element, styles: _Styles) -> frozenset[int]:
    """Those in which every cell with text is centred; the first row is the head, which is always."""
    alike: dict[int, bool] = {}
    for row in _kept_rows(table)[1:]:
        column = 0
        for cell in _inside(row, _CELL):
            if _text(cell):
                alike[column] = alike.get(column, True) and _is_centred(cell, styles)
            column += _span(cell)
    return frozenset(column for column, centred in alike.items() if centred)


def _is_centred(cell: _Element, styles: _Styles) -> bool:
    """Told by its first paragraph."""
    properties = next((paragraph.find(f"{WORD}pPr") for paragraph in _inside(cell, _PARAGRAPH)), None)
    stated = own_alignment(properties)
    if properties is None or stated:
        return stated == CENTRE
    return _style_id(properties) in styles.centred


def _rows(table: _Element) -> tuple[tuple[str, ...], ...]:
    rows = [_cells(row) for row in _kept_rows(table)]
    width = max((len(row) for row in rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


def _cells(row: _Element) -> list[str]:
    cells: list[str] = []
    for cell in _inside(row, _CELL):
        cells.append(_text(cell))
        cells.extend([""] * (_span(cell) - 1))
    return cells


def _span(cell: _Element) -> int:
    span = cell.find(f"{WORD}tcPr/{WORD}gridSpan")
    value = "1" if span is None else span.get(f"{WORD}val", "1")
    return min(int(value), _MAX_SPAN) if _SPAN.fullmatch(value) else 1


def _text(element: _Element) -> str:
    """Its text in composed letters; one line for each paragraph or line break inside, without empty lines."""
    lines = nfc("".join(_pieces(element))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _pieces(element: _Element) -> Iterator[str]:
    for child in _children(element):
        if child.tag in _TEXT:
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag not in _UNREAD:
            if child.tag == _PARAGRAPH:
                yield "\n"
            yield from _pieces(child)
