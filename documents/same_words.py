"""The very words that two copied texts share: a stretch that runs along in both may hold words that were replaced."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel

from domain.sentences import Span
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from domain.copies import Copied

# Memory grows with the square of it. It is more than is printed of a pair.
COMPARED_WORDS = 5_000

_WORD = re.compile(r"\S+")
_AROUND_A_WORD = ".,;:!?…“”\"'()[]"


def same_words(pair: Copied) -> tuple[tuple[Span, Span], ...]:
    """The stretches of the pair, cut where a word is not the same; punctuation, case and ways of spelling do not count."""
    return tuple(same for one, other in pair.stretches for same in _same(pair.first.text, one, pair.second.text, other))


def _same(first: str, one: Span, second: str, other: Span) -> Iterator[tuple[Span, Span]]:
    """Beyond the words that are compared, a stretch counts as shared whole."""
    words, others = _words(first, one), _words(second, other)
    keys = [_keys(first, words[:COMPARED_WORDS]), _keys(second, others[:COMPARED_WORDS])]
    for step in Indel.opcodes(*keys):
        if step.tag == "equal":
            yield (
                Span(words[step.src_start].start, words[step.src_end - 1].end),
                Span(others[step.dest_start].start, others[step.dest_end - 1].end),
            )
    if min(len(words), len(others)) > COMPARED_WORDS:
        yield Span(words[COMPARED_WORDS].start, one.end), Span(others[COMPARED_WORDS].start, other.end)


def _words(text: str, within: Span) -> list[Span]:
    return [Span(*found.span()) for found in _WORD.finditer(text, within.start, within.end)]


def _keys(text: str, words: list[Span]) -> list[str]:
    return [_key(word.of(text)) for word in words]


@lru_cache(maxsize=16_384)  # reports on one subject are written with few words
def _key(word: str) -> str:
    return fold(word).strip(_AROUND_A_WORD)
