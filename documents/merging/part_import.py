"""Pictures, charts, embedded workbooks: the parts of many files in one folder, each kept once, taken over only if harmless."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from documents.merging.names import OFFICE, value

if TYPE_CHECKING:
    from pathlib import Path

    from documents.word_file import Related, WordFile

PICTURE_TYPES = {
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "bmp": "image/bmp",
    "tif": "image/tiff", "tiff": "image/tiff", "emf": "image/x-emf", "wmf": "image/x-wmf",
}  # fmt: skip
_WORD_TYPE = "application/vnd.openxmlformats-officedocument"
_BOOK, _TEXT, _SHOW = (
    f"{_WORD_TYPE}.spreadsheetml.sheet",
    f"{_WORD_TYPE}.wordprocessingml.document",
    f"{_WORD_TYPE}.presentationml.presentation",
)
_OLE = f"{_WORD_TYPE}.oleObject"
# Which kinds of parts come along, in which folder they lie, and what they may be.
_FOLDERS = {
    "image": "media", "chart": "charts", "package": "embeddings", "oleObject": "embeddings", "chartStyle": "charts",
    "chartColorStyle": "charts", "chartUserShapes": "drawings", "themeOverride": "theme", "diagramData": "diagrams",
    "diagramLayout": "diagrams", "diagramQuickStyle": "diagrams", "diagramColors": "diagrams", "diagramDrawing": "diagrams",
}  # fmt: skip
_EMBEDDED_TYPES = {"xlsx": _BOOK, "docx": _TEXT, "pptx": _SHOW, "bin": _OLE}
_ENDING = re.compile(r"[a-z0-9]{1,5}")
_LINKS = ("http://", "https://", "mailto:", "ftp://")
_DRAWN_ELSEWHERE = re.compile(rb'(?<=relId=")[^"]{1,64}(?=")')
_DEEPEST = 6
# Compound files name their streams in two bytes a letter; these are where programs lie in them.
_PROGRAMS = tuple(name.encode("utf-16-le") for name in ("_VBA_PROJECT", "VBA\0", "Ole10Native"))
_PROGRAMS_IN_ZIP = (b"vbaProject", b"activeX")


@dataclass(frozen=True, slots=True)
class Part:
    """One that lies in the folder; `links` are the relationships of its own, as XML, `needs` the parts they name.

    `beside` are ids in the draft that it names although they are relationships of the document.
    """

    name: str
    content_type: str
    links: str = ""
    needs: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2]


class PartLibrary:
    """All that any passage points to. `relationships` are the ids in the draft, as type, target, and whether it is outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.parts: dict[str, Part] = {}
        self._ids: dict[tuple[str, str, bool], str] = {}
        self.relationships: dict[str, tuple[str, str, bool]] = {}

    def add(self, part: Part, content: bytes) -> None:
        if part.name not in self.parts:
            self.parts[part.name] = part
            (self.folder / part.name.replace("/", "-")).write_bytes(content)

    def path(self, part: Part) -> Path:
        return self.folder / part.name.replace("/", "-")

    def id_of(self, kind: str, target: str, *, outer: bool = False) -> str:
        key = (kind, target, outer)
        if key not in self._ids:
            name = self._ids[key] = f"rIdU{len(self._ids) + 1}"
            self.relationships[name] = key
        return self._ids[key]


