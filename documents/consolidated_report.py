"""One report out of many (tổng hợp): in the Party's layout and the order of the outline, every sentence traced.

Nothing is summarised: what several units say alike is stated once, in the words of one of them, and the rest stands under
the name of its unit as it wrote it. The reports are gone through one by one, so that thousands take no more room than ten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from documents.consolidated_sections import UNPLACED, SectionWriter
from documents.draft_words import CLOSING
from documents.letterhead import write_letterhead, write_signature, write_title
from documents.merging.clean_copy import clean_copy
from documents.merging.draft import BODY_MARK, Draft, Sources
from documents.party_document import PartyDocument
from documents.reading import read_report
from documents.section_answers import said_by_people, without_idle_hints
from documents.trace_file import TraceFile
from documents.traced_blocks import placed_sentences
from documents.unplaced_content import UnplacedContent
from domain.composition import END_OF_DOCUMENT
from domain.traces import Origin, TracedSentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from documents.blocks import Block, Report
    from documents.letterhead import Letterhead, Signature
    from documents.outline_matching import MatchedReport
    from documents.reading import WordReport
    from documents.source_notes import Cited
    from domain.likeness import Thresholds
    from domain.outline import Outline


@dataclass(frozen=True, slots=True)
class ReceivedReport:
    """One input, opened. `word` is None for what did not come as a Word file: its text is taken without its looks."""

    cited: Cited
    report: Report
    matched: MatchedReport
    word: WordReport | None


@dataclass(frozen=True, slots=True)
class ConsolidatedReport:
    """What stands around the sections. `plan` is the plan as cited in a sentence, `issuer` the unit that reports.

    `properties` are kept in the file for programs that read it later.
    """

    letterhead: Letterhead
    abstract: str
    plan: str
    issuer: str
    outline: Outline
    signature: Signature
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the draft and its trace are laid down; `work` is an empty folder for what is in between."""

    draft: Path
    trace: Path
    work: Path


class ConsolidatedDraft:
    """Takes the reports in one by one, in the order in which their units are to appear, and then writes them as one.

    `sources` says how the draft names the source of a passage: "comments", "footnotes" or "none".
    """

    def __init__(self, value: ConsolidatedReport, places: Places, *, sources: str) -> None:
        self._value, self._places, self._sources = value, places, sources
        self._skeleton = _skeleton(value)
        self._draft = Draft(self._skeleton, places.work, sources=sources)
        self._behind_headings: set[tuple[str, int]] = set()
        self.reports: dict[str, Cited] = {}

    @property
    def remarks(self) -> tuple[UnplacedContent, ...]:
        """What of the reports could not be carried over as it was, and what stands in its place."""
        return tuple(
            UnplacedContent(self.reports[one.unit].unit, _where(one.section, one.position), one.text)
            for one in self._draft.remarks
        )

    def take_in(self, received: ReceivedReport) -> None:
        self.reports[received.cited.key] = received.cited
        wanted, route = _routed(received.matched, self._value.outline)
        behind = _behind_headings(received.report, wanted)
        self._behind_headings |= {(received.cited.key, position) for position in behind}
        self._draft.take_in(
            received.cited.key,
            received.report,
            word=received.word,
            route=route,
            without_heading=behind,
        )

    def write(
        self,
        *,
        missing: Sequence[str],
        thresholds: Thresholds,
        trace_head: Mapping[str, object],
        told: Callable[[int, int], None] = lambda _done, _total: None,
    ) -> None:
        """`missing` names the expected units that are not in; `told` hears how many sections of how many are written."""
        self._missing, self._thresholds = tuple(missing), thresholds
        with TraceFile(self._places.trace, trace_head) as trace:
            self._write(self._places.draft, trace, Sources(self._sources), told)

    def write_clean(self, target: Path) -> None:
        """The draft once more, as it is sent: without the sources."""
        if Sources(self._sources) is not Sources.FOOTNOTES:
            clean_copy(self._places.draft, target)
            return
        # Notes of units stay, and are counted anew.
        with TraceFile(self._places.work / "clean-trace.json", {}) as trace:
            self._write(target, trace, Sources.NONE, lambda _done, _total: None)

    def _write(self, target: Path, trace: TraceFile, sources: Sources, told: Callable[[int, int], None]) -> None:
        around = read_report(self._skeleton).blocks
        mark = next(block.position for block in around if _is_mark(block))
        with self._draft.writing(target, sources=sources) as body:
            _trace_words(trace, (block for block in around if block.position < mark))
            writer = SectionWriter(
                self._draft,
                body,
                trace,
                reports=self.reports,
                thresholds=self._thresholds,
                as_footnotes=sources is Sources.FOOTNOTES,
                behind_headings=self._behind_headings,
            )
            self._write_sections(writer, told)
            moved = body.position - mark
            _trace_words(trace, (replace(one, position=one.position + moved) for one in around if one.position > mark))

    def _write_sections(self, writer: SectionWriter, told: Callable[[int, int], None]) -> None:
        writer.say(f"Thực hiện {self._value.plan}, {self._value.issuer} báo cáo như sau:")
        writer.say(_coverage(len(self.reports), self._missing))
        sections = tuple(self._value.outline.walk())
        for number, section in enumerate(sections):
            told(number, len(sections))
            writer.write(section)
        writer.write_unplaced()
        writer.say(f"{CLOSING.format(self._value.issuer)}{END_OF_DOCUMENT}")


