"""Likeness of texts: how alike words must be to be said once, and how alike to be called a copy."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Likeness in [0, 1] over folded words.

    Sentences of at least `statement_words` words that are `statement` alike are said once where `statement_units` units
    say them; up to `named` units are named in the text, all of them in the source note. Sections of at least
    `copy_words` words that are `copy` alike are reported as copies.
    """

    statement: float = 0.85
    statement_words: int = 6
    statement_units: int = 2
    named: int = 12
    copy: float = 0.42
    copy_words: int = 40


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of one unit; `key` leads back to where it stands."""

    unit: str
    text: str
    key: int


@dataclass(frozen=True, slots=True)
class Statement:
    """What several units say alike: the sentence quoted comes first, one for each unit, in the order of the units.

    `repeats` are further sentences of these units that say it once more.
    """

    said: tuple[Said, ...]
    repeats: tuple[Said, ...] = ()
