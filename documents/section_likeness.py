"""How like a heading is to each section of the outline: by its words, by its number, by its level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from math import log, sqrt
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from documents.heading_labels import split_label
from documents.heading_words import (
    abbreviations_of,
    is_filler,
    number_and_title,
    plain_words,
    same_words,
    without_continued,
    written_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from domain.outline import Outline, Section

# Title likeness is in [0, 1]. One that is not exactly the same stays below this.
MOST_OF_A_REWORDED_TITLE = 0.97
# Letters rather than words are compared from here on (of 100): slips of the pen, letters misread in a scan.
NEARLY_THE_SAME_LETTERS = 85
# A title that says so much of the section's title (by weight) says enough of it.
SHARE_OF_A_TITLE_THAT_IS_ENOUGH = 0.45
# Or so much of its first words, which are what people keep of a long title.
SYLLABLES_OF_A_HEAD, SHARE_OF_A_HEAD_THAT_IS_ENOUGH = 6, 0.5
# Two common words are not enough for a title, however few more it has.
WEIGHT_THAT_IS_ENOUGH = 5.0
WEIGHT_OF_A_FILLER, WEIGHT_OF_AN_UNKNOWN_WORD, WEIGHT_OF_A_PAIR = 0.15, 1.4, 0.6

# A section that has less than this of a heading's words, by weight, is not looked at any closer.
LEAST_SHARED = 0.08
MOST_REMEMBERED = 4_096

# What is left to be gained is closed by this share when the number agrees, or may be meant to agree.
SAME_NUMBER, MAYBE_SAME_NUMBER = 0.35, 0.15
# What remains of the likeness of titles without a number, with another number, and of one with another level.
NO_NUMBER, OTHER_NUMBER, OTHER_LEVEL = 0.95, 0.78, 0.97
# "b) Hạn chế" is no chapter, whatever its title.
OTHER_KIND_OF_NUMBER = 0.5
# Vietnamese lists go on from d to đ.
LEVEL_OF_LETTERS = 3
_LETTERS = "abcdđeghik"
# Below this the titles have nothing in common, and the number alone is no sign.
LEAST_TITLE = 0.2
# Nor is it where the title of another section is so much more alike.
SHARE_OF_THE_BEST = 0.6


@dataclass(frozen=True, slots=True)
class Likeness:
    """`title` in [0, 1]; `score` in [0, 1] counts number and level in. 1 is the very heading of the outline.

    `covered` is the share of the section's title that the heading says, by weight.
    """

    title: float
    score: float
    covered: float
    same_number: bool


@dataclass(frozen=True, slots=True)
class _Numbered:
    """What a heading has besides its title; `best` is the likeness of the title that is most like its own."""

    number: str
    level: int
    best: float


class KnownSections:
    """The sections of an outline, ready to be compared with headings."""

    def __init__(self, outline: Outline) -> None:
        self.sections = tuple(outline.walk())
        self.parents = {below.id: above for above in self.sections for below in above.sections}
        texts = [text for section in self.sections for text in (section.title, *section.hints)]
        self._abbreviations = abbreviations_of(texts)
        self._plain = [" ".join(plain_words(section.title)) for section in self.sections]
        self._words = [same_words(plain_words(section.title)) for section in self.sections]
        self._remembered = lru_cache(maxsize=MOST_REMEMBERED)(self._like)
        self._is_lettered = [split_label(section.label)[0][-1:].islower() for section in self.sections]
        self._spelt = [" ".join(words) for words in self._words]
        self._numbers = [_numbers(section) for section in self.sections]
        self._maybe = list(_other_numbers(outline.sections))
        self._weigh()

    def _weigh(self) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for feature in set(_features(words)):
                self._places[feature].append(place)
        self._weights = {
            feature: _weight(feature, len(places), of=len(self.sections)) for feature, places in self._places.items()
        }
        self._totals = [self._total(words) for words in self._words]
        self._heads = [set(_features(_head(words))) for words in self._words]
        self._head_totals = [self._total(_head(words)) for words in self._words]

    def _total(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(feature, 0.0) for feature in set(_features(words)))

    def like(self, text: str, level: int) -> Mapping[int, Likeness]:
        """The sections that a heading may mean, by their place in the outline; what shares little with it is left out.

        Thousands of reports have the same few headings, so the latest are remembered.
        """
        return self._remembered(text, level)

    def _like(self, text: str, level: int) -> dict[int, Likeness]:
        number, title = number_and_title(without_continued(text))
        plain = " ".join(plain_words(title))
        titles = self._titles(title)
        for place in titles:
            if plain == self._plain[place]:
                titles[place] = 1.0, 1.0
        best = max((likeness for likeness, _ in titles.values()), default=0.0)
        heading = _Numbered(number, level, best)
        return {
            place: Likeness(likeness, self._score(likeness, heading, place), covered, number in self._numbers[place])
            for place, (likeness, covered) in titles.items()
        }

    def _titles(self, title: str) -> dict[int, tuple[float, float]]:
        """The likeness of the titles, and the share covered."""
        words = same_words(written_out(title, self._abbreviations))
        shared: dict[int, float] = defaultdict(float)
        of_head: dict[int, float] = defaultdict(float)
        total = 0.0
        for feature in set(_features(words)):
            weight = self._weights.get(feature)
            if weight is None:
                total += 0.0 if " " in feature else _unknown(feature)
                continue
            total += weight
            for place in self._places[feature]:
                shared[place] += weight
                if feature in self._heads[place]:
                    of_head[place] += weight
        spelling = " ".join(words)
        least = total * LEAST_SHARED
        return {
            place: (
                min(
                    MOST_OF_A_REWORDED_TITLE,
                    max(self._letters(spelling, place), weight / total * self._enough(place, weight, of_head[place])),
                ),
                weight / self._totals[place],
            )
            for place, weight in shared.items()
            if weight >= least
        }

    def _enough(self, place: int, shared: float, of_head: float) -> float:
        """1 where a heading says enough of the section's title, less where it says little of it."""
        share = max(
            shared / self._totals[place] / SHARE_OF_A_TITLE_THAT_IS_ENOUGH,
            of_head / self._head_totals[place] / SHARE_OF_A_HEAD_THAT_IS_ENOUGH,
        )
        return sqrt(min(1.0, share)) * min(1.0, shared / WEIGHT_THAT_IS_ENOUGH)

    def _letters(self, spelling: str, place: int) -> float:
        return fuzz.ratio(spelling, self._spelt[place], score_cutoff=NEARLY_THE_SAME_LETTERS) / 100

    def _score(self, title: float, heading: _Numbered, place: int) -> float:
        """A number counts the less, the likelier another section is by its title."""
        level_counts = 1.0 if heading.level == self.sections[place].level else OTHER_LEVEL
        if not heading.number:
            return title * NO_NUMBER * level_counts
        closed = self._closed(heading.number, place)
        if closed and title >= max(LEAST_TITLE, heading.best * SHARE_OF_THE_BEST):
            return title + (1 - title) * closed * (title / heading.best) ** 2
        is_alike = heading.number[-1:].islower() == self._is_lettered[place]
        return title * (OTHER_NUMBER if is_alike else OTHER_KIND_OF_NUMBER) * level_counts

    def _closed(self, number: str, place: int) -> float:
        if number in self._numbers[place]:
            return SAME_NUMBER
        return MAYBE_SAME_NUMBER if number in self._maybe[place] else 0.0

    def numbers_of(self, section: Section) -> set[str]:
        return _numbers(section)

    def has_number(self, place: int, number: str) -> bool:
        return number in self._numbers[place]


