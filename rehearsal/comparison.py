"""What a change to the ladder would change: the messages that come in, fall away, or move."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rehearsal.rehearsing import Message

    Key = Callable[[Message], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Moved:
    before: Message
    after: Message


@dataclass(frozen=True, slots=True)
class Comparison:
    added: tuple[Message, ...]
    dropped: tuple[Message, ...]
    moved: tuple[Moved, ...]
    unchanged: int


def compare(before: Iterable[Message], after: Iterable[Message]) -> Comparison:
    """Pair what is the same kind of message to the same person about the same duty.

    On the same day it is unchanged. What is left is paired under the same rung, then with the nearest day: moved.
    """
    old, new = list(before), list(after)
    same, old, new = _pair(old, new, key=lambda one: (*_what(one), one.at.date().isoformat()))
    by_rung, old, new = _pair(old, new, key=lambda one: (*_what(one), one.rung))
    by_kind, old, new = _pair(old, new, key=_what)
    return Comparison(
        added=tuple(new),
        dropped=tuple(old),
        moved=tuple(sorted(by_rung + by_kind, key=lambda pair: pair.before.at)),
        unchanged=len(same),
    )


def _what(one: Message) -> tuple[str, ...]:
    return one.to, one.unit, one.obligation, one.message


def _pair(old: list[Message], new: list[Message], *, key: Key) -> tuple[list[Moved], list[Message], list[Message]]:
    """The pairs under one key, and what is left on both sides."""
    candidates = _by_key(new, key)
    pairs = [
        pair for each, found in _by_key(old, key).items() for pair in _nearest_pairs(found, candidates.get(each, []))
    ]
    paired = {id(one) for pair in pairs for one in (pair.before, pair.after)}
    return pairs, [one for one in old if id(one) not in paired], [one for one in new if id(one) not in paired]


def _by_key(messages: list[Message], key: Key) -> dict[tuple[str, ...], list[Message]]:
    found: dict[tuple[str, ...], list[Message]] = defaultdict(list)
    for one in messages:
        found[key(one)].append(one)
    return found


def _nearest_pairs(old: list[Message], new: list[Message]) -> list[Moved]:
    """As many pairs as there can be, the nearest in time first."""
    pairs, paired = [], set[int]()
    for before, after in sorted(product(old, new), key=lambda pair: abs(pair[1].at - pair[0].at)):
        if paired.isdisjoint((id(before), id(after))):
            pairs.append(Moved(before, after))
            paired |= {id(before), id(after)}
    return pairs
