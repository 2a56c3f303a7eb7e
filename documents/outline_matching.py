"""Lays a report along the outline: which passages answer which section, and what belongs to none.

A heading is known by its number, its title and its place together, all headings at once, so that no section gets two of
them: the likelier keeps it. Whatever a person says about a heading stands over all that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from documents.blocks import Block, Heading, Image, Recognised, Table
from documents.heading_candidates import contents_of
from documents.heading_order import Number, number_of
from documents.heading_words import is_continued
from documents.section_answers import words_of
from documents.section_assignment import Assignment, claimed_by
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

    from documents.blocks import Report
    from documents.heading_candidates import Candidate
    from documents.section_likeness import KnownSections
    from domain.outline import Outline, Section

# Letterhead, title and introduction stay within this; more text before the first heading is content.
WORDS_OF_AN_OPENING = 250
# So like the title of a section, under its very number, a second heading claims the section that another has.
SECOND_CLAIM = 0.9

_CLOSING = re.compile(r"noi nhan|(?:t/ ?m|tm\.|k/ ?t|kt\.|t/ ?l|tl\.) ")
_ANNEX = re.compile(r"phu luc\b")
# How the reader knows the level of a heading, and not only guesses it from its number.
_LEVEL_IS_SURE = (Recognised.STYLE, Recognised.OUTLINE_LEVEL, Recognised.NUMBERING)
_NO_CORRECTIONS: Mapping[int, str | None] = {}


@dataclass(frozen=True, slots=True)
class Passages:
    """What a report says under one heading of the outline. No blocks: the heading is there with nothing below it.

    `confidence` in [0, 1] that this is the section's heading; 1 for the very number and title, or where a person said so.
    """

    section_id: str
    heading: Heading
    blocks: tuple[Block, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that answers no section, with the heading it stands under; None where there is no heading.

    `claims` is the section that its heading names although another one has it, empty otherwise.
    """

    heading: Heading | None
    blocks: tuple[Block, ...]
    claims: str = ""


@dataclass(frozen=True, slots=True)
class MatchedReport:
    """Every block of the report, once. `opening` and `closing` are the letterhead and the signature, not content.

    `continued` are the headings marked "(tiếp theo)" whose text was put to that of their section, by its id.
    """

    sections: Mapping[str, Passages]
    unplaced: tuple[Unplaced, ...]
    opening: tuple[Block, ...]
    closing: tuple[Block, ...]
    continued: tuple[tuple[str, Heading], ...] = ()

    def answers(self, section_id: str) -> bool:
        """Whether there is anything below the heading; "Không." is an answer, an empty heading is not."""
        passages = self.sections.get(section_id)
        return passages is not None and bool(passages.blocks)


def match(
    report: Report, outline: Outline, *, corrections: Mapping[int, str | None] = _NO_CORRECTIONS
) -> MatchedReport:
    """`corrections` tell by the position of a heading which section it belongs to, by its id, or None for none."""
    contents = contents_of(report.blocks)
    assignment = Assignment(report.blocks, outline, contents)
    assignment.correct(corrections)
    assignment.find()
    return _Laying(report, assignment, contents).matched()


@dataclass(slots=True)
class _Run:
    """A heading and what follows it until the next one that starts a run of its own; none where a section goes on."""

    heading: Heading | None = None
    section: Section | None = None
    confidence: float = 1.0
    claims: str = ""
    blocks: list[Block] = field(default_factory=list)
    last_own: Number | None = None


