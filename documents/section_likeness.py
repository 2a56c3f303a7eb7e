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
    fillers,
    number_and_title,
    plain_words,
    same_words,
    without_continued,
    written_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from domain.outline import Outline, Section

# Title likeness is in [0, 1]. One that is not exactly the same stays below this.
MOST_OF_A_REWORDED_TITLE = 0.97
# Letters rather than words are compared from here on (of 100): slips of the pen, letters misread in a scan.
NEARLY_THE_SAME_LETTERS = 85
# A title that says so much of the section's title (by weight) says enough of it.
SHARE_OF_A_TITLE_THAT_IS_ENOUGH = 0.45
WEIGHT_OF_A_FILLER, WEIGHT_OF_AN_UNKNOWN_WORD, WEIGHT_OF_A_PAIR = 0.15, 1.4, 0.6

# What is left to be gained is closed by this share when the number agrees, or may be meant to agree.
SAME_NUMBER, MAYBE_SAME_NUMBER = 0.35, 0.15
# What remains of the likeness of titles without a number, with another number, and of one with another level.
NO_NUMBER, OTHER_NUMBER, OTHER_LEVEL = 0.95, 0.72, 0.97
# Vietnamese lists go on from d to đ.
_LETTERS = "abcdđeghik"
# Below this the titles have nothing in common, and the number alone is no sign.
LEAST_OF_A_TITLE = 0.2


@dataclass(frozen=True, slots=True)
class Likeness:
    """`title` in [0, 1]; `score` in [0, 1] counts number and level in. 1 is the very heading of the outline."""

    title: float
    score: float
    same_number: bool


class KnownSections:
    """The sections of an outline, ready to be compared with headings."""

    def __init__(self, outline: Outline) -> None:
        self.sections = tuple(outline.walk())
        self.parents = {below.id: above for above in self.sections for below in above.sections}
        texts = [text for section in self.sections for text in (section.title, *section.hints)]
        self._abbreviations = abbreviations_of(texts)
        self._plain = [" ".join(plain_words(section.title)) for section in self.sections]
        self._words = [same_words(plain_words(section.title)) for section in self.sections]
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
        self._totals = [sum(self._weights[feature] for feature in set(_features(words))) for words in self._words]

    def like(self, text: str, level: int) -> dict[int, Likeness]:
        """The sections that a heading may mean, by their place in the outline; what shares no word with it is left out."""
        number, title = number_and_title(without_continued(text))
        plain = " ".join(plain_words(title))
        found: dict[int, Likeness] = {}
        for place, likeness in self._titles(title).items():
            exact = plain == self._plain[place]
            value = 1.0 if exact else min(likeness, MOST_OF_A_REWORDED_TITLE)
            score = self._score(value, number, place, level)
            found[place] = Likeness(value, score, number in self._numbers[place])
        return found

    def _titles(self, title: str) -> dict[int, float]:
        words = same_words(written_out(title, self._abbreviations))
        features = set(_features(words))
        shared: dict[int, float] = defaultdict(float)
        total = 0.0
        for feature in features:
            weight = self._weights.get(feature)
            if weight is None:
                total += 0.0 if " " in feature else _unknown(feature)
                continue
            total += weight
            for place in self._places[feature]:
                shared[place] += weight
        spelling = " ".join(words)
        return {place: self._title(weight, total, place, spelling) for place, weight in shared.items()}

    def _title(self, shared: float, total: float, place: int, spelling: str) -> float:
        said = shared / total if total else 0.0
        covered = shared / self._totals[place]
        likeness = said * sqrt(min(1.0, covered / SHARE_OF_A_TITLE_THAT_IS_ENOUGH))
        letters = fuzz.ratio(spelling, " ".join(self._words[place]), score_cutoff=NEARLY_THE_SAME_LETTERS)
        return max(likeness, letters / 100)

    def _score(self, title: float, number: str, place: int, level: int) -> float:
        level_counts = 1.0 if level == self.sections[place].level else OTHER_LEVEL
        if number and number in self._numbers[place]:
            return title + (1 - title) * SAME_NUMBER if title >= LEAST_OF_A_TITLE else 0.0
        if number and number in self._maybe[place]:
            return title + (1 - title) * MAYBE_SAME_NUMBER if title >= LEAST_OF_A_TITLE else 0.0
        return title * (OTHER_NUMBER if number else NO_NUMBER) * level_counts

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


def _weight(feature: str, sections: int, *, of: int) -> float:
    rarity = log((of + 1) / sections)
    if " " not in feature:
        return WEIGHT_OF_A_FILLER if feature in fillers() else rarity
    return rarity * (WEIGHT_OF_A_FILLER if fillers().issuperset(feature.split()) else WEIGHT_OF_A_PAIR)


def _unknown(word: str) -> float:
    return WEIGHT_OF_A_FILLER if word in fillers() or word.isdigit() else WEIGHT_OF_AN_UNKNOWN_WORD


def _numbers(section: Section) -> set[str]:
    return {section.id, split_label(section.label)[0]} - {""}


def _other_numbers(sections: Iterable[Section], above: tuple[int, ...] = ()) -> Iterator[set[str]]:
    """What some write instead of "II.1.2": "2.1.2", "2" or "b"; and "B" for "II"."""
    for number, section in enumerate(sections, start=1):
        path = (*above, number)
        letters = _LETTERS if above else _LETTERS.upper()
        yield {".".join(map(str, path)), str(number), *letters[number - 1 : number]}
        yield from _other_numbers(section.sections, path)
