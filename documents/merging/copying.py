"""Writes a piece of XML out again in the prefixes of the draft, without what the draft does not take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.merging.names import escaped, short, value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from lxml.etree import _Element


class Copier:
    """`acts` write the elements of their names in their own way; `change` gives the new value of an attribute, or None."""

    def __init__(
        self,
        acts: Mapping[object, Callable[[_Element], str]],
        change: Callable[[str, str], str | None] | None = None,
    ) -> None:
        self._acts = acts
        self._change = change

    def copy(self, element: _Element) -> str:
        act = self._acts.get(element.tag)
        return self.whole(element) if act is None else act(element)

    def whole(self, element: _Element) -> str:
        """The element itself; `acts` count below it only."""
        name, declared = short(str(element.tag))
        if not name:
            return ""
        start = f"<{name}{declared}{self._attributes(element)}"
        inner = self.inner(element)
        return f"{start}>{inner}</{name}>" if inner else f"{start}/>"

    def inner(self, element: _Element) -> str:
        found = [escaped(element.text or "")]
        for child in element:  # one frame for each level: files nest deeply
            act = self._acts.get(child.tag)
            found.append(self.whole(child) if act is None else act(child))
            if child.tail:
                found.append(escaped(child.tail))
        return "".join(found)

    def _attributes(self, element: _Element) -> str:
        found = ""
        for key, stated in element.attrib.items():
            name, declared = short(key)
            if not name:
                continue
            new = stated if self._change is None else self._change(key, stated)
            if new is not None:
                found += f'{declared} {name}="{value(new)}"'
        return found


def nothing(_element: _Element) -> str:
    return ""
