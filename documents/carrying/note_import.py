"""Footnotes and endnotes of one file as new ones of another."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from documents.word_names import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.carrying.word_parts import WordParts

NOTE_PARTS = {f"{WORD}footnoteReference": "footnotes", f"{WORD}endnoteReference": "endnotes"}
_ID = f"{WORD}id"
_FIRST = 1
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"
# Word wants the lines that part notes from the text among them.
_EMPTY = (
    '<w:{kind}s xmlns:w="{names}">'
    '<w:{kind} w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    '<w:{kind} w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:{kind}>'
    "</w:{kind}s>"
)


class NoteImport:
    """`kind` is the name of the part: "footnotes", "endnotes"."""

    def __init__(self, source: WordParts, target: WordParts) -> None:
        self._target = target
        self._originals = {kind: _by_id(source, kind) for kind in NOTE_PARTS.values()}
        self._next = {
            kind: max((int(number) for number in _by_id(target, kind) if number.isdecimal()), default=_FIRST - 1) + 1
            for kind in NOTE_PARTS.values()
        }

    def copy_of(self, kind: str, note_id: str) -> _Element | None:
        found = self._originals[kind].get(note_id)
        return None if found is None else deepcopy(found)

    def bring(self, kind: str, note: _Element) -> str:
        """Says the id that it gets."""
        number = str(max(self._next[kind], _FIRST))
        self._next[kind] = int(number) + 1
        note.set(_ID, number)
        self._ensured(kind).append(note)
        return number

    def _ensured(self, kind: str) -> _Element:
        name = self._target.part_of(kind)
        if name is None:
            empty = _EMPTY.format(kind=kind.removesuffix("s"), names=WORD[1:-1]).encode()
            name = self._target.add(f"word/{kind}.xml", empty, content_type=_TYPE.format(kind))
            self._target.connect(self._target.main, relation_type=_RELATION.format(kind), target=name)
        return self._target.tree(name)


def _by_id(parts: WordParts, kind: str) -> dict[str, _Element]:
    name = parts.part_of(kind)
    return {} if name is None else {one.get(_ID, ""): one for one in parts.tree(name)}
