"""Workbooks as people send them back: some cells of a sheet written over."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

from lxml import etree

from tests.documents.sheets import SHEET, part_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_SHEET = "xl/worksheets/sheet1.xml"


def filled(content: bytes, cells: Mapping[str, str | float]) -> bytes:
    """The workbook with these cells of its first sheet ("I5") filled in: texts as texts, figures as figures."""
    sheet = etree.fromstring(part_of(content, FIRST_SHEET))
    places = {cell.get("r"): cell for cell in sheet.iter(f"{SHEET}c")}
    for place, value in cells.items():
        _fill(places[place], value)
    changed = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, etree.tostring(sheet) if name == FIRST_SHEET else before.read(name))
    return changed.getvalue()


def _fill(cell: etree._Element, value: str | float) -> None:
    for child in list(cell):
        cell.remove(child)
    if isinstance(value, str):
        cell.set("t", "inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{SHEET}is"), f"{SHEET}t").text = value
    else:
        cell.attrib.pop("t", None)
        etree.SubElement(cell, f"{SHEET}v").text = str(value)
