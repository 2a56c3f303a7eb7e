"""The sections of a consolidated report: what several units say alike once, the rest under the name of its unit.

Every word is a unit's own and is traced as it is written, or is the program's: names, counts and lead-ins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from documents.blocks import Footnote, Heading, Image, Paragraph
from documents.draft_words import NOTHING_YET, UNPLACED_NOTE, UNPLACED_TITLE
from documents.printable import printable
from documents.section_pieces import parts_of, pieces_of, text_of
from documents.source_notes import passage_note, statement_note
from documents.traced_blocks import placed_sentences
from domain.composition import Kept, Stated, compose
from domain.lead_ins import COUNTED_BELOW, NOTHING_FROM, QUOTED_BY
from domain.sentences import Span, sentence_spans
from domain.traces import Origin, Place, Source, TracedSentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from documents.merging.draft import Body, Draft
    from documents.merging.passages import Passage
    from documents.section_pieces import SectionPart
    from documents.source_notes import Cited
    from documents.trace_file import TraceFile
    from domain.composition import Composition, Piece, Quoted
    from domain.likeness import Thresholds
    from domain.outline import Section

# Where passages that answer no section are kept apart.
UNPLACED = "unplaced"
DEEPEST_HEADING = 4
BODY = "Body Text"
_BULLET = re.compile(r"[-–—+•*▪]\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class _Words:
    """Part of a paragraph that is all of one origin."""

    text: str
    origin: Origin = Origin.PROGRAM
    sources: tuple[Source, ...] = ()


class SectionWriter:
    """Writes one section after the other, and the trace beside it. `reports` are all that went in, by unit.

    `behind_headings` are units and positions where a heading of the outline, which is not taken in, begins the paragraph.
    """

    def __init__(
        self,
        draft: Draft,
        body: Body,
        trace: TraceFile,
        *,
        reports: Mapping[str, Cited],
        thresholds: Thresholds,
        as_footnotes: bool,
        behind_headings: Collection[tuple[str, int]] = (),
    ) -> None:
        self._draft, self._body, self._trace = draft, body, trace
        self._reports, self._thresholds, self._as_footnotes = reports, thresholds, as_footnotes
        self._behind_headings = behind_headings
        self._cited = {(cited.unit, cited.version): cited for cited in reports.values()}
        self._notes = 0
        self._section = ""

    def write(self, section: Section) -> None:
        self._section = section.id
        self._say([_Words(section.heading, Origin.OUTLINE)], style=_heading(section.level))
        parts = parts_of(section)
        answering: list[str] = []
        made = compose(self._pieces(section, answering), thresholds=self._thresholds, parts=[part.id for part in parts])
        self._of = max(len(answering), sum(section.id in one.owed for one in self._reports.values()))
        if made.nothing:
            self._quote(Stated(made.nothing), NOTHING_FROM)
        for part in parts:
            self._write_part(section, part, made)
        if not answering and not section.sections:
            self._say([_Words(NOTHING_YET)])

    def write_unplaced(self) -> None:
        """What answers no section is not lost: it stands behind them, for people to move or to leave out."""
        self._section, begun = "", False
        for unit, group in groupby(self._draft.passages(UNPLACED), key=lambda one: one.unit):
            if not begun:
                self._say([_Words(UNPLACED_TITLE)], style=_heading(1))
                self._say([_Words(UNPLACED_NOTE)])
                begun = True
            passages = {passage.position: passage for passage in group}
            self._write_unit(unit, [Kept(position, None) for position in passages], passages)

    def say(self, text: str) -> None:
        """A paragraph of the program's own, outside the sections."""
        self._section = ""
        self._say([_Words(text)])

    def _units(self, section: Section) -> Iterator[tuple[str, tuple[Piece, ...]]]:
        """The pieces of each unit; the passages are gone through anew each time, never held all at once."""
        for unit, group in groupby(self._draft.passages(section.id), key=lambda one: one.unit):
            yield unit, pieces_of(tuple(group), section)

    def _pieces(self, section: Section, answering: list[str]) -> Iterator[tuple[Piece, ...]]:
        """The same, and who they are of is noted on the way: the pieces take long to make."""
        for unit, pieces in self._units(section):
            answering.append(unit)
            yield pieces

    def _write_part(self, section: Section, part: SectionPart, made: Composition) -> None:
        statements = made.statements[part.id]
        heading = part.title and (statements or self._has_words(section, part, made))
        if heading:
            self._say([_Words(part.title)], style=_heading(section.level + 1))
        for statement in statements:
            self._quote(statement, QUOTED_BY)
        for unit, group in groupby(self._draft.passages(section.id), key=lambda one: one.unit):
            passages = tuple(group)
            kept = made.kept(pieces_of(passages, section), part.id)
            if kept:
                self._write_unit(unit, kept, {passage.position: passage for passage in passages})

    def _has_words(self, section: Section, part: SectionPart, made: Composition) -> bool:
        return any(made.kept(pieces, part.id) for _, pieces in self._units(section))

    def _quote(self, stated: Stated, lead_in: str) -> None:
        """What several units say, in the words of the first."""
        sources = tuple(self._source(one) for one in (*stated.said, *stated.repeats))
        counted = f"{len(stated.said)}/{self._of}"
        lead = lead_in.format(counted=counted, names=self._named(stated.said))
        words = [_Words(lead), _Words(sources[0].text, Origin.UNIT, sources)]
        self._say(words, note=statement_note(sources, self._cited))

    def _named(self, said: Sequence[Quoted]) -> str:
        named = [self._name(one) for one in said[: self._thresholds.named]]
        rest = len(said) - len(named)
        return ", ".join(named) + (f" và {rest} đơn vị khác" if rest else "")

    def _name(self, one: Quoted) -> str:
        """With how many of those below it say so, where its report was itself put together."""
        name = self._reports[one.unit].short
        return COUNTED_BELOW.format(name=name, counted=one.counted) if one.counted else name

    def _source(self, one: Quoted) -> Source:
        """Without the dash of an item of a list, which would stand in the middle of a sentence here."""
        dash = _BULLET.match(one.text)
        text = one.text[dash.end() :] if dash else one.text
        place = Place(one.number, one.span.end - len(text), one.span.end)
        cited = self._reports[one.unit]
        return Source(cited.unit, cited.version, self._section, place, text)

    def _write_unit(self, unit: str, kept: Sequence[Kept], passages: Mapping[int, Passage]) -> None:
        note = passage_note(self._reports[unit], self._section, [one.number for one in kept])
        if not self._as_footnotes:
            self._body.begin_source(note)
        self._say(
            [_Words(f"{self._reports[unit].name}:")], style="Unit Line", note=note if self._as_footnotes else None
        )
        for one in kept:
            self._write_passage(passages[one.number], one.spans)
        if not self._as_footnotes:
            self._body.end_source()

    def _write_passage(self, passage: Passage, spans: tuple[Span, ...] | None) -> None:
        self._body.passage(passage, keep=spans)
        if spans is not None:
            self._trace_kept(passage, spans)
            return
        if passage.stored.blocks > 1:
            self._trace_apart(passage)
            return
        for one in placed_sentences(passage.blocks):
            place = replace(one.place, paragraph=self._body.position)
            if one.place.note is not None:
                place = replace(place, note=self._notes + _place_among_notes(passage, one.place.note))
            self._add(passage, place, one.place, one.text)
        self._notes += sum(isinstance(block, Footnote) for block in passage.blocks)

    def _trace_apart(self, passage: Passage) -> None:
        """Of a file that is no Word file what stands at one place becomes paragraphs of their own, its notes as well."""
        blocks = [block for block in passage.blocks if not isinstance(block, Image)]
        part = -1
        for number, block in enumerate(blocks, start=self._body.position - len(blocks) + 1):
            part += isinstance(block, Heading | Paragraph)
            for one in placed_sentences((block,)):
                source = replace(one.place, part=part if one.place.note is None else 0)
                self._add(passage, replace(one.place, paragraph=number, note=None, part=0), source, one.text)

    def _trace_kept(self, passage: Passage, spans: tuple[Span, ...]) -> None:
        text, at = text_of(passage), 0
        for span in spans:
            place = Place(self._body.position, at, at + span.end - span.start)
            self._add(passage, place, Place(passage.position, span.start, span.end), span.of(text))
            at = place.end + 1

    def _add(self, passage: Passage, place: Place, source: Place, text: str) -> None:
        cited = self._reports[passage.unit]
        if (passage.unit, passage.position) in self._behind_headings and source.note is None:
            source = replace(source, part=source.part + 1)
        sources = (Source(cited.unit, cited.version, self._section, source, text),)
        self._trace.add(TracedSentence(self._section, place, text, Origin.UNIT, sources))

    def _say(self, words: Sequence[_Words], *, style: str = BODY, note: str | None = None) -> None:
        """One paragraph, traced part by part, without what no file can hold: the number that people gave a report may have it."""
        words = [replace(one, text=printable(one.text)) for one in words]
        self._body.paragraph("".join(one.text for one in words), style=style, source=note)
        at = 0
        for one in words:
            whole = (Span(0, len(one.text)),)
            for span in whole if one.origin is Origin.UNIT else sentence_spans(one.text):
                place = Place(self._body.position, at + span.start, at + span.end)
                self._trace.add(TracedSentence(self._section, place, span.of(one.text), one.origin, one.sources))
            at += len(one.text)
        if note is not None and self._as_footnotes:
            self._trace_note(note)

    def _trace_note(self, note: str) -> None:
        self._notes += 1
        note = printable(note)
        for span in sentence_spans(note):
            place = Place(self._body.position, span.start, span.end, note=self._notes)
            self._trace.add(TracedSentence(self._section, place, span.of(note), Origin.PROGRAM))


def _heading(level: int) -> str:
    return f"heading {min(level, DEEPEST_HEADING)}"


def _place_among_notes(passage: Passage, number: int) -> int:
    notes = [block.number for block in passage.blocks if isinstance(block, Footnote)]
    return notes.index(number) + 1