class _Laying:
    """Goes down the report once, block by block."""

    def __init__(self, report: Report, assignment: Assignment, contents: frozenset[int]) -> None:
        self._blocks, self._assignment, self._contents = report.blocks, assignment, contents
        self._known: KnownSections = assignment.known
        self._runs = [_Run()]
        self._closing: list[Block] = []
        self._continued: list[tuple[str, Heading]] = []
        self._is_closed = False

    def matched(self) -> MatchedReport:
        skip_to = 0
        for place, block in enumerate(self._blocks):
            if place >= skip_to:
                skip_to = self._lay(place, block)
        first, *runs = self._runs
        sections: dict[str, Passages] = {}
        unplaced: list[Unplaced] = []
        for run in runs:
            if run.section is not None:
                _put(sections, run.section.id, run)
            elif run.heading is not None or run.blocks:
                unplaced.append(Unplaced(run.heading, tuple(run.blocks), run.claims))
        opening = tuple(first.blocks)
        if opening and (not sections or words_of(self._written(opening)) > WORDS_OF_AN_OPENING):
            unplaced.insert(0, Unplaced(None, opening))
            opening = ()
        return MatchedReport(sections, tuple(unplaced), opening, tuple(self._closing), tuple(self._continued))

    def _lay(self, place: int, block: Block) -> int:
        """Put the block where it belongs; returns the place of the next one."""
        assigned = self._assignment.assigned.get(place)
        if assigned is not None:
            section = None if assigned.section is None else self._known.sections[assigned.section]
            self._begin(_Run(assigned.candidate.heading, section, assigned.confidence))
            return assigned.candidate.last + 1
        candidate = self._assignment.candidates.get(place)
        if candidate is not None and candidate.is_certain and not self._is_held(candidate):
            return candidate.last + 1
        if self._closes(block):
            self._closing.append(block)
        else:
            self._runs[-1].blocks.append(block)
        return place + 1

    def _begin(self, run: _Run) -> None:
        self._runs.append(run)
        self._is_closed = False

    def _closes(self, block: Block) -> bool:
        """Signature and recipients: one table, or lines that go on until an annex begins."""
        if isinstance(block, Table):
            if _is_closing(block):
                self._begin(_Run())
                return True
            self._is_closed = False
            return False
        if isinstance(block, Image):
            return self._is_closed
        key = fold(block.text)
        if not self._is_closed and len(self._runs) > 1 and _CLOSING.match(key):
            self._begin(_Run())
            self._is_closed = True
        elif _ANNEX.match(key):
            self._is_closed = False
        return self._is_closed

    def _is_held(self, candidate: Candidate) -> bool:
        """Whether a heading that stands for no section is the unit's own below the last one; otherwise it begins a run."""
        heading, run = candidate.heading, self._runs[-1]
        number = number_of(candidate.number)
        if self._is_closed and not _ANNEX.match(fold(heading.text)):
            return True
        goes_on = number is not None and run.last_own is not None and number.follows(run.last_own)
        claimed = None if goes_on else claimed_by(self._assignment.likeness[candidate.place], least=SECOND_CLAIM)
        if claimed is not None:
            self._claim(self._known.sections[claimed].id, heading)
            return False
        if goes_on or self._is_own(heading, number, run):
            run.last_own = number or run.last_own
            return True
        self._begin(_Run(heading))
        return False

    def _claim(self, section_id: str, heading: Heading) -> None:
        """The second heading of a section goes on with it where it says so; otherwise its text is nobody's."""
        begun = next((run.section for run in self._runs if run.section and run.section.id == section_id), None)
        if begun is not None and is_continued(heading.text):
            self._continued.append((section_id, heading))
            self._begin(_Run(None, begun))
        else:
            self._begin(_Run(heading, claims=section_id))

    def _is_own(self, heading: Heading, number: Number | None, run: _Run) -> bool:
        level_is_sure = heading.recognised in _LEVEL_IS_SURE
        begun_at = run.heading or run.section
        if begun_at is None:
            return len(self._runs) == 1 and number is None and not level_is_sure
        if run.section is None or not run.section.sections:
            if level_is_sure:
                return heading.level > begun_at.level
            return not self._ends(number, run)
        return number is None and not level_is_sure

    def _ends(self, number: Number | None, run: _Run) -> bool:
        """Whether a number goes on from that of the section, or of a chapter above it."""
        if number is None:
            return False
        if number.kind == "roman" and not number.above:
            return True
        above = [number_of(one) for one in self._numbers_above(run)]
        return any(one is not None and number.is_after(one) for one in above)

    def _numbers_above(self, run: _Run) -> list[str]:
        found = [run.heading.label] if run.heading is not None else []
        section = run.section
        while section is not None:
            found += self._known.numbers_of(section)
            section = self._known.parents.get(section.id)
        return found

    def _written(self, opening: tuple[Block, ...]) -> list[Block]:
        """The opening without a table of contents, which is no text of the unit's."""
        listed = {self._blocks[place].position for place in self._contents}
        return [block for block in opening if block.position not in listed]


def _put(sections: dict[str, Passages], section_id: str, run: _Run) -> None:
    """A second run of a section, by a person's word or a mark in its heading, is put behind the first."""
    before = sections.get(section_id)
    if before is not None:
        heading = () if run.heading is None else (run.heading,)
        sections[section_id] = replace(before, blocks=(*before.blocks, *heading, *run.blocks))
    elif run.heading is not None:
        sections[section_id] = Passages(section_id, run.heading, tuple(run.blocks), run.confidence)


def _is_closing(table: Table) -> bool:
    return any(_CLOSING.match(fold(cell)) for row in table.rows for cell in row)
