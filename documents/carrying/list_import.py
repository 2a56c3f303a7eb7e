"""Lists (numbering): a list of the source is one that stands in the target already, or is brought as one of its own."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from documents.word_names import VALUE, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.carrying.word_parts import WordParts

_NO_LIST = "0"
_NUMBER, _ABSTRACT = f"{WORD}num", f"{WORD}abstractNum"
_NUMBER_ID, _ABSTRACT_ID = f"{WORD}numId", f"{WORD}abstractNumId"
_OF_STYLES = tuple(f"{WORD}{name}" for name in ("nsid", "tmpl", "styleLink", "numStyleLink", "pStyle"))
_PART = "word/numbering.xml"
_PART_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"


class ListImport:
    def __init__(self, source: WordParts, target: WordParts) -> None:
        self._target = target
        source_name, target_name = source.part_of("numbering"), target.part_of("numbering")
        self._source = None if source_name is None else source.tree(source_name)
        self._root = None if target_name is None else target.tree(target_name)
        self._known: dict[str, str] = {_NO_LIST: _NO_LIST}

    def goes_on(self, source_id: str, target_id: str) -> None:
        """The list is one of the target's, so that what is put into the middle of it is counted with it."""
        self._known.setdefault(source_id, target_id)

    def brought(self, source_id: str) -> str:
        """The id in the target; no list where the source has none of this id."""
        if source_id not in self._known:
            self._known[source_id] = self._copied(source_id)
        return self._known[source_id]

    def _copied(self, source_id: str) -> str:
        number = _one(self._source, _NUMBER, _NUMBER_ID, source_id)
        of = None if number is None else number.find(_ABSTRACT_ID)
        abstract = None if of is None else _one(self._source, _ABSTRACT, _ABSTRACT_ID, of.get(VALUE, ""))
        if number is None or abstract is None:
            return _NO_LIST
        root = self._ensured()
        number, abstract = deepcopy(number), deepcopy(abstract)
        for name in _OF_STYLES:
            for one in list(abstract.iter(name)):
                _remove(one)
        abstract_id, number_id = _next(root, _ABSTRACT, _ABSTRACT_ID), _next(root, _NUMBER, _NUMBER_ID)
        abstract.set(_ABSTRACT_ID, abstract_id)
        number.set(_NUMBER_ID, number_id)
        for one in number.iter(_ABSTRACT_ID):
            one.set(VALUE, abstract_id)
        # All definitions stand before the first list.
        root.insert(sum(child.tag != _NUMBER for child in root if not _is_last(child)), abstract)
        root.insert(len(root) - sum(_is_last(child) for child in root), number)
        return number_id

    def _ensured(self) -> _Element:
        if self._root is None:
            empty = etree.Element(f"{WORD}numbering", nsmap={"w": WORD[1:-1]})
            name = self._target.add(_PART, etree.tostring(empty), content_type=_PART_TYPE)
            self._target.connect(self._target.main, relation_type=_RELATION, target=name)
            self._root = self._target.tree(name)
        return self._root


def _is_last(child: _Element) -> bool:
    return child.tag == f"{WORD}numIdMacAtCleanup"


def _one(root: _Element | None, tag: str, key: str, value: str) -> _Element | None:
    return None if root is None else next((one for one in root.iterchildren(tag) if one.get(key) == value), None)


def _next(root: _Element, tag: str, key: str) -> str:
    taken = [int(number) for one in root.iterchildren(tag) if (number := one.get(key, "")).isdecimal()]
    return str(max(taken, default=0) + 1)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
