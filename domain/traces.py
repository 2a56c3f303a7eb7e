"""Traces (nguồn của từng câu): for every sentence of a draft, who wrote it and where; or that it is the program's own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """A unit's own words; a heading or label of the plan's outline; words of the program (counts, names, lead-ins)."""

    UNIT = "unit"
    OUTLINE = "outline"
    PROGRAM = "program"


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of a report as the reader gives it (`documents.opening.open_report`).

    `paragraph` is the position of the block, `start` and `end` characters of its text, from 0. In a table they count within
    the cell at `row` and `column`, from 0; in a footnote within the text of the note with the number `note`. `part` counts
    the texts that stand at one position (a text box beside its paragraph), from 0.
    """

    paragraph: int
    start: int
    end: int
    row: int | None = None
    column: int | None = None
    note: int | None = None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where words come from: the version of a unit's report, the section of the outline ("" for none), the place in it.

    `text` are the words there: those of the draft, or, for units that say the same in other words, their own.
    """

    unit: str
    version: int
    section: str
    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class TracedSentence:
    """One sentence of the draft. `sources` is empty unless a unit wrote it; the first is the one quoted word for word.

    `section` is where in the outline it stands in the draft, "" before and behind the sections.
    """

    section: str
    place: Place
    text: str
    origin: Origin
    sources: tuple[Source, ...] = ()
