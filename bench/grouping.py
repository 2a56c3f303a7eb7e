"""Sentences that units say alike: thirty thousand of one section, said once each."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from bench.figures import Figure
from bench.measuring import cpu_seconds
from bench.section_texts import sentence
from domain.likeness import Said, Thresholds
from domain.sentence_meaning import meaning
from domain.statements import group_alike

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

UNITS, SENTENCES = 3_000, 10
SAYINGS = 300  # what many say, each with this chance
SAID_BY_MANY = 0.5
REWORDED = 0.4
MOST_SECONDS = 30.0
MOST_TIMES_READING = 10.0


def measure(_folder: Path, units: int = UNITS) -> list[Figure]:
    """Against taking each sentence apart, which has to be done in any case."""
    said = list(sayings(units))
    read = cpu_seconds(lambda: [meaning(one.text) for one in said])
    grouped = cpu_seconds(partial(group_alike, said, Thresholds()))
    what = f"{len(said):,} sentences grouped"
    return [Figure(what, grouped, "to take them apart", read, most=MOST_SECONDS, most_ratio=MOST_TIMES_READING)]


def sayings(units: int) -> Iterator[Said]:
    """Half of the sentences are a unit's own; of the others, some have a word of their own in them."""
    draw = Random(7)  # noqa: S311 -- figures that can be repeated, nothing secret
    common = [sentence(draw) for _ in range(SAYINGS)]
    for key in range(units * SENTENCES):
        words = (draw.choice(common) if draw.random() < SAID_BY_MANY else sentence(draw)).split()
        if draw.random() < REWORDED:
            words.insert(draw.randrange(1, len(words)), draw.choice(["cũng", "luôn", "từng bước", "cơ bản"]))
        yield Said(f"U{key // SENTENCES:04}", " ".join(words), key)
