"""The properties of a Word file that people add to it: words by name, seen on no page, kept when it is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from documents.package import Package, UnreadableReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

CUSTOM_PROPERTIES = "docProps/custom.xml"
CUSTOM_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_PROPERTIES_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"

_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
# By this every program knows that the property is one of the user's own; their numbers begin at 2.
_OWN = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_FIRST_NUMBER = 2


def custom_properties(values: Mapping[str, str]) -> bytes:
    """The part that holds them. The same values in the same order give the same bytes."""
    root = etree.Element(f"{{{_NAMESPACE}}}Properties", nsmap={None: _NAMESPACE, "vt": _TYPES})
    for name, value in values.items():
        put_custom_property(root, name, value)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def put_custom_property(root: _Element, name: str, value: str) -> None:
    """Sets one in the part that holds them, whether it is there already or not."""
    one = next((there for there in root if _name(there) == name), None)
    if one is None:
        taken = [int(pid) for there in root if (pid := there.get("pid", "")).isdecimal()]
        number = max([_FIRST_NUMBER - 1, *taken]) + 1
        one = etree.SubElement(root, f"{{{_NAMESPACE}}}property", fmtid=_OWN, pid=str(number), name=name)
    for old in list(one):
        one.remove(old)
    etree.SubElement(one, f"{{{_TYPES}}}lpwstr").text = value


def read_custom_properties(content: bytes) -> dict[str, str]:
    """Those of a file that somebody sent; none where there are none, or where it is no sound Word file."""
    try:
        package = Package(content)
        root = package.xml(CUSTOM_PROPERTIES) if CUSTOM_PROPERTIES in package else None
    except UnreadableReport:
        return {}
    return {} if root is None else {name: text for one in root if (name := _name(one)) and (text := _text(one))}


def _name(one: _Element) -> str:
    return one.get("name", "")


def _text(one: _Element) -> str:
    """Whatever the type: a program that saved the file again may have chosen another than ours."""
    return "".join(str(piece) for piece in one.itertext()).strip()
