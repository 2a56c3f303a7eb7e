"""Which texts are worth comparing: those that have runs of words in common that few others have."""

from __future__ import annotations

from collections import Counter
from itertools import chain, compress
from typing import TYPE_CHECKING

from domain.stock_phrases import grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from domain.compared_texts import ComparedText
    from domain.stock_phrases import Gram

RUN_WORDS = 4
FEW_TEXTS = 24  # a run that more texts have is no sign by itself,
HANDFUL = 3
FIRST_TEXTS = 8  # and leads to the first of them only: thousands of near copies are not all compared with each other
MOST_CANDIDATES = 5
LEAST_RARE_RUNS = 2
# Of two texts with two words in five replaced one run in eight is still whole, and not all of these are rare.
LEAST_RARE_SHARE = 0.042
# Without rare runs it takes so many for each word: unrelated texts of one subject have a tenth.
LEAST_SHARE = 0.3


class CopyCandidates:
    """Finds, among some texts, those that another one may have been copied from, or copied itself.

    The place of a text is its place among them. A run that fewer than `least_texts` of them have is forgotten.
    """

    def __init__(self, texts: Sequence[ComparedText], *, least_texts: int = 1) -> None:
        self._texts = texts
        counted = Counter(chain.from_iterable(map(_own_runs, texts)))
        self._common = {run for run, count in counted.items() if count > FEW_TEXTS}
        self._places: dict[Gram, list[int]] = {run: [] for run, count in counted.items() if count >= least_texts}
        for place, text in enumerate(texts):
            self._remember(text, place)

    def like(self, text: ComparedText, *, before: int | None = None) -> list[ComparedText]:
        """The most promising first, of equally promising ones the first; only those with a place before the given one."""
        found = self._promising(text, len(self._texts) if before is None else before)
        return [self._texts[place] for *_, place in sorted(found)[:MOST_CANDIDATES]]

    def _remember(self, text: ComparedText, place: int) -> None:
        for run in _own_runs(text):
            found = self._places.get(run)
            if found is not None and (len(found) < FIRST_TEXTS or run not in self._common):
                found.append(place)

    def _promising(self, text: ComparedText, before: int) -> list[tuple[int, int, int]]:
        """For each promising text what it is sorted by: the runs that only a handful have tell most."""
        common, rare, rarest = Counter[int](), Counter[int](), Counter[int]()
        for run in _own_runs(text):
            if places := self._places.get(run):
                (common if run in self._common else rare).update(places)
                if len(places) <= HANDFUL:
                    rarest.update(places)
        return [
            (-rarest[place], -rare[place] - common[place], place)
            for place in rare.keys() | common.keys()
            if place < before and self._is_promising(rare[place], common[place], text, self._texts[place])
        ]

    @staticmethod
    def _is_promising(rare: int, common: int, text: ComparedText, other: ComparedText) -> bool:
        words = min(text.own_words, other.own_words)
        return rare >= max(LEAST_RARE_RUNS, LEAST_RARE_SHARE * words) or rare + common >= LEAST_SHARE * words


def _own_runs(text: ComparedText) -> set[Gram]:
    """Runs of RUN_WORDS words that are all the unit's own."""
    owned = zip(*(text.own[start:] for start in range(RUN_WORDS)), strict=False)
    return set(compress(grams(text.words, RUN_WORDS), map(all, owned)))
