"""The parts of a .docx that a reader needs, each found by its relationship and parsed once."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.package import Package, UnreadableReport
from documents.word_names import CONTENT_TYPES, RELATIONSHIPS, WORD, transitional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

# How the name of a font of before Unicode begins.
_LEGACY_FONTS = (b".Vn", b"VNI-")
# And of one whose letters are pictures.
_PICTURE_FONTS = (b"Symbol", b"Wingdings", b"Webdings")


@dataclass(frozen=True, slots=True)
class Related:
    """What a part points to: `kind` is the last word of the type; `target` the name of a part, or an outer address."""

    id: str
    type: str
    target: str
    is_outer: bool

    @property
    def kind(self) -> str:
        return self.type.rpartition("/")[2]


class WordFile:
    """Raises `UnreadableReport` for what is no Word file, or a damaged one.

    `has_legacy_fonts` and `has_picture_fonts` tell whether any part names one; only then is the font of a run of interest.
    """

    def __init__(self, content: bytes) -> None:
        self._package = Package(content)
        self.has_legacy_fonts = self.has_picture_fonts = False
        self._types: dict[str, str] | None = None
        main = self._first_of_each("").get("officeDocument")
        if main is None:
            raise UnreadableReport(
                "Đây không phải tệp Word (.docx). Đề nghị lưu báo cáo thành .docx bằng Word và nộp lại."
            )
        self.main = main
        self._related = self._first_of_each(main)
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

    def part_name(self, kind: str) -> str:
        """Where that part lies; empty where the document points to none."""
        return self._related.get(kind, "")

    def bytes_of(self, name: str) -> bytes | None:
        """A part as it is; None where it is missing, broken or too large."""
        if name not in self._package:
            return None
        try:
            return self._package.read(name)
        except UnreadableReport:
            return None

    def content_type(self, name: str) -> str:
        """Empty where the file does not say."""
        if self._types is None:
            self._types = self._read_types()
        return self._types.get(f"/{name}") or self._types.get(name.rpartition(".")[2].lower(), "")

    def relationships(self, source: str) -> Iterator[Related]:
        """All that a part points to, in the order of the file; none where the list of them is damaged."""
        try:
            yield from self._read_relationships(source)
        except UnreadableReport:
            return

    def _xml(self, name: str) -> _Element:
        part = transitional(self._package.read(name))
        if not self.has_legacy_fonts:
            self.has_legacy_fonts = any(font in part for font in _LEGACY_FONTS)
        if not self.has_picture_fonts:
            self.has_picture_fonts = any(font in part for font in _PICTURE_FONTS)
        return self._package.parsed(part)

    def _first_of_each(self, source: str) -> dict[str, str]:
        """The part that `source` (or the package itself) points to by each kind of relationship; of several the first."""
        found: dict[str, str] = {}
        for one in self._read_relationships(source):
            found.setdefault(one.kind, one.target)
        return found

    def _read_relationships(self, source: str) -> Iterator[Related]:
        folder, name = posixpath.split(source)
        relationships = posixpath.join(folder, "_rels", f"{name}.rels")
        if relationships not in self._package:
            return
        for one in self._package.xml(relationships).iter(f"{RELATIONSHIPS}Relationship"):
            target, is_outer = one.get("Target", ""), one.get("TargetMode") == "External"
            if not is_outer:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            yield Related(one.get("Id", ""), one.get("Type", ""), target, is_outer)

    def _read_types(self) -> dict[str, str]:
        """By the name of a part, with a slash before it, and by the ending of names."""
        try:
            root = self._package.xml("[Content_Types].xml")
        except UnreadableReport:
            return {}
        named = {one.get("PartName", ""): one.get("ContentType", "") for one in root.iter(f"{CONTENT_TYPES}Override")}
        return named | {
            one.get("Extension", "").lower(): one.get("ContentType", "") for one in root.iter(f"{CONTENT_TYPES}Default")
        }
