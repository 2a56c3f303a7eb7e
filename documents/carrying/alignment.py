"""Which block of one draft is which of another: by the same words in the same order, then by what people moved or edited."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import ratio

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from documents.carrying.body_blocks import BodyBlock

# Per cent: from here on a block is another one in new words.
EDITED_FROM = 60.0
# Fewer letters stand in many places ("Không."): that they are here and there does not tell that they moved.
MOVED_FROM_LETTERS = 20
# How many blocks ahead an edited one is looked for.
_WINDOW = 40
# Blocks: in a stretch where nothing stands only once no more are compared at a time, which keeps the time in bounds.
_STRETCH = 300
# Letters: so much of a long block is enough to tell whether it was edited.
_COMPARED = 4_000


def same_blocks(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Places in `old` to places in `new` that hold the same words, in order.

    First what is there once in both, which makes it quick on thousands of blocks; then, in each gap between, what it
    begins and ends with; then its longest stretch.
    """
    found: dict[int, int] = {}
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        low, high, left, right = window = waiting.pop()
        if low < high and left < right:
            same = _anchors(old, new, window) or _ends(old, new, window) or _longest(old, new, window)
            waiting += _between(same, window)
            found.update(same)
    return found


def moved_blocks(old: Sequence[str], new: Sequence[str], same: dict[int, int]) -> dict[int, int]:
    """Beyond `same`: what stands in another order, with the short blocks right beside it."""
    taken = set(same.values())
    free_old = [place for place in range(len(old)) if place not in same]
    free_new = [place for place in range(len(new)) if place not in taken]
    old_counts, new_counts = Counter(old[place] for place in free_old), Counter(new[place] for place in free_new)
    once = {new[place]: place for place in free_new if new_counts[new[place]] == 1}
    found = {
        place: once[old[place]]
        for place in free_old
        if len(old[place]) >= MOVED_FROM_LETTERS and old_counts[old[place]] == 1 and old[place] in once
    }
    return found | _beside(old, new, (found, {*free_old} - {*found}, {*free_new} - {*found.values()}))


def edited_blocks(old: Sequence[BodyBlock], new: Sequence[BodyBlock], pairs: dict[int, int]) -> dict[int, int]:
    """Beyond `pairs`: those in the gaps between them that were reworded, each with its likest within reach."""
    return dict(_reworded(old, new, pairs))


def _anchors(old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int]) -> dict[int, int]:
    """What stands exactly once in both stretches, as far as the order is the same."""
    low, high, left, right = window
    there = _once(new, range(left, right))
    pairs = [(place, there[words]) for words, place in _once(old, range(low, high)).items() if words in there]
    return dict(_rising(sorted(pairs)))


def _once(words: Sequence[str], places: range) -> dict[str, int]:
    counts = Counter(words[place] for place in places)
    return {words[place]: place for place in places if counts[words[place]] == 1}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs whose second places go up (patience sorting)."""
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = _first_not_below(pairs, ends, place)
        before.append(ends[at - 1] if at else -1)
        ends[at : at + 1] = [number]
    chain, number = [], ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _first_not_below(pairs: Sequence[tuple[int, int]], ends: Sequence[int], place: int) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if pairs[ends[middle]][1] < place else (low, middle)
    return low


def _ends(old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int]) -> dict[int, int]:
    """What both stretches begin with, and what both end with."""
    low, high, left, right = window
    found: dict[int, int] = {}
    while low < high and left < right and old[low] == new[left]:
        found[low] = left
        low, left = low + 1, left + 1
    behind: dict[int, int] = {}
    while low < high and left < right and old[high - 1] == new[right - 1]:
        high, right = high - 1, right - 1
        behind[high] = right
    return found | dict(sorted(behind.items()))


def _longest(old: Sequence[str], new: Sequence[str], window: tuple[int, int, int, int]) -> dict[int, int]:
    """Where nothing stands only once: the longest stretch that both have."""
    low, high, left, right = window
    ours, theirs = old[low : min(high, low + _STRETCH)], new[left : min(right, left + _STRETCH)]
    match = SequenceMatcher(None, ours, theirs, autojunk=False).find_longest_match()
    return {low + match.a + step: left + match.b + step for step in range(match.size)}


def _between(anchors: dict[int, int], window: tuple[int, int, int, int]) -> Iterator[tuple[int, int, int, int]]:
    if not anchors:
        return
    low, high, left, right = window
    for first, second in [*anchors.items(), (high, right)]:
        yield low, first, left, second
        low, left = first + 1, second + 1


def _beside(old: Sequence[str], new: Sequence[str], state: tuple[dict[int, int], set[int], set[int]]) -> dict[int, int]:
    """From each block that moved to its neighbours, as long as they are the same and free on both sides."""
    moved, free_old, free_new = state
    found: dict[int, int] = {}
    for step in (1, -1):
        for place, target in sorted(moved.items()):
            here, there = place + step, target + step
            while here in free_old and there in free_new and old[here] == new[there]:
                found[here] = there
                free_old.remove(here)
                free_new.remove(there)
                here, there = here + step, there + step
    return found


def _reworded(old: Sequence[BodyBlock], new: Sequence[BodyBlock], pairs: dict[int, int]) -> Iterator[tuple[int, int]]:
    taken = set(pairs.values())
    for low, high, left, right in _gaps(len(old), len(new), pairs):
        start = left
        for place in range(low, high):
            reach = [there for there in range(start, min(right, start + _WINDOW)) if there not in taken]
            likeness, there = max(((_likeness(old[place], new[there]), there) for there in reach), default=(0.0, 0))
            if likeness >= EDITED_FROM:
                start = there + 1
                yield place, there


def _gaps(old: int, new: int, pairs: dict[int, int]) -> Iterator[tuple[int, int, int, int]]:
    """Each run of old places without a pair, with the new places that lie between its neighbours."""
    low = 0
    for place in [*sorted(pairs), old]:
        if place > low:
            left = pairs[low - 1] + 1 if low else 0
            right = pairs[place] if place < old else _end_of_gap(left, new, pairs.values())
            yield low, place, left, right if right >= left else _end_of_gap(left, new, pairs.values())
        low = place + 1


def _end_of_gap(left: int, new: int, taken: Iterable[int]) -> int:
    """Where order was changed: up to the next place that has a pair."""
    return min((place for place in taken if place >= left), default=new)


def _likeness(old: BodyBlock, new: BodyBlock) -> float:
    if old.is_table != new.is_table:
        return 0.0
    return ratio(old.words[:_COMPARED], new.words[:_COMPARED], score_cutoff=EDITED_FROM)
