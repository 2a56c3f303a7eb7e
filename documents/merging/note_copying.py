"""Footnotes and endnotes: the draft has footnotes only, so that each stands on the page that cites it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.room import NOTE, Carried, Note
from documents.word_names import WORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element

    from documents.merging.room import Room
    from documents.merging.spill import Heap

_ID, _OWN_MARK = f"{WORD}id", f"{WORD}customMarkFollows"
_OFF = ("0", "false", "off")


class NoteCopier:
    """The notes of one file on their way onto the heap of all; `blocks` writes what is in one, for each kind of note."""

    def __init__(self, report: str, notes: Mapping[str, Mapping[str, _Element]], heap: Heap) -> None:
        self._report, self._elements, self._heap = report, notes, heap
        self._known: dict[tuple[str, str], Note | None] = {}
        self.blocks: dict[str, Callable[[_Element, Room, Carried], str]] = {}

    def note(self, reference: _Element) -> Note | None:
        """The one that a reference cites; None where the file does not have it."""
        kind = str(reference.tag).removeprefix(WORD).removesuffix("Reference")
        key = (kind, reference.get(_ID, ""))
        if key not in self._known:
            self._known[key] = self._copy(*key, has_own_mark=reference.get(_OWN_MARK, "0") not in _OFF)
        return self._known[key]

    def _copy(self, kind: str, name: str, *, has_own_mark: bool) -> Note | None:
        element = self._elements[kind].get(name)
        if element is None:
            return None
        carried = Carried()
        xml = self.blocks[kind](element, NOTE, carried)
        start, length = self._heap.put(xml)
        return Note(
            f"{self._report}/{kind}/{name}", start, length, has_own_mark, tuple(carried.items), tuple(carried.ids)
        )
