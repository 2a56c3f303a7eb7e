"""Pictures, charts and whatever else an element points to: brought with all that hangs on it, equal ones once."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from documents.carrying.word_parts import OFFICE_RELATIONS

if TYPE_CHECKING:
    from lxml.etree import _Element

    from documents.carrying.word_parts import Relationship, WordParts

_NAMES = f"{{{OFFICE_RELATIONS}}}"
_MEDIA = "word/media/"
# Relationships are few levels deep: a chart, its table, and the styles of that.
_DEEPEST = 8


class PartImport:
    def __init__(self, source: WordParts, target: WordParts) -> None:
        self._source = source
        self._target = target
        self._brought: dict[str, str] = {}
        self._media = {sha256(target.raw(name)).digest(): name for name in target.names_like(_MEDIA)}

    def settle(self, copy: _Element, source: str, target: str) -> None:
        """Everything that the element points to by relationships of the part `source`, by those of the part `target`."""
        for one in copy.iter():
            for name in [name for name in one.attrib if str(name).startswith(_NAMES)]:
                link = self._source.link(source, one.attrib.pop(name))
                if link is not None:
                    one.set(name, self._connected(link, target))

    def _connected(self, link: Relationship, target: str) -> str:
        place = link.target if link.is_external else self._part(link.target, _DEEPEST)
        return self._target.connect(target, relation_type=link.type, target=place, is_external=link.is_external)

    def _part(self, name: str, depth: int) -> str:
        if name not in self._brought:
            self._brought[name] = self._copied(name, depth)
        return self._brought[name]

    def _copied(self, name: str, depth: int) -> str:
        content = self._source.raw(name) if name in self._source else b""
        if name.startswith(_MEDIA) and (there := self._media.get(sha256(content).digest())):
            return there
        copy = self._target.add(name, content, content_type=self._source.content_type(name))
        for link in self._source.links(name) if depth else []:
            self._hang_on(copy, link, depth)
        return copy

    def _hang_on(self, copy: str, link: Relationship, depth: int) -> None:
        """Under the id that the copied part knows it by."""
        place = link.target if link.is_external else self._part(link.target, depth - 1)
        self._target.relate(copy, replace(link, target=place))
