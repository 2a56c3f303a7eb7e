"""What a report says to each section of the outline: a result that is shown to the unit and kept with the version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SectionState(StrEnum):
    """NONE is the answer "Không.", which is complete; EMPTY is a heading with nothing below it, which is not."""

    FOUND = "found"
    NONE = "none"
    EMPTY = "empty"
    MISSING = "missing"
    NOT_OWED = "not_owed"


@dataclass(frozen=True, slots=True)
class SectionCheck:
    """One section. `number` is its id in the outline ("II.1.4"), `heading` what stands in the file, empty if missing.

    `position` is the heading's place among the blocks of the file, from 1, and 0 if missing. `confidence` of the match
    is in [0, 1], and 1 where a person made it (`is_corrected`).
    """

    number: str
    title: str
    state: SectionState
    heading: str = ""
    position: int = 0
    words: int = 0
    confidence: float = 0.0
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class ReportFinding:
    """Something that a reader should look at. `where` in Vietnamese: "mục II.1.2, đoạn 48". Flagged, never mended."""

    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class OutlineCheck:
    """Sections in the order of the outline, its leaves only; headings that match nothing; what else stands out.

    `extra_positions` are the places of the `extra_headings`, as in SectionCheck; checks kept earlier have none.
    `note` says in Vietnamese why a person must read the file, where the program could not, or not reliably.
    """

    sections: tuple[SectionCheck, ...] = ()
    extra_headings: tuple[str, ...] = ()
    findings: tuple[ReportFinding, ...] = ()
    note: str = ""
    extra_positions: tuple[int, ...] = ()

    def has_heading(self, position: int, *, of: str | None) -> bool:
        """Whether the heading at this place belongs to the section `of`; None for one that belongs to none."""
        if position < 1:  # that of sections without a heading
            return False
        if of is None:
            return position in self.extra_positions
        return any(one.number == of and one.position == position for one in self.sections)

    def numbers(self, *states: SectionState) -> tuple[str, ...]:
        """The numbers of the sections in one of these states."""
        return tuple(section.number for section in self.sections if section.state in states)

    @property
    def is_complete(self) -> bool:
        """Whether every section owed has an answer; False where the program could not read the file."""
        return bool(self.sections) and not self.numbers(SectionState.EMPTY, SectionState.MISSING)
