"""Looking up, among many sentences, the one most like another, without comparing it with each of them."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from domain.sentence_meaning import may_say_the_same
from domain.word_alignment import order_likeness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.sentence_meaning import Meaning

# Alike sentences share most of their words, so also some of the rarest of each; so many of them are asked for.
SHARED_RARE_WORDS = 5

_Word = tuple[str, int]  # which word, and which time it stands in the sentence
_Same = tuple[tuple[str, ...], tuple[str, ...]]


def likeness(one: Meaning, other: Meaning) -> float:
    """In [0, 1]: the share of words in common in the same order; 0 where something stands against saying the same."""
    return order_likeness(one.words, other.words) if may_say_the_same(one, other) else 0.0


def highest_likeness(one: Meaning, other: Meaning) -> float:
    """What the likeness cannot exceed, for each different word that only one of them has is missing in the other."""
    missing = len(one.different_words ^ other.different_words)
    words = len(one.words) + len(other.words)
    return (words - missing) / words


class AlikeSentences:
    """An index of the sentences added so far. `least` is the likeness, above 0, from which two are alike.

    Exact, not a guess: if two sentences of n and m words are alike, they share at least least / (2 - least) * n words. Of the
    words of both, the rarest first, they then share k among the first n - shared + k.
    """

    def __init__(self, sentences: Sequence[Meaning], least: float) -> None:
        self._sentences = sentences
        self._least = least
        self._frequency = Counter(word for one in sentences for word in _numbered(one.words))
        self._places: dict[tuple[_Same, _Word], list[int]] = {}

    def add(self, place: int) -> None:
        """Make the sentence at this place one to be found."""
        one = self._sentences[place]
        for word in self._rarest(one):
            self._places.setdefault((_same(one), word), []).append(place)

    def most_like(self, one: Meaning) -> int | None:
        """The place of the most alike sentence that was added, of equal ones the first; None if there is none."""
        best, most = None, 0.0
        for place in self._likely(one):
            other = self._sentences[place]
            found = likeness(one, other) if highest_likeness(one, other) >= self._least else 0.0
            if found >= self._least and found > most:
                best, most = place, found
        return best

    def _likely(self, one: Meaning) -> list[int]:
        same = _same(one)
        shared = Counter[int]()
        for word in self._rarest(one):
            shared.update(self._places.get((same, word), ()))
        needed = min(SHARED_RARE_WORDS, self._least_shared(len(one.words)))
        return sorted(place for place, count in shared.items() if count >= needed)

    def _rarest(self, one: Meaning) -> list[_Word]:
        words = sorted(_numbered(one.words), key=lambda word: (self._frequency[word], word))
        return words[: len(words) - self._least_shared(len(words)) + SHARED_RARE_WORDS]

    def _least_shared(self, words: int) -> int:
        """How many words an alike sentence shares at least with one of so many; a hair less, for the sake of rounding."""
        return math.ceil(words * self._least / (2 - self._least) - 1e-9)


def _same(one: Meaning) -> _Same:
    return one.figures, one.negations


def _numbered(words: Sequence[str]) -> list[_Word]:
    counted: dict[str, int] = {}
    found = []
    for word in words:
        counted[word] = counted.get(word, 0) + 1
        found.append((word, counted[word]))
    return found
