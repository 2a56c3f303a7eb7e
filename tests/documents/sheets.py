"""What a workbook holds, for the tests: its rows as values, and the parts themselves."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from lxml import etree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def rows_of(content: bytes, *, sheet: int) -> list[list[str]]:
    """The values as the file holds them; a date is a number of days. Rows that are not there come as empty ones."""
    shared = ["".join(item.itertext()) for item in etree.fromstring(part_of(content, "xl/sharedStrings.xml"))]
    rows: list[list[str]] = []
    for row in sheet_of(content, sheet).iter(f"{SHEET}row"):
        rows.extend([] for _ in range(int(row.get("r", "0")) - len(rows) - 1))
        rows.append([_value(cell, shared) for cell in row])
    return rows


def _value(cell: etree._Element, shared: list[str]) -> str:
    value = cell.findtext(f"{SHEET}v", "")
    return shared[int(value)] if cell.get("t") == "s" else value


def sheet_of(content: bytes, number: int) -> etree._Element:
    return etree.fromstring(part_of(content, f"xl/worksheets/sheet{number}.xml"))


def part_of(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def sheet_names(content: bytes) -> list[str]:
    return [
        sheet.get("name", "") for sheet in etree.fromstring(part_of(content, "xl/workbook.xml")).iter(f"{SHEET}sheet")
    ]


def format_of(content: bytes, cell: str, *, sheet: int) -> str:
    """The number format of a cell such as "C5"."""
    (found,) = [one for one in sheet_of(content, sheet).iter(f"{SHEET}c") if one.get("r") == cell]
    styles = etree.fromstring(part_of(content, "xl/styles.xml"))
    formats = styles.find(f"{SHEET}cellXfs")
    assert formats is not None
    wanted = formats[int(found.get("s", "0"))].get("numFmtId")
    return next((f.get("formatCode", "") for f in styles.iter(f"{SHEET}numFmt") if f.get("numFmtId") == wanted), "")
