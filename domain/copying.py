"""Finding copies: sections that repeat another unit's, the outline's own words, or the last campaign's report.

Only texts of one section are compared. What the outline says and what many write alike counts for nothing between units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.compared_texts import NOT_ALIKE, ComparedText, Likeness, compare, copied
from domain.copies import Copied, CopyKind, SectionText
from domain.copy_candidates import CopyCandidates
from domain.joining import Joined
from domain.stock_phrases import OUTLINE_WORDS, common_phrases, grams, outline_share, own_words
from domain.stretches import shared_stretches
from domain.words import folded_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from domain.likeness import Thresholds

# A hint copied back as an answer may be short, and its words are looked for in one text only.
OUTLINE_LEAST_WORDS = 6
# What a text must have of the outline in whole runs to be worth comparing, as a part of the share that is reported.
OUTLINE_HINT = 1 / 3


def find_copies(
    texts: Sequence[SectionText],
    thresholds: Thresholds,
    *,
    outline: Sequence[SectionText] = (),
    previous: Sequence[SectionText] = (),
) -> tuple[Copied, ...]:
    """Section by section, in the order of the texts: copies between units, of the outline, of the last campaign.

    Between units each group of copies comes as a tree, one pair less than it has texts, the later text second; a text that
    is word for word another one stands beside the first of these. Of the last campaign the text most like it is named, the
    unit's own before an equal one.
    """
    asked, old = _by_section(outline), _by_section(previous)
    return tuple(
        found
        for section, said in _by_section(texts).items()
        for found in _Section(said, asked.get(section, []), thresholds).copies(old.get(section, []))
    )


def _by_section(texts: Iterable[SectionText]) -> dict[str, list[SectionText]]:
    found: dict[str, list[SectionText]] = {}
    for text in texts:
        found.setdefault(text.section, []).append(text)
    return found


class _Section:
    """The texts of one section, made ready to be compared."""

    def __init__(self, said: Sequence[SectionText], asked: Sequence[SectionText], thresholds: Thresholds) -> None:
        self._numbers: dict[str, int] = {}
        self._thresholds = thresholds
        self._asked = SectionText("", said[0].section, "\n".join(one.text for one in asked))
        self._asked_words = self._words(self._asked)
        self._asked_grams = frozenset(grams(self._asked_words, OUTLINE_WORDS))
        self._own: dict[tuple[int, ...], bytes] = {}
        words = [self._words(one) for one in said]
        self._phrases = common_phrases(words)
        self._texts = [self._prepared(*one) for one in zip(said, words, strict=True)]

    def copies(self, previous: Sequence[SectionText]) -> Iterator[Copied]:
        yield from self._between_units()
        yield from self._of_outline()
        yield from self._of_previous(previous)

    def _between_units(self) -> Iterator[Copied]:
        texts = self._long_enough(self._texts)
        first = _first_with_same_words(texts)
        known = CopyCandidates(list(first.values()), least_texts=2)
        joined: Joined[int] = Joined()
        places = {id(text): place for place, text in enumerate(first.values())}
        for text in texts:
            same = first[text.words]
            if same is not text:
                yield copied(CopyKind.UNITS, same.text, text.text, compare(same, text))
                continue
            place = places[id(text)]
            for other in known.like(text, before=place):
                found = self._alike(other, text) if joined.are_apart(places[id(other)], place) else None
                if found:
                    joined.join(places[id(other)], place)
                    yield copied(CopyKind.UNITS, other.text, text.text, found)

    def _alike(self, first: ComparedText, second: ComparedText) -> Likeness | None:
        found = compare(first, second)
        return found if found.share >= self._thresholds.copy else None

    def _of_outline(self) -> Iterator[Copied]:
        least = self._thresholds.copy
        for text in self._texts:
            if not self._asked_words or outline_share(text.words, self._asked_grams) < least * OUTLINE_HINT:
                continue
            stretches = tuple(shared_stretches(text.words, self._asked_words, least=OUTLINE_LEAST_WORDS))
            share = sum(one.common for one in stretches) / max(len(text.words), 1)
            if share >= least:
                yield copied(CopyKind.OUTLINE, text.text, self._asked, Likeness(share, stretches))

    def _of_previous(self, previous: Sequence[SectionText]) -> Iterator[Copied]:
        old = self._long_enough([self._prepared(one, self._words(one)) for one in previous])
        first = _first_with_same_words(old)
        known = CopyCandidates(list(first.values()))
        own: dict[str, list[ComparedText]] = {}
        for one in old:
            own.setdefault(one.text.unit, []).append(one)
        for text in self._long_enough(self._texts) if old else ():
            same = first.get(text.words)
            likely = [*own.get(text.text.unit, []), *([same] if same else known.like(text))]
            found, other = max(((compare(text, one), one) for one in likely), key=_share, default=(NOT_ALIKE, text))
            if found.share >= self._thresholds.copy:
                yield copied(CopyKind.PREVIOUS, text.text, other.text, found)

    def _long_enough(self, texts: Iterable[ComparedText]) -> list[ComparedText]:
        return [text for text in texts if text.own_words >= self._thresholds.copy_words]

    def _words(self, text: SectionText) -> tuple[int, ...]:
        numbers = self._numbers
        return tuple([numbers.setdefault(word, len(numbers)) for word in folded_words(text.text)])

    def _prepared(self, text: SectionText, words: tuple[int, ...]) -> ComparedText:
        own = self._own.get(words) or own_words(words, outline=self._asked_grams, phrases=self._phrases)
        self._own[words] = own
        return ComparedText(text, words, own, own.count(1))


def _first_with_same_words(texts: Iterable[ComparedText]) -> dict[tuple[int, ...], ComparedText]:
    found: dict[tuple[int, ...], ComparedText] = {}
    for text in texts:
        found.setdefault(text.words, text)
    return found


def _share(compared: tuple[Likeness, ComparedText]) -> float:
    return compared[0].share
