"""Which heading of a report stands for which section of the outline, how surely, and by whose word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.blocks import Paragraph
from documents.heading_candidates import Candidate, as_heading, candidates_of, is_title_line, run_over
from documents.heading_order import number_of
from documents.heading_words import number_and_title, plain_words
from documents.section_alignment import LEAST_SCORE, assign
from documents.section_likeness import known_sections

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from documents.blocks import Block
    from documents.section_likeness import KnownSections, Likeness
    from domain.outline import Outline

# A numbered line in plain text is a heading only where its title says so; without a number hardly ever.
LEAST_TITLE_OF_A_LINE, LEAST_TITLE_WITHOUT_NUMBER = 0.55, 0.9
# Under another number it must say so much of the title, by weight: items of a list say but a few words of one.
COVERED_UNDER_ANOTHER_NUMBER = 0.6
# Of two headings for one section, one with text below it is the better.
FOR_TEXT_BELOW = 0.004
# Number and place alone, with the title saying little: barely a match, for a person to look at.
BY_PLACE, BY_PLACE_AND_TITLE, SOMETHING_OF_A_TITLE = 0.5, 0.2, 0.05
# Fewer sections than this share found by numbered headings: plain lines with the very title are looked at, too.
FEW_FOUND = 0.5
# What a heading out of its order must say of the section's title, by weight, unless it has the number.
COVERED_OUT_OF_ORDER = 0.3
# A title joined from two lines is like the section's, and says so much more of it, by weight, than the first line alone.
LEAST_JOINED_TITLE, GAIN_OF_THE_SECOND_LINE = 0.8, 0.08
# A second line that says so much of a title is a heading of its own.
COVERED_BY_ITSELF = 0.5


@dataclass(frozen=True, slots=True)
class Assigned:
    """A heading and its section, by its place in the outline; None where a person said that it belongs to none."""

    candidate: Candidate
    section: int | None
    confidence: float


class Assignment:
    """The result: by the place of the block, and what else was looked at."""

    def __init__(self, blocks: Sequence[Block], outline: Outline, contents: frozenset[int]) -> None:
        self._blocks = blocks
        self.known = known_sections(outline)
        self.likeness: dict[int, Mapping[int, Likeness]] = {}
        self.candidates: dict[int, Candidate] = {}
        self.assigned: dict[int, Assigned] = {}
        self._contents = contents
        for candidate in candidates_of(blocks, contents):
            self._add(candidate)
        self._join_lines()

    def _add(self, candidate: Candidate) -> None:
        self.candidates[candidate.place] = candidate
        self.likeness[candidate.place] = self.known.like(candidate.heading.text, candidate.heading.level)

    def _join_lines(self) -> None:
        """Titles that run over two lines become one."""
        before: Candidate | None = None
        for place in sorted(self.candidates):
            candidate = self.candidates[place]
            joined = run_over(before, candidate) if before else None
            if before and joined and self._gains(before, candidate, joined):
                self._add(joined)
                del self.candidates[place], self.likeness[place]
                before = joined
            else:
                before = candidate

    def _gains(self, first: Candidate, second: Candidate, joined: Candidate) -> bool:
        """Whether two lines say more of a section's title than one, and nothing else, and the second means none itself."""
        if any(one.covered >= COVERED_BY_ITSELF for one in self.likeness[second.place].values()):
            return False
        before = self.likeness[first.place]
        after = self.known.like(joined.heading.text, joined.heading.level)
        return any(
            one.title >= LEAST_JOINED_TITLE
            and one.covered > GAIN_OF_THE_SECOND_LINE + (before[place].covered if place in before else 0.0)
            for place, one in after.items()
        )

    def correct(self, corrections: Mapping[int, str | None]) -> None:
        """What a person said. Positions where no line stands and sections that the outline does not have are passed over."""
        sections = {section.id: place for place, section in enumerate(self.known.sections)}
        for place, block in enumerate(self._blocks):
            if block.position not in corrections or (heading := as_heading(block, 1)) is None:
                continue
            wanted = corrections[block.position]
            if wanted is None or wanted in sections:
                candidate = self.candidates.get(place) or Candidate(place, place, heading, "", is_certain=True)
                self.assigned[place] = Assigned(candidate, None if wanted is None else sections[wanted], 1.0)

    def find(self) -> None:
        """The headings that nobody has spoken about, from the surest sign to the weakest."""
        self._assign(self.candidates)
        leaves = sum(not section.sections for section in self.known.sections)
        if len(self.assigned) < FEW_FOUND * leaves:
            self._assign(self._plain_lines())
        self._assign_by_place()
        self._finish_titles()

    def _finish_titles(self) -> None:
        """Lines of a scan are paragraphs: those that go on with the title of the section, word for word, are no answer."""
        for place, one in self.assigned.items():
            if one.section is not None:
                title = " ".join(plain_words(self.known.sections[one.section].title))
                self.assigned[place] = replace(one, candidate=self._to_the_end(one.candidate, title))

    def _to_the_end(self, candidate: Candidate, title: str) -> Candidate:
        text = candidate.heading.text
        for block in self._blocks[candidate.last + 1 :]:
            if not isinstance(block, Paragraph):
                break
            longer = " ".join(f"{text} {block.text}".split())
            words = " ".join(plain_words(number_and_title(longer)[1]))
            if not plain_words(block.text) or not f"{title} ".startswith(f"{words} "):
                break
            text = longer
            candidate = replace(candidate, last=candidate.last + 1, heading=replace(candidate.heading, text=text))
        return candidate

    def _assign(self, places: Collection[int]) -> None:
        taken = {one.section for one in self.assigned.values()}
        rows = [place for place in sorted(places) if place not in self.assigned]
        scores = [self._scores(place, taken) for place in rows]
        clear = [
            {section: score for section, score in found.items() if self._is_clear(self.likeness[place][section])}
            for place, found in zip(rows, scores, strict=True)
        ]
        found = assign(scores, clear, sections=len(self.known.sections))
        for row, (section, score) in found.items():
            candidate = self.candidates[rows[row]]
            self.assigned[candidate.place] = Assigned(candidate, section, round(min(score, 1.0), 2))

    def _scores(self, place: int, taken: Collection[int | None]) -> dict[int, float]:
        candidate = self.candidates[place]
        bonus = FOR_TEXT_BELOW if self._has_text_below(candidate) else 0.0
        return {
            section: like.score + bonus
            for section, like in self.likeness[place].items()
            if section not in taken and (candidate.is_certain or _is_meant(candidate, like))
        }

    def _is_clear(self, like: Likeness) -> bool:
        """Whether a heading may be the section's although it stands out of order: "Hạn chế" alone is found everywhere."""
        return like.same_number or like.covered >= COVERED_OUT_OF_ORDER

    def _has_text_below(self, candidate: Candidate) -> bool:
        below = candidate.last + 1
        return below < len(self._blocks) and below not in self.candidates

    def _plain_lines(self) -> list[int]:
        """Lines of plain text without a number that bear the very title of a section. A small letter begins none: it goes on."""
        added: list[int] = []
        for place, block in enumerate(self._blocks):
            if place in self.candidates or place in self._contents or not is_title_line(block):
                continue
            heading = as_heading(block, 0)
            if heading is None or heading.text[:1].islower():
                continue
            likeness = self.known.like(heading.text, heading.level)
            if any(like.title >= LEAST_TITLE_WITHOUT_NUMBER for like in likeness.values()):
                self._add(Candidate(place, place, heading, "", is_certain=False))
                added.append(place)
        return added

    def _assign_by_place(self) -> None:
        """A heading with the very number of a section that is not found, right where it would stand, between its neighbours."""
        for section in range(len(self.known.sections)):
            by_section = {one.section: place for place, one in self.assigned.items() if one.section is not None}
            if section in by_section or not self._is_among_kin(section, by_section):
                continue
            chapter = self._chapter_of(section)
            above = max((place for known, place in by_section.items() if chapter <= known < section), default=-1)
            below = min((place for place in self.assigned if place > above), default=len(self._blocks))
            between = [
                self.candidates[place]
                for place in sorted(self.candidates)
                if above < place < below and place not in self.assigned and self.candidates[place].is_certain
            ]
            meant = _the_one(between, section, self.known)
            if meant is not None and self._fits(meant, section):
                title = self.likeness[meant.place].get(section)
                confidence = BY_PLACE + BY_PLACE_AND_TITLE * (title.title if title else 0.0)
                self.assigned[meant.place] = Assigned(meant, section, round(confidence, 2))

    def _chapter_of(self, section: int) -> int:
        """The place in the outline of the chapter right above a section; a chapter itself may follow any other."""
        parent = self.known.parents.get(self.known.sections[section].id)
        return 0 if parent is None else self.known.sections.index(parent)

    def _is_among_kin(self, section: int, by_section: Mapping[int, int]) -> bool:
        """Whether the chapter above and another section below it were found; of the chapters, whether another one was."""
        sections = self.known.sections
        parent = self.known.parents.get(sections[section].id)
        if parent is None:
            return any(sections[known].level == sections[section].level for known in by_section)
        found = {sections[known].id for known in by_section}
        return parent.id in found and any(sibling.id in found for sibling in parent.sections)

    def _fits(self, candidate: Candidate, section: int) -> bool:
        """Its title has something of the section's, and means no other."""
        own = self.likeness[candidate.place].get(section)
        return (
            own is not None
            and own.title >= SOMETHING_OF_A_TITLE
            and all(
                like.score < LEAST_SCORE for place, like in self.likeness[candidate.place].items() if place != section
            )
        )


def _the_one(between: Sequence[Candidate], section: int, known: KnownSections) -> Candidate | None:
    """The only one with the section's number, unless it goes on from a list of the unit's own."""
    bearing = [one for one in between if known.has_number(section, one.number)]
    if len(bearing) != 1:
        return None
    number = number_of(bearing[0].number)
    before = [number_of(one.number) for one in between if one.place < bearing[0].place]
    if number is None or any(one is not None and number.follows(one) for one in before):
        return None
    return bearing[0]


def _is_meant(candidate: Candidate, like: Likeness) -> bool:
    """Whether a line of plain text is that heading, and no item of a list that shares its words."""
    if not candidate.title_follows:
        return False
    if like.same_number:
        return like.title >= LEAST_TITLE_OF_A_LINE
    says_all = not candidate.number or like.covered >= COVERED_UNDER_ANOTHER_NUMBER
    return says_all and like.title >= LEAST_TITLE_WITHOUT_NUMBER


def claimed_by(likeness: Mapping[int, Likeness], *, least: float) -> int | None:
    """The section whose number and title a heading bears, or nearly so."""
    claims = [(like.title, place) for place, like in likeness.items() if like.same_number and like.title >= least]
    return max(claims)[1] if claims else None
