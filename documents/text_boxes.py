"""Text boxes: pages of their own that hang on a paragraph. They are taken out of it, to be read behind it, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.word_names import PARAGRAPH, WORD

if TYPE_CHECKING:
    from lxml.etree import _Element

_CONTENT = f"{WORD}txbxContent"


class TextBoxes:
    def __init__(self, body: _Element) -> None:
        self._by_anchor: dict[_Element, list[_Element]] = {}
        self._taken: list[tuple[_Element, _Element]] = []
        for box in list(body.iter(_CONTENT)):
            anchor, parent = next(box.iterancestors(PARAGRAPH), None), box.getparent()
            if anchor is not None and parent is not None:
                parent.remove(box)
                self._taken.append((parent, box))
                self._by_anchor.setdefault(anchor, []).append(box)

    def __bool__(self) -> bool:
        return bool(self._by_anchor)

    def put_back(self) -> None:
        """The file as it was, for whoever copies it when it has been read."""
        while self._taken:
            parent, box = self._taken.pop()
            parent.append(box)

    def at(self, paragraph: _Element | None) -> list[_Element]:
        return [] if paragraph is None else self._by_anchor.get(paragraph, [])
