"""Which sentences of a new draft stand for which of the old one, within one section."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.spelling import nfc
from domain.traces import Origin, TracedSentence

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

# At least so much of the words of two sentences must be common to them for one to be the other in new words, in [0, 1].
ALIKE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences that belong together, each side in the order of its draft; one side may be empty."""

    before: tuple[TracedSentence, ...]
    after: tuple[TracedSentence, ...]

    @property
    def old(self) -> TracedSentence:
        return self.before[0]

    @property
    def new(self) -> TracedSentence:
        return self.after[0]


def paired(old: Sequence[TracedSentence], new: Sequence[TracedSentence]) -> list[Pair]:
    """Every sentence of either side in exactly one pair.

    Sentences that quote the same words of the same unit belong together, whoever else says them; then those of one unit
    that are alike, the most alike first; and to them the program's lead-in in the same paragraph.
    """
    nodes = [*old, *new]
    groups = _Groups(len(nodes))
    _join_by(groups, [(place, key) for place, one in enumerate(nodes) for key in _words_of_units(one)])
    leads = _leads(nodes, len(old))
    for first, second in _alike(nodes, len(old)):
        if groups.is_alone(first) and groups.is_alone(second) and leads.isdisjoint((first, second)):
            groups.join(first, second)
    for lead in sorted(leads):
        groups.join(lead, lead + 1)
    return [
        Pair(
            tuple(nodes[place] for place in group if place < len(old)),
            tuple(nodes[place] for place in group if place >= len(old)),
        )
        for group in groups
    ]


class _Groups:
    """Numbers from 0 that are joined step by step; iterates over the groups, in order."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))
        self._sizes = [1] * size

    def join(self, first: int, second: int) -> None:
        low, high = sorted((self._root(first), self._root(second)))
        if low != high:
            self._parents[high] = low
            self._sizes[low] += self._sizes[high]

    def is_alone(self, place: int) -> bool:
        return self._sizes[self._root(place)] == 1

    def _root(self, place: int) -> int:
        while self._parents[place] != place:
            self._parents[place] = place = self._parents[self._parents[place]]
        return place

    def __iter__(self) -> Iterator[list[int]]:
        found: dict[int, list[int]] = {}
        for place in range(len(self._parents)):
            found.setdefault(self._root(place), []).append(place)
        return iter(found.values())


def _join_by(groups: _Groups, keys: Iterable[tuple[int, Hashable]]) -> None:
    first: dict[Hashable, int] = {}
    for place, key in keys:
        groups.join(first.setdefault(key, place), place)


def _words_of_units(one: TracedSentence) -> Iterator[tuple[str, str]]:
    for source in one.sources:
        yield source.unit, nfc(source.text)


def _alike(nodes: Sequence[TracedSentence], border: int) -> list[tuple[int, int]]:
    """Old and new places whose sentences are alike, the most alike first."""
    words = [Counter(_WORD.findall(nfc(one.text).casefold())) for one in nodes]
    kin: dict[Hashable, list[int]] = {}
    for place in range(border, len(nodes)):
        for key in _kinship(nodes[place]):
            kin.setdefault(key, []).append(place)
    found = {
        (-likeness, first, second)
        for first in range(border)
        for key in _kinship(nodes[first])
        for second in kin.get(key, ())
        if (likeness := _likeness(words[first], words[second])) >= ALIKE
    }
    return [(first, second) for _, first, second in sorted(found)]


def _kinship(one: TracedSentence) -> list[Hashable]:
    """Only sentences with one of these in common can be the same in new words."""
    return [source.unit for source in one.sources] or [one.origin]


def _likeness(first: Counter[str], second: Counter[str]) -> float:
    """Words in common, counted, over all words: 1 for the same words in any order."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _leads(nodes: Sequence[TracedSentence], border: int) -> set[int]:
    """Places of the lead-ins, as "6/9 đơn vị (…) nêu:", each right before what it leads to in one paragraph."""
    return {
        place
        for place, (lead, said) in enumerate(itertools.pairwise(nodes))
        if place + 1 != border and lead.origin is Origin.PROGRAM and said.sources and _is_beside(lead, said)
    }


def _is_beside(lead: TracedSentence, said: TracedSentence) -> bool:
    return (lead.place.paragraph, lead.place.row, lead.place.column) == (
        said.place.paragraph,
        said.place.row,
        said.place.column,
    )
