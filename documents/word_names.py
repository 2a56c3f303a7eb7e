"""The names of Word's XML that the reader knows, in the namespaces of the transitional form."""

from __future__ import annotations

import re

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
RELATIONSHIP = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
VML = "{urn:schemas-microsoft-com:vml}"
OFFICE_VML = "{urn:schemas-microsoft-com:office:office}"

VALUE = f"{WORD}val"
PARAGRAPH, TABLE, ROW, CELL = (f"{WORD}{name}" for name in ("p", "tbl", "tr", "tc"))
FOREIGN = f"{WORD}altChunk"
PARAGRAPH_PROPERTIES, RUN_PROPERTIES = f"{WORD}pPr", f"{WORD}rPr"

# Programs name all namespaces at the very beginning of a part.
_HEAD = 8_192
_STRICT = re.compile(rb"([\"'])http://purl\.oclc\.org/ooxml/(officeDocument|wordprocessingml|drawingml)/")


def transitional(part: bytes) -> bytes:
    """A part in the strict form of the standard, with the names that all other programs write."""
    if b"purl.oclc.org/ooxml" not in part[:_HEAD]:
        return part
    return _STRICT.sub(rb"\1http://schemas.openxmlformats.org/\2/2006/", part)
