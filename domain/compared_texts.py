"""Two texts of one section, word by word: the share of the words of one's own that stand in shared stretches."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from domain.copies import Copied
from domain.sentences import Span
from domain.stretches import shared_stretches, whole
from domain.word_alignment import common_in_order
from domain.words import word_spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from domain.copies import CopyKind, SectionText
    from domain.stretches import Run, Stretch

LEAST_OWN_WORDS = 6  # what a stretch must hold besides the outline's words and common phrases


@dataclass(frozen=True, slots=True, eq=False)
class ComparedText:
    """A text as numbers, equal where its words are; `own` is 1 for each word that is the unit's own."""

    text: SectionText
    words: tuple[int, ...]
    own: bytes
    own_words: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` is in [0, 1]: of the words of its own, those that the text with fewer of them has in common with the other."""

    share: float
    stretches: tuple[Stretch, ...]


NOT_ALIKE = Likeness(0.0, ())


def compare(first: ComparedText, second: ComparedText) -> Likeness:
    """The same share whichever comes first, and 1 for a text beside itself."""
    if first.words == second.words:
        return Likeness(1.0, (whole(len(first.words)),)) if first.words else NOT_ALIKE
    if (first.own_words, first.words) > (second.own_words, second.words):
        turned = compare(second, first)
        return Likeness(turned.share, tuple(sorted((one.turned() for one in turned.stretches), key=_begin)))
    if not first.own_words:
        return NOT_ALIKE
    counted = ((one, _own_common(one, first, second)) for one in shared_stretches(first.words, second.words))
    kept = [(one, common) for one, common in counted if common >= LEAST_OWN_WORDS]
    return Likeness(sum(common for _, common in kept) / first.own_words, tuple(one for one, _ in kept))


def copied(kind: CopyKind, first: SectionText, second: SectionText, found: Likeness) -> Copied:
    """The same with the characters of the stretches."""
    spans = word_spans(first.text), word_spans(second.text)
    stretches = tuple(
        (_characters(spans[0], *stretch.first), _characters(spans[1], *stretch.second)) for stretch in found.stretches
    )
    return Copied(kind, first.section, first, second, found.share, stretches)


def _own_common(stretch: Stretch, first: ComparedText, second: ComparedText) -> int:
    """The words in common that are the first text's own, in the runs and in the gaps between them."""
    in_runs = sum(first.own.count(1, run.first, run.first_end) for run in stretch.runs)
    gaps = itertools.pairwise(stretch.runs)
    return in_runs + sum(_common_in_gap(before, after, first, second.words) for before, after in gaps)


def _common_in_gap(before: Run, after: Run, first: ComparedText, second: Sequence[int]) -> int:
    own = list(_own_between(first, before.first_end, after.first))
    return common_in_order(own, second[before.second_end : after.second]) if own else 0


def _own_between(text: ComparedText, begin: int, end: int) -> Iterator[int]:
    return itertools.compress(text.words[begin:end], text.own[begin:end])


def _begin(stretch: Stretch) -> tuple[int, int]:
    return stretch.first


def _characters(spans: Sequence[Span], begin: int, end: int) -> Span:
    """From the first of the words to the last."""
    return Span(spans[begin].start, spans[end - 1].end)
