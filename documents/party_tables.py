"""Tables of a Party document, written straight into their XML.

python-docx searches the row anew for every cell that it is asked for: a list of a hundred units took it a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from lxml import etree

from documents.party_text import write_runs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from documents.party_document import Line

# Where rows are that were laid aside: <?rows 3?>, within the table.
ROWS_LAID_ASIDE = "rows"
_MOST_ROWS_AT_HAND = 200
_DECLARED = f' xmlns:w="{nsmap["w"]}"'.encode()
_VALUE, _WIDTH, _TYPE = qn("w:val"), qn("w:w"), qn("w:type")
_ROW, _CELL, _PARAGRAPH = qn("w:tr"), qn("w:tc"), qn("w:p")
_LOOK = {
    qn(f"w:{name}"): value
    for name, value in (
        ("firstColumn", "1"),
        ("firstRow", "1"),
        ("lastColumn", "0"),
        ("lastRow", "0"),
        ("noHBand", "0"),
        ("noVBand", "1"),
        ("val", "04A0"),
    )
}


class PartyTable:
    """Grows row by row inside `element`. Widths are in millimetres, `styles` the ids of the template's styles by name.

    `laid_aside` are the rows before those in `element`, as their XML, of a table of thousands of rows.
    """

    def __init__(self, widths: Sequence[float], *, styles: Mapping[str, str], style: str = "") -> None:
        self._styles, self._widths = styles, [str(Mm(width).twips) for width in widths]
        self.element = etree.Element(qn("w:tbl"), nsmap={"w": nsmap["w"]})
        _write_properties(self.element, styles[style] if style else "")
        grid = etree.SubElement(self.element, qn("w:tblGrid"))
        for width in self._widths:
            etree.SubElement(grid, qn("w:gridCol"), {_WIDTH: width})
        self._first_row = len(self.element)
        self.laid_aside: list[bytes] = []

    def mark(self, name: str) -> None:
        """Says where the rows that were laid aside belong."""
        self.element.insert(self._first_row, etree.ProcessingInstruction(ROWS_LAID_ASIDE, name))

    def append(self, cells: Sequence[Sequence[Line]], *, header: bool = False, whole: bool = True) -> None:
        """A row; a `whole` one is never torn between two pages, a `header` is repeated on every page."""
        row = etree.SubElement(self.element, _ROW)
        properties = etree.SubElement(row, qn("w:trPr"))
        if whole:
            etree.SubElement(properties, qn("w:cantSplit"))
        if header:
            etree.SubElement(properties, qn("w:tblHeader"))
        for lines, width in zip(cells, self._widths, strict=True):
            cell = etree.SubElement(row, _CELL)
            etree.SubElement(etree.SubElement(cell, qn("w:tcPr")), qn("w:tcW"), {_TYPE: "dxa", _WIDTH: width})
            for line in lines:
                self._write_line(cell, line)
        if len(self.element) - self._first_row >= _MOST_ROWS_AT_HAND:
            self._lay_aside()

    def _lay_aside(self) -> None:
        """As text a row takes a tenth of the room."""
        rows = self.element[self._first_row :]
        self.laid_aside.append(
            b"".join(etree.tostring(row, encoding="UTF-8").replace(_DECLARED, b"", 1) for row in rows)
        )
        del self.element[self._first_row :]

    def _write_line(self, cell: _Element, line: Line) -> None:
        """Marks in the order of the text, none over another."""
        paragraph = etree.SubElement(cell, _PARAGRAPH)
        properties = etree.SubElement(paragraph, qn("w:pPr"))
        etree.SubElement(properties, qn("w:pStyle"), {_VALUE: self._styles[line.style]})
        if line.inset:
            inset = str(Mm(line.inset).twips)
            etree.SubElement(properties, qn("w:ind"), {qn("w:left"): inset, qn("w:right"): inset})
        end = 0
        for start, stop in line.marks:
            write_runs(paragraph, line.text[end:start])
            write_runs(paragraph, line.text[start:stop], marked=True)
            end = stop
        write_runs(paragraph, line.text[end:])


def _write_properties(table: _Element, style: str) -> None:
    properties = etree.SubElement(table, qn("w:tblPr"))
    if style:
        etree.SubElement(properties, qn("w:tblStyle"), {_VALUE: style})
    etree.SubElement(properties, qn("w:tblW"), {_TYPE: "auto", _WIDTH: "0"})
    etree.SubElement(properties, qn("w:jc"), {_VALUE: "center"})
    etree.SubElement(properties, qn("w:tblLayout"), {_TYPE: "fixed"})
    etree.SubElement(properties, qn("w:tblLook"), _LOOK)