class PartImport:
    """What one part of one file points to, on its way into the library; `kind_of` an id tells a picture from a chart."""

    def __init__(self, file: WordFile, source: str, library: PartLibrary) -> None:
        self._file = file
        self._related = {one.id: one for one in file.relationships(source)} if source else {}
        self._library = library
        self._taken: dict[str, str | None] = {}

    def take(self, name: str) -> str | None:
        """The id in the draft of what `name` points to; None for what is missing, foreign or not safe to take."""
        if name not in self._taken:
            self._taken[name] = self._take(self._related.get(name))
        return self._taken[name]

    def link(self, name: str) -> str | None:
        """The id in the draft of an address that a reader may click on."""
        found = self._related.get(name)
        if found is None or not found.is_outer or not found.target.lower().startswith(_LINKS):
            return None
        return self._library.id_of(f"{OFFICE}/hyperlink", found.target[:2000], outer=True)

    def _take(self, related: Related | None) -> str | None:
        if related is None or related.is_outer:
            return None
        part = self._import(related, self._related, 0)
        return None if part is None else self._library.id_of(related.type, part.name)

    def _import(self, related: Related, beside: dict[str, Related], depth: int) -> Part | None:
        folder, content = _FOLDERS.get(related.kind), self._file.bytes_of(related.target)
        ending = related.target.rpartition(".")[2].lower()
        if folder is None or content is None or depth > _DEEPEST or not _ENDING.fullmatch(ending):
            return None
        content_type = self._content_type(related, ending)
        if not content_type or (related.kind in ("package", "oleObject") and not _is_harmless(content)):
            return None
        names: list[str] = []
        if related.kind == "diagramData":
            content = self._with_its_drawing(content, beside, depth, names)
        links: str = ""
        needs: tuple[str, ...] = ()
        if ending == "xml":
            links, needs, lost = self._below(related.target, depth)
            content = _without(content, lost)
        if not content:
            return None
        digest = hashlib.blake2b(content, digest_size=12)
        digest.update(links.encode())
        part = Part(f"{folder}/{digest.hexdigest()}.{ending}", content_type, links, needs, tuple(names))
        self._library.add(part, content)
        return part

    def _content_type(self, related: Related, ending: str) -> str:
        if related.kind == "image":
            return PICTURE_TYPES.get(ending, "")
        if related.kind in ("package", "oleObject"):
            return _EMBEDDED_TYPES.get(ending, "")
        stated = self._file.content_type(related.target)
        return stated if ending == "xml" and "macro" not in stated.lower() else ""

    def _below(self, source: str, depth: int) -> tuple[str, tuple[str, ...], set[str]]:
        """What a part points to itself: as XML, by the names of the parts, and the ids of what does not come along."""
        its = {one.id: one for one in self._file.relationships(source)}
        kept = {
            name: (one.type, part.name)
            for name, one in its.items()
            if not one.is_outer and (part := self._import(one, its, depth + 1)) is not None
        }
        links = "".join(relationship(name, kind, f"/word/{target}") for name, (kind, target) in kept.items())
        return links, tuple(target for _, target in kept.values()), set(its) - set(kept)

    def _with_its_drawing(self, content: bytes, beside: dict[str, Related], depth: int, names: list[str]) -> bytes:
        """A diagram names its finished drawing by a relationship of the document, not of its own."""

        def renamed(found: re.Match[bytes]) -> bytes:
            drawing = beside.get(found[0].decode(errors="replace"))
            if drawing is None or drawing.is_outer or drawing.kind != "diagramDrawing":
                return found[0]
            part = self._import(drawing, beside, depth + 1)
            if part is None:
                return found[0]
            names.append(self._library.id_of(drawing.type, part.name))
            return names[-1].encode()

        return _DRAWN_ELSEWHERE.sub(renamed, content)


def _is_harmless(content: bytes) -> bool:
    names = _PROGRAMS_IN_ZIP if content.startswith(b"PK") else _PROGRAMS
    return not any(name in content for name in names)


def relationship(name: str, kind: str, target: str, *, outer: bool = False) -> str:
    mode = ' TargetMode="External"' if outer else ""
    return f'<Relationship Id="{value(name)}" Type="{value(kind)}" Target="{value(target)}"{mode}/>'


def _without(content: bytes, names: set[str]) -> bytes:
    """The part without what points to relationships that are not taken over; nothing where it is no XML."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return b""
    if root.getroottree().docinfo.doctype:
        return b""
    if not names:
        return content
    for element in list(root.iter("*")):
        parent = element.getparent()
        if parent is not None and any(
            key.startswith(f"{{{OFFICE}}}") and one in names for key, one in element.attrib.items()
        ):
            parent.remove(element)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
