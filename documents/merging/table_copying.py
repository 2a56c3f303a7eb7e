"""A table of a report as one of the draft: its borders and merged cells stay, its width is that of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.merging.copying import Copier
from documents.merging.names import short, value
from documents.merging.room import PORTRAIT_WIDTH, Place, Room
from documents.word_names import CELL, ROW, VALUE, WORD
from documents.word_styles import child_value, first_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.etree import _Element

    from documents.merging.room import Carried
    from documents.merging.style_import import StyleImport

_CELL_PROPERTIES, _ROW_PROPERTIES, _EXCEPTIONS = f"{WORD}tcPr", f"{WORD}trPr", f"{WORD}tblPrEx"
_WIDTH, _TYPE = f"{WORD}w", f"{WORD}type"
_SPAN = re.compile(r"[1-9][0-9]?")
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]+)?")
_MOST_COLUMNS = 63


# In the order in which the standard wants them; what places a table elsewhere than in the text is left off.
def _names(*names: str) -> tuple[str, ...]:
    return tuple(f"{WORD}{name}" for name in names)


_TABLE_KEPT = _names("bidiVisual", "tblStyleRowBandSize", "tblStyleColBandSize")
_TABLE_KEPT_BEHIND = _names("tblBorders", "shd")
_TABLE_KEPT_LAST = _names("tblCellMar", "tblLook")
_EXCEPTIONS_KEPT = _names("tblBorders", "shd", "tblCellMar", "tblLook")
_LOOK = _names("tblLook")
_ROW_KEPT = _names("gridBefore", "gridAfter", "cantSplit", "tblHeader")
_CELL_KEPT = _names(
    "hMerge", "vMerge", "tcBorders", "shd", "noWrap", "textDirection", "tcFitText", "vAlign", "hideMark"
)
_CELL_WIDTH = f"{WORD}tcW"
_WRAPPERS = frozenset(f"{WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_OFF = ("0", "false", "off")
_CELL_MARGINS = 216
_NARROW_MARGINS = '<w:tblCellMar><w:left w:w="28" w:type="dxa"/><w:right w:w="28" w:type="dxa"/></w:tblCellMar>'
_NARROWEST = 100
# From this many twentieths of a point for a column downwards the letters are so many half points high.
_SIZES = ((700, 0), (520, 20), (380, 16), (260, 13), (0, 10))
_SMALL = 380


@dataclass(frozen=True, slots=True)
class _Cell:
    element: _Element
    properties: _Element | None
    span: int


@dataclass(frozen=True, slots=True)
class _Row:
    """`before` are the columns that it skips at its beginning."""

    element: _Element
    before: int
    cells: tuple[_Cell, ...]


class Shape:
    """The rows and columns of a table as its file states them; `widths` in twentieths of a point."""

    def __init__(self, element: _Element) -> None:
        self.element = element
        self.rows = [_row(row) for row in children(element, ROW)]
        count = max((row.before + sum([cell.span for cell in row.cells]) for row in self.rows), default=1)
        self.widths = _stated_widths(element, self.rows, max(1, min(count, _MOST_COLUMNS)))

    @property
    def is_empty(self) -> bool:
        return not any(row.cells for row in self.rows)


class TableCopier:
    """For all tables of one report. `blocks` writes what is in a cell."""

    def __init__(self, imported: StyleImport) -> None:
        self._imported = imported
        self.blocks: Callable[[_Element, Room, Carried], str] = lambda _element, _room, _carried: ""

    def copy(self, shape: Shape, room: Room, carried: Carried) -> str:
        """Empty where the table has no cells."""
        if shape.is_empty:
            return ""
        grid = _Grid(shape.widths, room)
        inside = replace(room, place=Place.CELL, worn="", scale=grid.scale, size=grid.size or room.size)
        written = "".join([self._row(row, grid, inside, carried) for row in shape.rows])
        return f"<w:tbl>{self._properties(shape.element, grid)}{grid.written}{written}</w:tbl>"

    def _properties(self, element: _Element, grid: _Grid) -> str:
        properties = element.find(f"{WORD}tblPr")
        if properties is None:
            return f'<w:tblPr><w:tblW w:w="{grid.width}" w:type="dxa"/></w:tblPr>'
        style = self._imported.table(child_value(properties, f"{WORD}tblStyle"))
        found = f'<w:tblStyle w:val="{value(style)}"/>' if style else ""
        found += _kept(properties, _TABLE_KEPT) + f'<w:tblW w:w="{grid.width}" w:type="dxa"/><w:jc w:val="center"/>'
        found += _kept(properties, _TABLE_KEPT_BEHIND)
        is_fixed = grid.is_squeezed or _layout(properties) == "fixed"
        found += '<w:tblLayout w:type="fixed"/>' if is_fixed else ""
        if grid.column < _SMALL:
            found += _NARROW_MARGINS + _kept(properties, _LOOK)
        else:
            found += _kept(properties, _TABLE_KEPT_LAST)
        return f"<w:tblPr>{found}</w:tblPr>"

    def _row(self, row: _Row, grid: _Grid, room: Room, carried: Carried) -> str:
        cells, column = [], row.before
        for cell in row.cells:
            cells.append(self._cell(cell, grid.width_of(column, cell.span), room, carried))
            column += cell.span
        if not cells:
            return ""
        exceptions, properties = first_child(row.element, _EXCEPTIONS), first_child(row.element, _ROW_PROPERTIES)
        head = "" if exceptions is None else f"<w:tblPrEx>{_kept(exceptions, _EXCEPTIONS_KEPT)}</w:tblPrEx>"
        kept = "" if properties is None else _kept(properties, _ROW_KEPT) + _height(properties, grid)
        head += f"<w:trPr>{kept}</w:trPr>" if kept else ""
        return f"<w:tr>{head}{''.join(cells)}</w:tr>"

    def _cell(self, cell: _Cell, width: int, room: Room, carried: Carried) -> str:
        kept = f'<w:tcW w:w="{width}" w:type="dxa"/>' + (f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else "")
        if cell.properties is not None:
            kept += _kept(cell.properties, _CELL_KEPT)
        inside = Room(
            room.place, max(_NARROWEST, width - _CELL_MARGINS), room.height, room.size, room.scale, room.types_numbers
        )
        inner = self.blocks(cell.element, inside, carried)
        if not inner.endswith("</w:p>"):
            inner += '<w:p><w:pPr><w:pStyle w:val="TableText"/></w:pPr></w:p>'
        return f"<w:tc><w:tcPr>{kept}</w:tcPr>{inner}</w:tc>"


class _Grid:
    """The columns of a table, in twentieths of a point, made to fit into its room."""

    def __init__(self, widths: list[float], room: Room) -> None:
        total = sum(widths)
        self.is_squeezed = total * room.scale > room.width
        self.scale = room.width / total if self.is_squeezed else room.scale
        self._columns = [max(1, int(one * self.scale)) for one in widths]
        self.width = sum(self._columns)
        self.column = self.width / len(self._columns)
        self.size = next(size for least, size in _SIZES if self.column >= least)

    @property
    def written(self) -> str:
        columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in self._columns)
        return f"<w:tblGrid>{columns}</w:tblGrid>"

    def width_of(self, column: int, span: int) -> int:
        return sum(self._columns[column : column + span]) or int(self.column)


def children(element: _Element, tag: str) -> Iterator[_Element]:
    """Those of this name, also where a content control or the like is wrapped around them."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tag)


