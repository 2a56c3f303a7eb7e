"""The parts around the text of a draft: styles, lists, notes, pictures, and what says where each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from documents.merging.names import DECLARED, OFFICE
from documents.merging.package_writing import defaults
from documents.merging.part_import import PICTURE_TYPES, relationship
from documents.merging.skeleton import LINKS, SETTINGS, STYLES, TYPES
from documents.merging.sources import COMMENTS_ID
from documents.word_names import CONTENT_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from documents.merging.body import Body
    from documents.merging.list_import import Lists
    from documents.merging.part_import import Part
    from documents.merging.report_copying import Libraries
    from documents.merging.skeleton import Skeleton
    from documents.merging.sources import PartFile

_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NUMBERING, FOOTNOTES, COMMENTS = "word/numbering.xml", "word/footnotes.xml", "word/comments.xml"
_NOTE_LINKS = "word/_rels/footnotes.xml.rels"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LINK_NAMES = "http://schemas.openxmlformats.org/package/2006/relationships"
_SEPARATORS_NAMED = (
    '<w:footnotePr><w:numRestart w:val="continuous"/><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
_NOTE_STYLES = (
    '<w:style w:type="paragraph" w:styleId="FootnoteText"><w:name w:val="footnote text"/><w:basedOn w:val="Normal"/>'
    '<w:uiPriority w:val="99"/><w:pPr><w:jc w:val="both"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:uiPriority w:val="99"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)


class RelatedParts:
    def __init__(self, skeleton: Skeleton, libraries: Libraries, lists: Lists) -> None:
        self._skeleton, self._libraries, self._lists = skeleton, libraries, lists

    def parts(self, body: Body, *, notes: PartFile, comments: PartFile) -> dict[str, bytes | Path]:
        """All but the document itself, by name."""
        found: dict[str, bytes | Path] = dict(self._skeleton.parts)
        own = self._own_parts(notes, comments, found)
        taken = self._taken(body.ids | body.note_ids)
        for part in taken:
            found[f"word/{part.name}"] = self._libraries.parts.path(part)
            if part.links:
                folder, _, name = part.name.rpartition("/")
                found[f"word/{folder}/_rels/{name}.rels"] = _links(part.links)
        found[STYLES] = self._styles(has_notes=bool(notes.count))
        found[LINKS] = self._document_links(body, own)
        if body.note_ids:
            found[_NOTE_LINKS] = _links(self._named(body.note_ids))
        found[TYPES] = self._types(own, taken)
        return found

    def _own_parts(self, notes: PartFile, comments: PartFile, found: dict[str, bytes | Path]) -> list[str]:
        """Those that the text itself made necessary."""
        own = []
        if self._lists.written:
            found[NUMBERING] = self._numbering()
            own.append("numbering")
        if notes.count:
            found[FOOTNOTES] = notes.path
            found[SETTINGS] = _with_separators(found.get(SETTINGS, b""))
            own.append("footnotes")
        if comments.count:
            found[COMMENTS] = comments.path
            own.append("comments")
        return own

    def _numbering(self) -> bytes:
        written = "".join([*self._libraries.lists.written, *self._lists.written])
        return f"{_DECLARATION}<w:numbering{DECLARED}>{written}</w:numbering>".encode()

    def _styles(self, *, has_notes: bool) -> bytes:
        """Those of the template and those of the units; what the template has already is not said again."""
        added = "".join(self._libraries.styles.added)
        if has_notes and "footnote text" not in self._libraries.styles.ids:
            added = _NOTE_STYLES + added
        xml = etree.tostring(self._skeleton.styles, encoding="unicode")
        head, end, _ = xml.rpartition("</w:styles>")
        return f"{_DECLARATION}{head}{added}{end}".encode()

    def _taken(self, ids: Iterable[str]) -> list[Part]:
        """The parts that the ids lead to, in the end."""
        library = self._libraries.parts
        found: dict[str, Part] = {}
        waiting = [target for name in sorted(ids) for _, target, outer in [library.relationships[name]] if not outer]
        while waiting:
            part = library.parts[waiting.pop()]
            if part.name not in found:
                found[part.name] = part
                waiting += part.needs
                waiting += [library.relationships[name][1] for name in part.beside]
        return [found[name] for name in sorted(found)]

    def _named(self, ids: Iterable[str]) -> str:
        library = self._libraries.parts
        lines = []
        for name in sorted(ids, key=lambda one: int(one.removeprefix("rIdU"))):
            kind, target, outer = library.relationships[name]
            lines.append(relationship(name, kind, target if outer else f"/word/{target}", outer=outer))
        return "".join(lines)

    def _document_links(self, body: Body, own: list[str]) -> bytes:
        library = self._libraries.parts
        targets = [library.relationships[name][1] for name in body.ids]
        beside = {name for target in targets if target in library.parts for name in library.parts[target].beside}
        links = "".join(etree.tostring(one, encoding="unicode") for one in self._skeleton.links)
        links = links.replace(f' xmlns="{_LINK_NAMES}"', "") + self._named(body.ids | beside)
        for name in own:
            number = COMMENTS_ID if name == "comments" else f"rId{name.capitalize()}"
            links += relationship(number, f"{OFFICE}/{name}", f"{name}.xml")
        return _links(links)

    def _types(self, own: list[str], taken: list[Part]) -> bytes:
        """Pictures by their endings, all other parts by their names."""
        root = self._skeleton.types
        known = {one.get("Extension", "").lower() for one in root.iter(f"{CONTENT_TYPES}Default")}
        lines = "".join(etree.tostring(one, encoding="unicode") for one in root)
        lines = lines.replace(f' xmlns="{CONTENT_TYPES[1:-1]}"', "")
        for ending, kind in defaults({part.ending for part in taken} - known).items():
            lines += f'<Default Extension="{ending}" ContentType="{kind}"/>'
        for part in taken:
            if part.ending not in PICTURE_TYPES:
                lines += _override(part.name, part.content_type)
        lines += "".join(_override(f"{name}.xml", f"{_WORD_TYPE}.{name}+xml") for name in own)
        return f'{_DECLARATION}<Types xmlns="{CONTENT_TYPES[1:-1]}">{lines}</Types>'.encode()


def _override(name: str, kind: str) -> str:
    return f'<Override PartName="/word/{name}" ContentType="{kind}"/>'


def _links(lines: str) -> bytes:
    return f'{_DECLARATION}<Relationships xmlns="{_LINK_NAMES}">{lines}</Relationships>'.encode()


def _with_separators(settings: bytes | Path) -> bytes | Path:
    if not isinstance(settings, bytes):
        return settings
    return settings.replace(b"<w:compat>", f"{_SEPARATORS_NAMED}<w:compat>".encode(), 1)
