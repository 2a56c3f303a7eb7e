"""Lays a report along the outline: which passages answer which section, and what belongs to none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from documents.blocks import Block, Footnote, Heading, Image, Paragraph, Table
from documents.heading_labels import split_label
from domain.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from documents.blocks import Report
    from domain.outline import Outline, Section

# Out of 100: two slips of the pen in a line pass, another title does not.
SAME_TITLE = 88
# A title may be cut short, but not to a word or two that begin many titles.
FEWEST_WORDS_OF_A_SHORT_TITLE = 4
# Letterhead, title and introduction stay within this; more text before the first heading is content.
WORDS_OF_AN_OPENING = 250

_NOT_A_WORD = re.compile(r"[^0-9a-z]+")
_CLOSING = "noi nhan"


@dataclass(frozen=True, slots=True)
class Passages:
    """What a report says under one heading of the outline. No blocks: the heading is there with nothing below it."""

    section_id: str
    heading: Heading
    blocks: tuple[Block, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Text that answers no section, with the heading it stands under; None where there is no heading."""

    heading: Heading | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class MatchedReport:
    """Every block of the report, once. `opening` and `closing` are the letterhead and the signature, not content."""

    sections: Mapping[str, Passages]
    unplaced: tuple[Unplaced, ...]
    opening: tuple[Block, ...]
    closing: tuple[Block, ...]

    def answers(self, section_id: str) -> bool:
        """Whether there is anything below the heading; "Không." is an answer, an empty heading is not."""
        passages = self.sections.get(section_id)
        return passages is not None and bool(passages.blocks)


@dataclass(slots=True)
class _Run:
    """A heading and what follows it until the next one that starts a run of its own."""

    heading: Heading | None
    section: Section | None
    blocks: list[Block] = field(default_factory=list)

    def holds(self, heading: Heading) -> bool:
        """A heading of the unit's own, below a section that the outline does not divide, belongs to that section."""
        if self.heading is None or heading.level <= self.heading.level:
            return False
        return self.section is None or not self.section.sections


class _Sections:
    """The sections of an outline, ready to be found by heading."""

    def __init__(self, outline: Outline) -> None:
        self._known = [(section, *_split(section.heading)) for section in outline.walk()]
        self._order = {section.id: place for place, (section, _, _) in enumerate(self._known)}

    def find(self, heading: Heading, *, after: Section | None) -> Section | None:
        """The section with this label and title; without a typed label, with this level and title.

        The label weighs more than the style: it is what people cite, and the style is often the wrong one.
        Of two sections alike it is the one that comes next in the outline.
        """
        label, title = _split(heading.text)
        alike = [
            section
            for section, known_label, known_title in self._known
            if (label == known_label if label else heading.level == section.level) and _same_title(title, known_title)
        ]
        passed = -1 if after is None else self._order[after.id]
        later = (section for section in alike if self._order[section.id] > passed)
        return next(later, alike[0] if alike else None)


def match(report: Report, outline: Outline, *, corrections: Mapping[int, str | None] = {}) -> MatchedReport:
    closing = [block for block in report.blocks if isinstance(block, Table) and _is_closing(block)]
    first, *runs = _runs(report.blocks, _Sections(outline), closing)
    sections: dict[str, Passages] = {}
    unplaced: list[Unplaced] = []
    for run in runs:
        if run.section is not None and run.heading is not None:
            passages = Passages(run.section.id, run.heading, tuple(run.blocks))
            sections[run.section.id] = _joined(sections.get(run.section.id), passages)
        elif run.heading is not None or run.blocks:
            unplaced.append(Unplaced(run.heading, tuple(run.blocks)))
    opening = tuple(first.blocks)
    if opening and (not sections or _words(opening) > WORDS_OF_AN_OPENING):
        unplaced.insert(0, Unplaced(None, opening))
        opening = ()
    return MatchedReport(sections, tuple(unplaced), opening, tuple(closing))


def _runs(blocks: Iterable[Block], sections: _Sections, closing: list[Table]) -> list[_Run]:
    runs = [_Run(None, None)]
    for block in blocks:
        if block in closing:
            runs.append(_Run(None, None))
        elif isinstance(block, Heading):
            section = sections.find(block, after=runs[-1].section)
            if section is None and runs[-1].holds(block):
                runs[-1].blocks.append(block)
            else:
                runs.append(_Run(block, section))
        else:
            runs[-1].blocks.append(block)
    return runs


def _split(heading: str) -> tuple[str, str]:
    """The label, and the key of the title."""
    label, title = split_label(heading)
    return label, _key(title)


def _key(title: str) -> str:
    return _NOT_A_WORD.sub(" ", fold(title)).strip()


def _same_title(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter.split()) >= FEWEST_WORDS_OF_A_SHORT_TITLE and longer.startswith(f"{shorter} "):
        return True
    return fuzz.ratio(one, other) >= SAME_TITLE


def _joined(before: Passages | None, passages: Passages) -> Passages:
    return passages if before is None else replace(before, blocks=before.blocks + passages.blocks)


def _is_closing(table: Table) -> bool:
    return any(fold(cell).startswith(_CLOSING) for row in table.rows for cell in row)


def _words(blocks: Iterable[Block]) -> int:
    return sum(len(_text(block).split()) for block in blocks)


def _text(block: Block) -> str:
    match block:
        case Table(rows):
            return " ".join(cell for row in rows for cell in row)
        case Image():
            return ""
        case Heading() | Paragraph() | Footnote():
            return block.text