def _row(element: _Element) -> _Row:
    properties = first_child(element, _ROW_PROPERTIES)
    return _Row(element, _whole(properties, "gridBefore"), tuple([_cell(cell) for cell in children(element, CELL)]))


def _cell(element: _Element) -> _Cell:
    properties = first_child(element, _CELL_PROPERTIES)
    return _Cell(element, properties, max(1, _whole(properties, "gridSpan")))


def _stated_widths(element: _Element, rows: list[_Row], count: int) -> list[float]:
    """Those of the grid, else those of a row that has a cell for each column, else equal ones."""
    grid = element.find(f"{WORD}tblGrid")
    stated = [] if grid is None else [_size(one) for one in grid.iterchildren(f"{WORD}gridCol")]
    if len(stated) < count or not all(stated[:count]):
        stated = next((_widths_of_cells(row) for row in rows if len(row.cells) == count), [])
    if len(stated) < count or not all(stated[:count]):
        return [PORTRAIT_WIDTH / count] * count
    return stated[:count]


def _widths_of_cells(row: _Row) -> list[float]:
    widths = [None if one.properties is None else first_child(one.properties, _CELL_WIDTH) for one in row.cells]
    return [0.0 if one is None or one.get(_TYPE, "dxa") != "dxa" else _size(one) for one in widths]


def _size(element: _Element) -> float:
    stated = element.get(_WIDTH, "")
    return float(stated) if _NUMBER.fullmatch(stated) else 0.0


def _whole(properties: _Element | None, name: str) -> int:
    found = None if properties is None else first_child(properties, f"{WORD}{name}")
    stated = "" if found is None else found.get(VALUE, "")
    return min(int(stated), _MOST_COLUMNS) if _SPAN.fullmatch(stated) else 0


def _kept(properties: _Element, names: tuple[str, ...]) -> str:
    """In the order of the names."""
    stated = {one.tag: one for one in properties}
    if len(stated) == 1 and _CELL_WIDTH in stated:
        return ""
    return "".join([_COPIER.copy(stated[name]) for name in names if name in stated])


def _switch(element: _Element) -> str:
    """One of the properties that are on or off, and may not be "true" as others may."""
    name, _ = short(str(element.tag))
    return f'<{name} w:val="off"/>' if element.get(VALUE, "on") in _OFF else f"<{name}/>"


_COPIER = Copier(
    dict.fromkeys(_names("bidiVisual", "cantSplit", "tblHeader", "noWrap", "tcFitText", "hideMark"), _switch)
)


def _layout(properties: _Element) -> str:
    layout = properties.find(f"{WORD}tblLayout")
    return "" if layout is None else layout.get(_TYPE, "")


def _height(properties: _Element, grid: _Grid) -> str:
    """At least that high: what is squeezed may need more lines."""
    found = properties.find(f"{WORD}trHeight")
    stated = "" if found is None else found.get(VALUE, "")
    return f'<w:trHeight w:val="{stated}"/>' if _NUMBER.fullmatch(stated) and not grid.is_squeezed else ""