def _where(section: str, position: int) -> str:
    return f"đoạn {position}" if section == UNPLACED else f"mục {section}, đoạn {position}"


def _routed(matched: MatchedReport, outline: Outline) -> tuple[tuple[Block, ...], dict[int, str]]:
    """By position the section that each block answers; those that answer none come last. Idle hints of the form, and the words of drafts, are left out."""
    wanted: list[Block] = []
    route: dict[int, str] = {}
    for section in outline.walk():
        passages = matched.sections.get(section.id)
        said = () if passages is None else without_idle_hints(passages.blocks, section.prompts)
        wanted += said
        route |= dict.fromkeys([block.position for block in said], section.id)
    for unplaced in matched.unplaced:
        blocks = said_by_people(unplaced.blocks if unplaced.heading is None else (unplaced.heading, *unplaced.blocks))
        wanted += blocks
        route |= {block.position: UNPLACED for block in blocks if block.position not in route}
    return tuple(wanted), route


def _behind_headings(report: Report, wanted: Iterable[Block]) -> frozenset[int]:
    """Positions of which only a part is wanted: a heading of the outline, and text behind it in the same paragraph."""
    chosen = {id(block) for block in wanted}
    positions = {block.position for block in wanted}
    return frozenset(
        block.position for block in report.blocks if block.position in positions and id(block) not in chosen
    )


def _skeleton(value: ConsolidatedReport) -> bytes:
    document = PartyDocument(f"Báo cáo {value.abstract}")
    write_letterhead(document, value.letterhead)
    write_title(document, kind="Báo cáo", abstract=value.abstract)
    document.paragraph(BODY_MARK)
    write_signature(document, value.signature)
    document.mark(value.properties)
    return document.to_bytes()


def _coverage(received: int, missing: Sequence[str]) -> str:
    counted = f"Báo cáo này tổng hợp từ báo cáo của {received}/{received + len(missing)} đơn vị."
    if not missing:
        return f"{counted} Tất cả các đơn vị đã có báo cáo." if received else "Chưa có báo cáo nào để tổng hợp."
    return f"{counted} Chưa tổng hợp {len(missing):02d} đơn vị: {'; '.join(missing)}."


def _is_mark(block: Block) -> bool:
    return getattr(block, "text", "") == BODY_MARK


def _trace_words(trace: TraceFile, blocks: Iterable[Block]) -> None:
    """Letterhead, title and signature: words of the program."""
    for one in placed_sentences(blocks):
        trace.add(TracedSentence("", one.place, one.text, Origin.PROGRAM))
