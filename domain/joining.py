"""What belongs together, found by joining two at a time."""

from __future__ import annotations

from typing import Generic, TypeVar

Item = TypeVar("Item")


class Joined(Generic[Item]):
    def __init__(self) -> None:
        self._above: dict[Item, Item] = {}

    def head(self, item: Item) -> Item:
        """The one that stands for all that are joined with it; itself as long as it is alone."""
        path = []
        while (above := self._above.get(item, item)) != item:
            path.append(item)
            item = above
        self._above.update(dict.fromkeys(path, item))
        return item

    def join(self, first: Item, second: Item) -> bool:
        """Whether they were apart before. The head of the first stands for all."""
        head, other = self.head(first), self.head(second)
        if head != other:
            self._above[other] = head
        return head != other

    def are_apart(self, first: Item, second: Item) -> bool:
        return self.head(first) != self.head(second)
