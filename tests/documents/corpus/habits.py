"""The habits of authoring that section matching is measured on, each a stream of Word files with their truth."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from tests.documents.corpus.lines import HELD_OUT, TITLES
from tests.documents.corpus.reports import FAITHFUL, Habit, hard_habit, write
from tests.documents.corpus.word_files import (
    AUTOMATIC_BOLD,
    AUTOMATIC_STYLES,
    BOLD,
    DECOMPOSED,
    IN_TCVN3,
    IN_VNI,
    MIXED,
    MIXED_OTHERWISE,
    STYLED,
    word_file_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.documents.corpus.reports import Written
    from tests.documents.corpus.word_files import Hand

# The six habits, by the hands in which they come, one after the other.
FAITHFUL_HABITS: dict[str, Sequence[Hand]] = {
    "heading styles": (STYLED,),
    "bold typed numbers": (BOLD,),
    "automatic numbers": (AUTOMATIC_STYLES, AUTOMATIC_BOLD),
    "mixed": (MIXED, MIXED_OTHERWISE),
    "contents and cover": (BOLD, STYLED, AUTOMATIC_BOLD),
    "NFD and old fonts": (DECOMPOSED, IN_TCVN3, IN_VNI),
}
HARD, OTHER_WORDS = "reworded, moved, renumbered", "the same in words kept apart"
HARD_HABITS: dict[str, Path] = {HARD: TITLES, OTHER_WORDS: HELD_OUT}
_HARD_HANDS = (STYLED, BOLD, AUTOMATIC_STYLES, AUTOMATIC_BOLD, MIXED)


def documents(name: str, number: int) -> Iterator[tuple[bytes, Written]]:
    """So many Word files of a habit with their truth, always the same."""
    hands = FAITHFUL_HABITS.get(name, _HARD_HANDS)
    for n in range(number):
        dice = Random(f"{name}/{n}")  # noqa: S311 -- a corpus is no secret
        hand = hands[n % len(hands)]
        habit = hard_habit(dice, titles=HARD_HABITS[name]) if name in HARD_HABITS else FAITHFUL
        written = write(f"{name}/{n}/text", _fitting(habit, hand), contents=name == "contents and cover")
        yield word_file_of(written, hand, dice), written


def _fitting(habit: Habit, hand: Hand) -> Habit:
    """Word numbers what is there, one after the other."""
    if not any("auto" in made for made in hand.makes):
        return habit
    return Habit(**{name: getattr(habit, name) for name in Habit.__slots__} | {"renumbered": True, "unnumbered": False})
