"""Who wrote a sentence of a draft, through one trace or two: where a district's report was itself put together, down to the commune."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.consolidations import runs_of
from documents.draft_origin import run_of as run_key_of
from documents.section_answers import key_of
from documents.trace_file import read_trace
from domain.consolidation import RunState
from domain.errors import RuleBroken
from domain.lead_ins import without_lead_in
from domain.run_files import TRACE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from database.store import Store
    from documents.trace_file import Trace
    from domain.campaigns import Campaign
    from domain.consolidation import RunInput
    from domain.consolidation_runs import Run
    from domain.traces import Origin, Source, TracedSentence

NOT_DONE = "Lượt {} chưa hoàn thành nên chưa có nguồn của từng câu. Xem tình trạng: dondoc runs show {}"
NOT_FOUND = "Dự thảo của lượt {} không có câu nào chứa “{}”. Hãy chép một đoạn ngắn đúng như trong dự thảo."
# Letters: "6/9 đơn vị (…) nêu: …" quotes what stands in the trace below; shorter words are found anywhere.
SHORTEST_QUOTATION = 24


@dataclass(frozen=True, slots=True)
class SourceOf:
    """Where words come from. `text` are the unit's own, `below` who wrote them for it, where its report was put together here."""

    unit: str
    name: str
    version: int
    document_number: str
    section: str
    paragraph: int
    text: str
    below: tuple[SourceOf, ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """One sentence of the draft, and who says it; nobody where the words are the outline's or the program's."""

    section: str
    paragraph: int
    text: str
    origin: Origin
    sources: tuple[SourceOf, ...]


def trace_words(session: Session, campaign: Campaign, store: Store, run: Run, *, words: str) -> tuple[Traced, ...]:
    """Every sentence of the run's draft that has these words in it, spelt in whichever way; copied with its lead-in or without."""
    sentences = trace_of(store, run).sentences
    wanted = key_of(without_lead_in(words))
    found = [one for one in sentences if wanted and f" {wanted} " in f" {key_of(one.text)} "]
    if not found:
        raise RuleBroken(NOT_FOUND.format(run.id, words))
    return follow(session, campaign, store, run, sentences=found)


def follow(
    session: Session, campaign: Campaign, store: Store, run: Run, *, sentences: Iterable[TracedSentence]
) -> tuple[Traced, ...]:
    """Who says these sentences of the run's draft, followed down as far as the program has put reports together."""
    sources = _Sources(session, campaign, store)
    return tuple(_traced(one, run, sources) for one in sentences)


def _traced(one: TracedSentence, run: Run, sources: _Sources) -> Traced:
    inputs = {each.unit: each for each in run.preflight.inputs} if run.preflight else {}
    return Traced(
        section=one.section,
        paragraph=one.place.paragraph,
        text=one.text,
        origin=one.origin,
        sources=tuple(sources.of(source, inputs) for source in one.sources),
    )


def trace_of(store: Store, run: Run) -> Trace:
    """Refuses a run that is not finished."""
    if TRACE not in run.outputs:
        raise RuleBroken(NOT_DONE.replace("{}", str(run.id)))
    return read_trace(store.get(run.outputs[TRACE]))


class _Sources:
    """Follows a source down, through the runs by which the units put their own reports together."""

    def __init__(self, session: Session, campaign: Campaign, store: Store) -> None:
        self._store = store
        self._runs: dict[str, list[Run]] = {}
        for run in runs_of(session, campaign):
            if run.state is RunState.DONE and TRACE in run.outputs:
                self._runs.setdefault(run.unit, []).append(run)
        self._behind: dict[str, _DraftBehind | None] = {}

    def of(self, source: Source, inputs: Mapping[str, RunInput]) -> SourceOf:
        pinned = inputs[source.unit]
        return SourceOf(
            unit=source.unit,
            name=pinned.name,
            version=source.version,
            document_number=pinned.document_number,
            section=source.section,
            paragraph=source.place.paragraph,
            text=source.text,
            below=tuple(self._below(source, pinned)),
        )

    def _below(self, source: Source, pinned: RunInput) -> Iterator[SourceOf]:
        if pinned.sha256 not in self._behind:
            run = self._run_behind(pinned)
            self._behind[pinned.sha256] = None if run is None else _DraftBehind(run, trace_of(self._store, run))
        behind = self._behind[pinned.sha256]
        if behind is not None:
            for one in behind.sources_of(source):
                yield self.of(one, behind.inputs)

    def _run_behind(self, pinned: RunInput) -> Run | None:
        """The run whose draft the report says it was made from; without a word of it the last one before it came."""
        runs = self._runs.get(pinned.unit, [])
        if not runs:
            return None
        key = run_key_of(self._store.get(pinned.sha256))
        marked = (run for run in runs if key and trace_of(self._store, run).head.get("key") == key)
        earlier = (run for run in reversed(runs) if run.as_of <= pinned.received_at)
        return next(marked, None) or next(earlier, None)


class _DraftBehind:
    """The draft that a unit made its report from. People edited it since: sentences are found by their words, not their place."""

    def __init__(self, run: Run, trace: Trace) -> None:
        self.inputs = {one.unit: one for one in run.preflight.inputs} if run.preflight else {}
        self._anywhere: dict[str, list[Source]] = {}
        self._within: dict[tuple[str, str], list[Source]] = {}
        for one in trace.sentences:
            self._anywhere.setdefault(key_of(one.text), []).extend(one.sources)
            self._within.setdefault((one.section, key_of(one.text)), []).extend(one.sources)

    def sources_of(self, source: Source) -> Sequence[Source]:
        """Everybody who said so there: short answers like "Không." stand in many sections. Nobody where the words are new."""
        words = key_of(source.text)
        return self._within.get((source.section, words)) or self._anywhere.get(words) or self._quoted_in(words)

    def _quoted_in(self, words: str) -> Sequence[Source]:
        """Behind a lead-in."""
        quotations = (
            sources for key, sources in self._anywhere.items() if len(key) > SHORTEST_QUOTATION and key in words
        )
        return next(filter(None, quotations), ())
