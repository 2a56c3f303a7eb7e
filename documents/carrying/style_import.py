"""Styles, found in the other file by name: those that it lacks are brought along with those that they build on."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from documents.word_names import VALUE, WORD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from documents.carrying.list_import import ListImport
    from documents.carrying.word_parts import WordParts

_STYLE, _STYLE_ID, _TYPE, _DEFAULT = (f"{WORD}{name}" for name in ("style", "styleId", "type", "default"))
_USES = {f"{WORD}pStyle": "paragraph", f"{WORD}rStyle": "character", f"{WORD}tblStyle": "table"}
_BUILDS_ON = (f"{WORD}basedOn", f"{WORD}next", f"{WORD}link")


class StyleImport:
    def __init__(self, source: WordParts, target: WordParts, lists: ListImport) -> None:
        self._lists = lists
        source_name, target_name = source.part_of("styles"), target.part_of("styles")
        styles = [] if source_name is None else source.tree(source_name).findall(_STYLE)
        self._source = {(one.get(_TYPE, ""), one.get(_STYLE_ID, "")): one for one in styles}
        self._root = None if target_name is None else target.tree(target_name)
        there = [] if self._root is None else self._root.findall(_STYLE)
        self._by_name = {(one.get(_TYPE, ""), _name(one)): one.get(_STYLE_ID, "") for one in there}
        self._ids = set(self._by_name.values())

    def settle(self, copy: _Element) -> None:
        """All that the element uses, by the ids of the target; a style that nobody knows is no longer named."""
        for use in list(copy.iter(*_USES)):
            self._exchange(use, _USES[str(use.tag)])

    def _exchange(self, use: _Element, kind: str) -> None:
        style_id = self._brought(kind, use.get(VALUE, ""))
        if style_id is not None:
            use.set(VALUE, style_id)
        elif (parent := use.getparent()) is not None:
            parent.remove(use)

    def _brought(self, kind: str, style_id: str) -> str | None:
        style = self._source.get((kind, style_id))
        if style is None or self._root is None:
            return None
        key = kind, _name(style)
        if key not in self._by_name:
            self._by_name[key] = _free(style_id, self._ids)
            self._ids.add(self._by_name[key])
            self._root.append(self._copied(style, self._by_name[key]))
        return self._by_name[key]

    def _copied(self, style: _Element, style_id: str) -> _Element:
        copy = deepcopy(style)
        copy.set(_STYLE_ID, style_id)
        copy.attrib.pop(_DEFAULT, None)
        for use in [one for one in copy if one.tag in _BUILDS_ON]:
            self._exchange(use, _linked(str(use.tag), style.get(_TYPE, "")))
        for number in copy.iter(f"{WORD}numId"):
            number.set(VALUE, self._lists.brought(number.get(VALUE, "")))
        return copy


def _linked(tag: str, kind: str) -> str:
    """A link joins a paragraph style with a character style."""
    if not tag.endswith("link"):
        return kind
    return "character" if kind == "paragraph" else "paragraph"


def _name(style: _Element) -> str:
    """Programs write the names of Word's own styles with large or small letters."""
    name = style.find(f"{WORD}name")
    return "" if name is None else name.get(VALUE, "").casefold()


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = [wanted, *(f"{wanted}DD{number}" for number in range(1, len({*taken}) + 2))]
    return next(name for name in names if name not in taken)
