"""The last draft, what people made of it, and the new one, laid beside each other block by block."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from documents.carrying.alignment import edited_blocks, moved_blocks, same_blocks
from documents.carrying.body_blocks import BodyBlock, body_blocks, is_struck

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from documents.carrying.word_parts import WordParts

# Fewer letters stand in many places: that people have such a block does not tell that they put in this passage by hand.
_TELLING_LETTERS = 20


class Fate(StrEnum):
    """What people did to a block of the last draft."""

    UNTOUCHED = "untouched"
    EDITED = "edited"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A block of the new draft that the last one lacks, and the place behind which it belongs, in the edited file.

    `behind` is None where nothing of the last draft before it is left.
    """

    block: BodyBlock
    behind: BodyBlock | None


class ThreeDrafts:
    """`edited` is that of the people; all pairs go by places in the lists, from 0."""

    def __init__(self, base: WordParts, edited: WordParts, new: WordParts) -> None:
        self.base, self.new = body_blocks(base), body_blocks(new)
        self.edited = [block for block in body_blocks(edited) if not is_struck(block)]
        self._same_edited = _same(self.base, self.edited)
        self._reworded = edited_blocks(self.base, self.edited, self._same_edited)
        self._same_new = same_blocks(_words(self.base), _words(self.new))
        self._changed = edited_blocks(self.base, self.new, self._same_new)

    @property
    def kinship(self) -> float:
        """How much of the last draft is still in the edited file, in [0, 1], by letters."""
        letters = sum(len(block.words) for block in self.base)
        kept = sum(len(self.base[place].words) for place in (*self._same_edited, *self._reworded))
        return kept / letters if letters else 1.0

    def fate(self, place: int) -> Fate:
        if place in self._same_edited:
            return Fate.UNTOUCHED
        return Fate.EDITED if place in self._reworded else Fate.DELETED

    def in_edited(self, place: int) -> BodyBlock | None:
        """What has become of a block of the last draft."""
        there = self._same_edited.get(place, self._reworded.get(place))
        return None if there is None else self.edited[there]

    def gone(self) -> Iterator[tuple[int, BodyBlock | None]]:
        """Blocks of the last draft that the new one has no more, each with the block of the new one that rewords it."""
        for place in range(len(self.base)):
            if place not in self._same_new:
                changed = self._changed.get(place)
                yield place, None if changed is None else self.new[changed]

    def arrivals(self) -> Iterator[Arrival]:
        """In the order of the new draft, without what people have put in by themselves."""
        by_hand = self._put_in_by_hand()
        old_places = {new: old for old, new in (self._same_new | self._changed).items()}
        kept = set(self._same_new.values())
        last = -1
        for place, block in enumerate(self.new):
            last = old_places.get(place, last)
            if place in kept:
                continue
            replaced = self.base[last] if place in old_places else None
            if not by_hand(block, replaced):
                yield Arrival(block, self._nearest(last))

    def kept(self) -> Iterator[tuple[BodyBlock, BodyBlock, BodyBlock]]:
        """Blocks that nobody changed, in the last, the edited and the new draft."""
        for old, there in self._same_edited.items():
            if old in self._same_new:
                yield self.base[old], self.edited[there], self.new[self._same_new[old]]

    def _nearest(self, place: int) -> BodyBlock | None:
        """The block, or the nearest before it that people left: at the latest the heading of its section."""
        found = (self.in_edited(one) for one in range(place, -1, -1))
        return next((block for block in found if block is not None), None)

    def _put_in_by_hand(self) -> _ByHand:
        of_base = {*self._same_edited.values(), *self._reworded.values()}
        own = [block.words for place, block in enumerate(self.edited) if place not in of_base]
        reworded = {self.base[old].position: self.edited[there].words for old, there in self._reworded.items()}
        return _ByHand(own, reworded)


class _ByHand:
    """Tells what people wrote that is the very same as a block of the new draft."""

    def __init__(self, own: Sequence[str], reworded: dict[int, str]) -> None:
        self._own = {words for words in own if len(words) >= _TELLING_LETTERS}
        self._reworded = reworded

    def __call__(self, block: BodyBlock, replaced: BodyBlock | None) -> bool:
        return block.words in self._own or (
            replaced is not None and self._reworded.get(replaced.position) == block.words
        )


def _words(blocks: Sequence[BodyBlock]) -> list[str]:
    return [block.words for block in blocks]


def _same(base: Sequence[BodyBlock], edited: Sequence[BodyBlock]) -> dict[int, int]:
    old, new = _words(base), _words(edited)
    same = same_blocks(old, new)
    return same | moved_blocks(old, new, same)
