"""Brings elements of one Word file into another: with their styles, lists, notes, comments, pictures and links."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from documents.carrying.comments import MARKS, Comments, drop_marks
from documents.carrying.list_import import ListImport
from documents.carrying.note_import import NOTE_PARTS, NoteImport
from documents.carrying.part_import import PartImport
from documents.carrying.style_import import StyleImport
from documents.word_names import PLACED, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.carrying.word_parts import WordParts

_ID, _VALUE = f"{WORD}id", f"{WORD}val"
_REVISION_NAMES = ("rsidR", "rsidRPr", "rsidP", "rsidRDefault", "rsidTr", "rsidDel", "rsidSect")
_DROPPED = (
    *(f"{WORD}{name}" for name in ("bookmarkStart", "bookmarkEnd", "proofErr", "headerReference", "footerReference")),
    *(f"{WORD}{name}" for name in ("permStart", "permEnd", "lastRenderedPageBreak")),
)
_PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_LIST_ID = f"{WORD}numId"
_PROPERTIES_OF_PICTURE = f"{PLACED}docPr"


class Importing:
    """From one file into another; what was brought once is used again."""

    def __init__(self, source: WordParts, target: WordParts) -> None:
        self._source = source
        self._target = target
        self.comments = Comments(target)
        self.source_comments = Comments(source)
        self.lists = ListImport(source, target)
        self.styles = StyleImport(source, target, self.lists)
        self._parts = PartImport(source, target)
        self._notes = NoteImport(source, target)
        self._whole: set[str] = set()
        self._pictures = max(
            (_number(one.get("id", "")) for one in target.body.iter(_PROPERTIES_OF_PICTURE)), default=0
        )

    def bring(self, element: _Element) -> _Element:
        """A copy of a paragraph or table of the source that is at home in the target, in no place there yet.

        Comments come along that have all their marks in it.
        """
        copy = _freed(element)
        self._settle(copy, self._source.main, self._target.main)
        self._bring_comments(copy)
        self._bring_notes(copy)
        return copy

    def is_whole(self, comment_id: str) -> bool:
        """Whether the comment came along with an element."""
        return comment_id in self._whole

    def comment(self, comment_id: str) -> str | None:
        """A comment of the source in the target, each call a new one. None if the source has none of this id."""
        found = self.source_comments.found(comment_id)
        if found is None:
            return None
        comment = deepcopy(found)
        self._settle(comment, *self._both("comments"))
        return self.comments.bring(comment)

    def _settle(self, copy: _Element, source: str, target: str) -> None:
        """Everything in it that names something in its file names the same in the other."""
        for name in _DROPPED:
            for one in list(copy.iter(name)):
                _remove(one)
        _drop_marks_of_editing(copy)
        self.styles.settle(copy)
        for one in copy.iter(_LIST_ID):
            one.set(_VALUE, self.lists.brought(one.get(_VALUE, "")))
        for one in copy.iter(_PROPERTIES_OF_PICTURE):
            self._pictures += 1
            one.set("id", str(self._pictures))
        self._parts.settle(copy, source, target)

    def _bring_comments(self, copy: _Element) -> None:
        marks: dict[str, list[_Element]] = {}
        for mark in copy.iter(*MARKS):
            marks.setdefault(mark.get(_ID, ""), []).append(mark)
        for comment_id, own in marks.items():
            new_id = self.comment(comment_id) if len(own) == len(MARKS) else None
            if new_id is None:
                drop_marks(own)
                continue
            self._whole.add(comment_id)
            for mark in own:
                mark.set(_ID, new_id)

    def _bring_notes(self, copy: _Element) -> None:
        for reference, kind in NOTE_PARTS.items():
            for one in list(copy.iter(reference)):
                note = self._notes.copy_of(kind, one.get(_ID, ""))
                if note is None:
                    _remove(one)
                    continue
                new_id = self._notes.bring(kind, note)
                self._settle(note, *self._both(kind))
                one.set(_ID, new_id)

    def _both(self, kind: str) -> tuple[str, str]:
        return self._source.part_of(kind) or self._source.main, self._target.part_of(kind) or self._target.main


def _freed(element: _Element) -> _Element:
    """A copy that carries the names of all namespaces in reach: some are only spoken of in the values of attributes."""
    return etree.fromstring(etree.tostring(element, with_tail=False))


def _drop_marks_of_editing(copy: _Element) -> None:
    for one in copy.iter():
        for name in [*one.attrib]:
            if name.startswith(_PARAGRAPH_ID) or name in [f"{WORD}{revision}" for revision in _REVISION_NAMES]:
                del one.attrib[name]


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0
