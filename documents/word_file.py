"""The parts of a .docx that a reader needs, each found by its relationship and parsed once."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from documents.package import Package, UnreadableReport
from documents.word_names import RELATIONSHIPS, WORD, transitional

if TYPE_CHECKING:
    from lxml.etree import _Element

# How the name of a font of before Unicode begins.
_LEGACY_FONTS = (b".Vn", b"VNI-")


class WordFile:
    """Raises `UnreadableReport` for what is no Word file, or a damaged one.

    `has_legacy_fonts` tells whether any part names one; only then is the font of a run of interest.
    """

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)
        self.has_legacy_fonts = False
        main = self._relationships("").get("officeDocument")
        if main is None:
            raise UnreadableReport(
                "Đây không phải tệp Word (.docx). Đề nghị lưu báo cáo thành .docx bằng Word và nộp lại."
            )
        self._related = self._relationships(main)
        body = self._xml(main).find(f"{WORD}body")
        if body is None:
            raise UnreadableReport(
                "Tệp không có nội dung văn bản đọc được. Đề nghị lưu lại thành .docx bằng Word và nộp lại."
            )
        self.body = body

    def part(self, kind: str) -> _Element | None:
        """The root of "styles", "numbering", "footnotes"…; None where the document has no such part."""
        name = self._related.get(kind)
        return None if name is None or name not in self._package else self._xml(name)

    def _xml(self, name: str) -> _Element:
        part = transitional(self._package.read(name))
        if not self.has_legacy_fonts:
            self.has_legacy_fonts = any(font in part for font in _LEGACY_FONTS)
        return self._package.parsed(part)

    def _relationships(self, source: str) -> dict[str, str]:
        """The part that `source` (or the package itself) points to by each kind of relationship; of several the first."""
        folder, name = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, str] = {}
        if relationships in self._package:
            for one in self._package.xml(relationships).iter(f"{RELATIONSHIPS}Relationship"):
                target = posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/")
                found.setdefault(one.get("Type", "").rpartition("/")[2], target)
        return found
