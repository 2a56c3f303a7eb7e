"""Shared stretches: where two texts run along together, word by word, also where some words were replaced.

Words are numbers, equal where the words are.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from domain.word_alignment import common_in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SEED_WORDS = 3  # so many words in a row, the same in both, begin or continue a stretch
MOST_PLACES = 20  # a seed that a text has more often than that is found by what stands around it
LONGEST_GAP = 32  # words that may be replaced, in either text, before a stretch is over
LARGEST_DRIFT = 8  # by how many words the two sides of a gap may differ in length
LEAST_WORDS = 12  # a stretch with fewer words in common is a turn of phrase
LEAST_DENSITY = 0.45  # of the words of a stretch, on its longer side, so many are the same


@dataclass(slots=True)
class Run:
    """Words in a row that are the same in both texts, and the best stretch that ends with them."""

    first: int
    second: int
    length: int
    common: int = field(default=0, init=False)
    before: Run | None = field(default=None, init=False)

    @property
    def first_end(self) -> int:
        return self.first + self.length

    @property
    def second_end(self) -> int:
        return self.second + self.length


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first of its runs to the last, in either text; `common` words are the same, those in the gaps included."""

    runs: tuple[Run, ...]
    common: int

    @property
    def first(self) -> tuple[int, int]:
        """From which word to before which, in the first text."""
        return self.runs[0].first, self.runs[-1].first_end

    @property
    def second(self) -> tuple[int, int]:
        return self.runs[0].second, self.runs[-1].second_end

    def turned(self) -> Stretch:
        """The same seen from the second text."""
        return Stretch(tuple(Run(run.second, run.first, run.length) for run in self.runs), self.common)

    def is_worth_showing(self, least: int) -> bool:
        longer = max(end - begin for begin, end in (self.first, self.second))
        return self.common >= least and self.common >= LEAST_DENSITY * longer

    def is_clear_of(self, run: Run) -> bool:
        """Whether the run lies outside of it in both texts."""
        (first, first_end), (second, second_end) = self.first, self.second
        return (run.first_end <= first or run.first >= first_end) and (
            run.second_end <= second or run.second >= second_end
        )


def whole(words: int) -> Stretch:
    """What a text of so many words shares with itself."""
    return Stretch((Run(0, 0, words),), words)


def shared_stretches(first: Sequence[int], second: Sequence[int], *, least: int = LEAST_WORDS) -> list[Stretch]:
    """Stretches that overlap in neither text and have `least` words in common, in the order of the first one."""
    runs = sorted(_runs(first, second), key=attrgetter("first", "second"))
    taken: list[Stretch] = []
    while stretch := _best(runs, first, second, least=least):
        taken.append(stretch)
        runs = [run for run in runs if stretch.is_clear_of(run)]
    return sorted(taken, key=attrgetter("first"))


def _runs(first: Sequence[int], second: Sequence[int]) -> Iterator[Run]:
    """All that hold a seed, each as long as it goes."""
    places = _seed_places(first)
    done: dict[int, int] = {}  # how far each diagonal is covered, in the second text
    for at, seed in enumerate(zip(second, second[1:], second[2:], strict=False)):
        for place in places.get(seed, ()):
            if done.get(place - at, 0) <= at:
                run = _extended(first, second, place, at)
                done[place - at] = run.second_end
                yield run


def _seed_places(words: Sequence[int]) -> dict[tuple[int, ...], list[int]]:
    places: dict[tuple[int, ...], list[int]] = {}
    for at, seed in enumerate(zip(words, words[1:], words[2:], strict=False)):
        places.setdefault(seed, []).append(at)
    return {seed: found for seed, found in places.items() if len(found) <= MOST_PLACES}


def _extended(first: Sequence[int], second: Sequence[int], place: int, at: int) -> Run:
    begin = 0
    while place > begin and at > begin and first[place - begin - 1] == second[at - begin - 1]:
        begin += 1
    length = SEED_WORDS
    while place + length < len(first) and at + length < len(second) and first[place + length] == second[at + length]:
        length += 1
    return Run(place - begin, at - begin, begin + length)


def _best(runs: Sequence[Run], first: Sequence[int], second: Sequence[int], *, least: int) -> Stretch | None:
    """The stretch with the most words in common; of equal ones the first."""
    near: list[Run] = []
    best: Stretch | None = None
    for run in runs:
        near = [one for one in near if one.first_end + LONGEST_GAP >= run.first]
        _continue(run, near, first, second)
        near.append(run)
        if run.common > (best.common if best else 0) and (found := _stretch(run)).is_worth_showing(least):
            best = found
    return best


def _continue(run: Run, near: Sequence[Run], first: Sequence[int], second: Sequence[int]) -> None:
    """Join the run to the one before it that makes the best stretch."""
    run.common, run.before = run.length, None
    for before in near:
        if _follows(run, before) and before.common + run.length + LONGEST_GAP > run.common:
            gap = first[before.first_end : run.first], second[before.second_end : run.second]
            common = before.common + run.length + (common_in_order(*gap) if all(gap) else 0)
            if common > run.common:
                run.common, run.before = common, before


def _follows(run: Run, before: Run) -> bool:
    gap, other = run.first - before.first_end, run.second - before.second_end
    return 0 <= gap <= LONGEST_GAP and 0 <= other <= LONGEST_GAP and abs(gap - other) <= LARGEST_DRIFT


def _stretch(last: Run) -> Stretch:
    runs = [last]
    while runs[-1].before:
        runs.append(runs[-1].before)
    return Stretch(tuple(reversed(runs)), last.common)