@lru_cache(maxsize=8)  # a campaign has one outline, and thousands of reports
def known_sections(outline: Outline) -> KnownSections:
    return KnownSections(outline)


def _features(words: Iterable[str]) -> Iterator[str]:
    """Each word, and each pair of neighbours: "thong tin co so" and "co so vat chat" share words, not pairs."""
    before = ""
    for word in words:
        yield word
        if before:
            yield f"{before} {word}"
        before = word


def _head(words: Iterable[str]) -> list[str]:
    return [word for word in words if not is_filler(word)][:SYLLABLES_OF_A_HEAD]


def _weight(feature: str, sections: int, *, of: int) -> float:
    rarity = log((of + 1) / sections)
    first, _, second = feature.partition(" ")
    if not second:
        return WEIGHT_OF_A_FILLER if is_filler(first) else rarity
    return rarity * (WEIGHT_OF_A_FILLER if is_filler(first) or is_filler(second) else WEIGHT_OF_A_PAIR)


def _unknown(word: str) -> float:
    return WEIGHT_OF_A_FILLER if is_filler(word) or word.isdigit() else WEIGHT_OF_AN_UNKNOWN_WORD


def _numbers(section: Section) -> set[str]:
    return {section.id, split_label(section.label)[0]} - {""}


def _other_numbers(sections: Iterable[Section], above: tuple[int, ...] = ()) -> Iterator[set[str]]:
    """What some write instead of "II.1.2": "2.1.2", "2" or "b"; and "B" for "II"."""
    for number, section in enumerate(sections, start=1):
        path = (*above, number)
        yield {".".join(map(str, path)), str(number), *_lettered(path)}
        yield from _other_numbers(section.sections, path)


def _lettered(path: tuple[int, ...]) -> str:
    """A, B, C for chapters, and a, b, c at the third level; in between nobody writes letters."""
    letters = {1: _LETTERS.upper(), LEVEL_OF_LETTERS: _LETTERS}.get(len(path), "")
    return letters[path[-1] - 1 : path[-1]]
