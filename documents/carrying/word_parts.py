"""A Word file whose parts can be changed: each XML part parsed once, relationships and content types kept in step."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from documents.package import Package, Refusal, UnreadableReport, normalised
from documents.word_names import RELATIONSHIPS, WORD, transitional

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_EXTERNAL = "External"
_NO_WORD_FILE = "Đây không phải tệp Word (.docx). Đề nghị mở tệp bằng Word, lưu thành .docx rồi chạy lại."


@dataclass(frozen=True, slots=True)
class Relationship:
    """`target` is the name of a part without a slash in front; for what lies outside the file, its address."""

    id: str
    type: str
    target: str
    is_external: bool

    @property
    def kind(self) -> str:
        """The last word of the type: "image", "footnotes"."""
        return self.type.rpartition("/")[2]


class WordParts:
    """Raises `UnreadableReport` for what is no Word file, or a damaged one."""

    def __init__(self, content: bytes) -> None:
        package = Package(content)
        self._raw = {name: transitional(package.read(name)) for name in package.names if not name.endswith("/")}
        self._package = package
        self._trees: dict[str, _Element] = {}
        self._links: dict[str, list[Relationship]] = {}
        main = next((link.target for link in self.links("") if link.kind == "officeDocument"), "")
        body = self.tree(main).find(f"{WORD}body") if main in self else None
        if body is None:
            raise UnreadableReport(_NO_WORD_FILE, code=Refusal.OTHER_KIND)
        self.main = main
        self.body = body

    def __contains__(self, name: object) -> bool:
        return name in self._raw

    def raw(self, name: str) -> bytes:
        """The bytes of a part that is carried as it is."""
        return self._raw[name]

    def tree(self, name: str) -> _Element:
        """The root of a part; what is changed in it is written."""
        if name not in self._trees:
            if name not in self._raw:
                raise UnreadableReport(_NO_WORD_FILE)
            self._trees[name] = self._package.parsed(self._raw[name])
        return self._trees[name]

    def part_of(self, kind: str) -> str | None:
        """The name of the "styles", "comments", "footnotes"… of the main part; None where there is none."""
        return next((one.target for one in self.links(self.main) if one.kind == kind and one.target in self), None)

    def links(self, source: str) -> list[Relationship]:
        """All that a part points to, in order; `source` is "" for the file itself."""
        if source not in self._links:
            name = _links_name(source)
            root = self.tree(name) if name in self else None
            self._links[source] = [] if root is None else list(_links(root, source))
        return self._links[source]

    def link(self, source: str, relation_id: str) -> Relationship | None:
        return next((one for one in self.links(source) if one.id == relation_id), None)

    def connect(self, source: str, *, relation_type: str, target: str, is_external: bool = False) -> str:
        """The id of a relationship from one part to another, or to an address: one that is there already, or a new one."""
        links = self.links(source)
        for one in links:
            if (one.type, one.target, one.is_external) == (relation_type, target, is_external):
                return one.id
        taken = {one.id for one in links}
        number = next(number for number in range(1, len(taken) + 2) if f"rIdDD{number}" not in taken)
        made = Relationship(f"rIdDD{number}", relation_type, target, is_external)
        self.relate(source, made)
        return made.id

    def relate(self, source: str, one: Relationship) -> None:
        """Under an id that is still free."""
        self.links(source).append(one)
        attributes = {"Id": one.id, "Type": one.type, "Target": one.target if one.is_external else f"/{one.target}"}
        outside = {"TargetMode": _EXTERNAL} if one.is_external else {}
        etree.SubElement(self._links_root(source), f"{RELATIONSHIPS}Relationship", attributes | outside)

    def add(self, wanted: str, content: bytes, *, content_type: str) -> str:
        """A new part under the name that is wanted, or one like it that is free; says which."""
        stem, ending = posixpath.splitext(wanted)
        names = [wanted, *(f"{stem}-{number}{ending}" for number in range(2, len(self._raw) + 3))]
        name = next(name for name in names if name not in self)
        self._raw[name] = content
        types = self.tree(_CONTENT_TYPES)
        etree.SubElement(types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type)
        return name

    def content_type(self, name: str) -> str:
        ending = posixpath.splitext(name)[1].lstrip(".").lower()
        default = ""
        for one in self.tree(_CONTENT_TYPES):
            if one.get("PartName") == f"/{name}":
                return one.get("ContentType", "")
            if one.get("Extension", "").lower() == ending:
                default = one.get("ContentType", "")
        return default or "application/octet-stream"

    def names_like(self, start: str) -> Iterator[str]:
        return (name for name in self._raw if name.startswith(start))

    def to_bytes(self) -> bytes:
        """The same parts give the same bytes."""
        target = BytesIO()
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for name, content in self._raw.items():
                archive.writestr(name, _serialised(self._trees[name]) if name in self._trees else content)
        return normalised(target.getvalue())

    def _links_root(self, source: str) -> _Element:
        name = _links_name(source)
        if name not in self:
            root = etree.Element(f"{RELATIONSHIPS}Relationships", nsmap={None: RELATIONSHIPS[1:-1]})
            self._raw[name] = b""
            self._trees[name] = root
        return self.tree(name)


def _links_name(source: str) -> str:
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _links(root: _Element, source: str) -> Iterator[Relationship]:
    folder = posixpath.dirname(source)
    for one in root.iter(f"{RELATIONSHIPS}Relationship"):
        is_external = one.get("TargetMode") == _EXTERNAL
        target = one.get("Target", "")
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        yield Relationship(one.get("Id", ""), one.get("Type", ""), target, is_external)


def _serialised(root: _Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
