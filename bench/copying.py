"""Copied sections: how many of those planted are found, how long it takes over all sections of a country."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from bench.figures import Figure, Unit
from bench.measuring import cpu_seconds
from bench.section_texts import Planted, planted, renamed
from config.plan_file import find_plan, load_plan
from domain.copies import CopyKind, SectionText
from domain.copying import find_copies
from domain.likeness import Thresholds
from domain.stock_phrases import PHRASE_WORDS
from domain.words import folded_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from domain.copies import Copied

PLAN = "ke-hoach-15-kh-tu"
SECTION = "II.1.1"
# The threshold was chosen on the first three, other limits on seeds below 10; the last three were run when all stood.
SEEDS = {"chosen on": (1, 2, 3), "kept apart": (201, 202, 203)}
UNITS, COPIES = 300, 40
SECTIONS, TEXTS_OF_A_SECTION, COPIES_OF_A_SECTION = 16, 625, 10
MOST_WRONG = 0.05
MOST_SECONDS = 60.0
MOST_TIMES_SHINGLES = 10.0


def measure(_folder: Path) -> list[Figure]:
    """What is missed of each way and degree of copying, and what was called a copy and is none."""
    return [figure for name, seeds in SEEDS.items() for figure in of_seeds(name, seeds)]


def measure_time(_folder: Path, texts_of_a_section: int = TEXTS_OF_A_SECTION) -> list[Figure]:
    """Ten thousand sections against cutting the same texts into shingles and counting these, which finds nothing yet."""
    texts = country(texts_of_a_section)
    asked = [SectionText("", text.section, hint) for text in texts[::texts_of_a_section] for hint in hints()]
    shingled = cpu_seconds(partial(_shingles, texts))
    found = cpu_seconds(partial(find_copies, texts, Thresholds(), outline=asked))
    what = f"copies among {len(texts):,} sections"
    return [
        Figure(what, found, "to count their shingles", shingled, most=MOST_SECONDS, most_ratio=MOST_TIMES_SHINGLES),
    ]


def hints() -> tuple[str, ...]:
    """The outline's own words for the section, from the shipped plan."""
    outline = load_plan(find_plan(PLAN)).plan.outline
    return tuple(words for one in outline.walk() if one.id == SECTION for words in (one.title, *one.hints))


def of_seeds(name: str, seeds: Sequence[int], *, units: int = UNITS, copies: int = COPIES) -> Iterator[Figure]:
    planted_pairs, found_pairs, right = Counter[str](), 0, Counter[str]()
    for seed in seeds:
        made = planted(seed, hints(), units=units, copies=copies)
        truth = {frozenset(pair): kind for pair, kind in made.truth.items()}
        pairs = _pairs(_found(made))
        planted_pairs.update(truth.values())
        right.update(truth[pair] for pair in pairs if pair in truth)
        found_pairs += len(pairs)
    wrong = found_pairs - right.total()
    precision = f"pairs found: precision {right.total() / max(found_pairs, 1):.4f}"
    yield Figure(f"no copy, {name}", wrong, precision, max(found_pairs, 1), Unit.COUNT, most_ratio=MOST_WRONG)
    for kind, count in sorted(planted_pairs.items()):
        recall = f"planted: recall {right[kind] / count:.4f}"
        missed = count - right[kind]
        yield Figure(f"not found, {kind} kept, {name}", missed, recall, count, Unit.COUNT, most_ratio=MOST_WRONG)


def _found(made: Planted) -> tuple[Copied, ...]:
    outline = [SectionText("", made.texts[0].section, hint) for hint in hints()]
    return find_copies(made.texts, Thresholds(), outline=outline)


def _pairs(copies: Sequence[Copied]) -> list[frozenset[str]]:
    return [frozenset((one.first.unit, one.second.unit)) for one in copies if one.kind is CopyKind.UNITS]


def country(texts_of_a_section: int) -> list[SectionText]:
    copies = min(COPIES_OF_A_SECTION, texts_of_a_section // 12)
    units = texts_of_a_section - 6 * copies
    sections = (planted(number, hints(), units=units, copies=copies).texts for number in range(SECTIONS))
    return [text for number, texts in enumerate(sections) for text in renamed(texts, f"S{number}")]


def _shingles(texts: Sequence[SectionText]) -> Counter[tuple[str, ...]]:
    return Counter(gram for text in texts for gram in zip(*_shifted(folded_words(text.text)), strict=False))


def _shifted(words: list[str]) -> list[list[str]]:
    return [words[start:] for start in range(PHRASE_WORDS)]
