"""Blocks of a report that has no XML to take: a PDF or a scan, or what its file says too strangely to be moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph, Table
from documents.merging.object_copying import LOST_PICTURE
from documents.merging.pieces import run
from documents.merging.room import PORTRAIT_WIDTH
from documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from documents.blocks import Block

# Characters: no column is taken for narrower or wider than this when the page is shared out.
_NARROWEST, _WIDEST = 4, 40


def blocks_xml(blocks: Sequence[Block]) -> list[str]:
    """One paragraph or table for each."""
    return [_xml(block) for block in blocks]


def paragraph_xml(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(printable(text)) if text else ""}</w:p>'


def _xml(block: Block) -> str:
    match block:
        case Heading(_, text):
            return paragraph_xml(text, "UnitHeading")
        case Paragraph(text) | Footnote(_, text):
            return paragraph_xml(text, "BodyText")
        case Table():
            return _table(block)
        case Image(_, description):
            return paragraph_xml(f"[Hình: {description}]" if description else LOST_PICTURE, "BodyText")


def _table(table: Table) -> str:
    widths = _shared_width(table)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    head = '<w:tblStyle w:val="PartyTable"/>' + f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
    rows = "".join(_row(row, widths, table, is_first=number == 0) for number, row in enumerate(table.rows))
    return f'<w:tbl><w:tblPr>{head}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'


def _row(cells: Sequence[str], widths: Sequence[int], table: Table, *, is_first: bool) -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_cell(cell, is_first or place in table.centred)}</w:tc>'
        for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return f"<w:tr>{written}</w:tr>"


def _cell(text: str, is_centred: bool) -> str:  # noqa: FBT001 -- the one thing there is to say of a cell
    return "".join(paragraph_xml(line, "TableCentred" if is_centred else "TableText") for line in text.split("\n"))


def _shared_width(table: Table) -> list[int]:
    """The width of the page, shared out by the longest text in each column."""
    longest = [
        max(len(line) for cell in column for line in cell.split("\n")) for column in zip(*table.rows, strict=True)
    ]
    shares = [min(max(length, _NARROWEST), _WIDEST) for length in longest]
    return [PORTRAIT_WIDTH * share // sum(shares) for share in shares]
