"""Two copied texts laid side by side, line by line, so that what they share stands at the same height."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from documents.same_words import same_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.copies import Copied
    from domain.sentences import Span

# Among more pairs of lines that share words the heaviest are looked at: the work grows with the square of their number.
MOST_ANCHORS = 400


@dataclass(frozen=True, slots=True)
class CopiedLine:
    """One line of a text; `marks` are the stretches of it (characters from, to) that stand in the other text as well."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class CopiedRow:
    """Lines of the first text beside lines of the second; they face each other, or belong to neither's counterpart."""

    first: tuple[CopiedLine, ...]
    second: tuple[CopiedLine, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a line stands in its text, in characters."""

    start: int
    end: int


def copied_rows(pair: Copied) -> tuple[CopiedRow, ...]:
    """Every line of both texts once, in the order of each; blank lines are left out."""
    first, second = list(_places(pair.first.text)), list(_places(pair.second.text))
    same = same_words(pair)
    chain = _heaviest_chain(_shared_letters(same, first, second))
    left = _marked(pair.first.text, first, [one for one, _ in same])
    right = _marked(pair.second.text, second, [other for _, other in same])
    return tuple(_rows(left, right, chain))


def _places(text: str) -> Iterator[_Place]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield _Place(start, start + len(line))
        start += len(line) + 1


def _shared_letters(
    stretches: Iterable[tuple[Span, Span]], first: Sequence[_Place], second: Sequence[_Place]
) -> dict[tuple[int, int], int]:
    """How much line i of the first text shares with line j of the second, where it is anything."""
    shared: dict[tuple[int, int], int] = {}
    for one, other in stretches:
        for i, start, end in _overlaps(first, one.start, one.end):
            mapped = (_mapped(start, one, other), _mapped(end, one, other))
            for j, begin, stop in _overlaps(second, *mapped):
                shared[i, j] = shared.get((i, j), 0) + stop - begin
    return shared


def _overlaps(places: Sequence[_Place], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    for number in range(bisect_right(places, start, key=attrgetter("end")), len(places)):
        begin, stop = max(start, places[number].start), min(end, places[number].end)
        if begin >= stop:
            return
        yield number, begin, stop


def _mapped(position: int, one: Span, other: Span) -> int:
    """The place in the other stretch; they may differ a little in length, by spaces and signs."""
    share = (position - one.start) / max(1, one.end - one.start)
    return other.start + round(share * (other.end - other.start))


def _heaviest_chain(shared: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Pairs of lines that follow each other in both texts and share the most in all."""
    heaviest = sorted(shared, key=lambda pair: (-shared[pair], pair))[:MOST_ANCHORS]
    pairs = sorted(heaviest)
    best: dict[tuple[int, int], tuple[int, tuple[int, int] | None]] = {}
    for pair in pairs:
        before = [one for one in best if one[0] < pair[0] and one[1] < pair[1]]
        last = max(before, key=lambda one: best[one][0], default=None)
        best[pair] = (shared[pair] + (best[last][0] if last else 0), last)
    return _followed_back(best)


def _followed_back(best: dict[tuple[int, int], tuple[int, tuple[int, int] | None]]) -> list[tuple[int, int]]:
    at = max(best, key=lambda pair: best[pair][0], default=None)
    chain: list[tuple[int, int]] = []
    while at is not None:
        chain.append(at)
        at = best[at][1]
    return chain[::-1]


def _marked(text: str, places: Sequence[_Place], spans: Sequence[Span]) -> list[CopiedLine]:
    merged = _merged(spans)
    return [CopiedLine(text[place.start : place.end], tuple(_within(place, merged))) for place in places]


def _merged(spans: Sequence[Span]) -> list[tuple[int, int]]:
    """In the order of the text; those that touch or overlap are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((span.start, span.end) for span in spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _within(place: _Place, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in spans[bisect_right(spans, place.start, key=itemgetter(1)) :]:
        if start >= place.end:
            return
        yield max(start, place.start) - place.start, min(end, place.end) - place.start


def _rows(
    left: Sequence[CopiedLine], right: Sequence[CopiedLine], chain: Sequence[tuple[int, int]]
) -> Iterator[CopiedRow]:
    """A row for each pair of the chain, and one for what stands between two of them."""
    stops = [(-1, -1), *chain, (len(left), len(right))]
    for (i, j), (to_i, to_j) in itertools.pairwise(stops):
        between = CopiedRow(tuple(left[i + 1 : to_i]), tuple(right[j + 1 : to_j]))
        if between.first or between.second:
            yield between
        if to_i < len(left) and to_j < len(right):
            yield CopiedRow((left[to_i],), (right[to_j],))
