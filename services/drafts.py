"""Drafts read on a page (đọc dự thảo): a section at a time, each sentence with who says it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from database.queries.submissions import obligations_behind
from domain.errors import RuleBroken
from domain.traces import Origin
from services.tracing import follow, trace_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.consolidation_runs import Run
    from domain.traces import TracedSentence
    from services.tracing import SourceOf, Traced

# Sentences of one page: a page stays so small that it opens on a weak phone.
ON_A_PAGE = 120
NO_SENTENCE = "Dự thảo của lượt {} không có câu số {}. Hãy mở lại dự thảo và chọn câu."


@dataclass(frozen=True, slots=True)
class DraftSection:
    """One section of the draft: its number ("" for what stands before and behind), and how many sentences and units it has."""

    id: str
    heading: str
    sentences: int
    units: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """`number` is its place in the trace, from 1. `row` and `column` count from 0, and are None outside a table."""

    number: int
    row: int | None
    column: int | None
    traced: Traced

    @property
    def is_heading(self) -> bool:
        return self.traced.origin is Origin.OUTLINE


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph; or a table, whose `rows` hold cells of sentences."""

    sentences: tuple[Sentence, ...]
    rows: tuple[tuple[tuple[Sentence, ...], ...], ...] = ()

    @property
    def is_heading(self) -> bool:
        return all(one.is_heading for one in self.sentences)


@dataclass(frozen=True, slots=True)
class DraftPage:
    """`sections` are all of the draft, `units` those that say something in it by code; `links` the obligation of a version."""

    sections: tuple[DraftSection, ...]
    units: Mapping[str, str]
    section: str
    passages: tuple[Passage, ...]
    page: int
    pages: int
    links: Mapping[tuple[str, int], int]


def draft_page(
    session: Session, campaign: Campaign, store: Store, run: Run, *, section: str = "", unit: str = "", page: int = 1
) -> DraftPage:
    """One page of a section (of the first one without), or of what one unit says in it."""
    numbered = list(enumerate(trace_of(store, run).sentences, start=1))
    sections = _sections(campaign, [one for _, one in numbered])
    known = {one.id for one in sections}
    wanted = section if section in known else next((one.id for one in sections if one.id), "")
    chosen = [(number, one) for number, one in numbered if one.section == wanted and _says(one, unit)]
    pages = max(1, -(-len(chosen) // ON_A_PAGE))
    at = min(max(page, 1), pages)
    shown = chosen[(at - 1) * ON_A_PAGE : at * ON_A_PAGE]
    read = _read(session, campaign, store, run, shown=shown)
    return DraftPage(
        sections=sections,
        units=_units(run, [one for _, one in numbered]),
        section=wanted,
        passages=tuple(_passages(shown, read)),
        page=at,
        pages=pages,
        links=_links(session, campaign, [one.traced for one in read]),
    )


def draft_sentence(
    session: Session, campaign: Campaign, store: Store, run: Run, *, number: int
) -> tuple[Sentence, Mapping[tuple[str, int], int]]:
    """One sentence with all its sources, and where their versions are looked at."""
    sentences = trace_of(store, run).sentences
    if not 0 < number <= len(sentences):
        raise RuleBroken(NO_SENTENCE.format(run.id, number))
    (found,) = _read(session, campaign, store, run, shown=[(number, sentences[number - 1])])
    return found, _links(session, campaign, [found.traced])


def _says(one: TracedSentence, unit: str) -> bool:
    return not unit or any(source.unit == unit for source in one.sources)


def _sections(campaign: Campaign, sentences: Sequence[TracedSentence]) -> tuple[DraftSection, ...]:
    headings = {section.id: section.heading for section in campaign.plan.outline.walk()}
    told: dict[str, list[TracedSentence]] = {}
    for one in sentences:
        told.setdefault(one.section, []).append(one)
    return tuple(
        DraftSection(
            section,
            headings.get(section, "Phần đầu, phần cuối"),
            len(found),
            len({source.unit for one in found for source in one.sources}),
        )
        for section, found in told.items()
    )


def _units(run: Run, sentences: Sequence[TracedSentence]) -> dict[str, str]:
    """In the order of the run."""
    said = {source.unit for one in sentences for source in one.sources}
    inputs = run.preflight.inputs if run.preflight else ()
    return {one.unit: one.name for one in inputs if one.unit in said}


def _read(
    session: Session, campaign: Campaign, store: Store, run: Run, *, shown: Sequence[tuple[int, TracedSentence]]
) -> list[Sentence]:
    traced = follow(session, campaign, store, run, sentences=[one for _, one in shown])
    return [
        Sentence(number, one.place.row, one.place.column, found)
        for (number, one), found in zip(shown, traced, strict=True)
    ]


def _passages(shown: Sequence[tuple[int, TracedSentence]], read: Sequence[Sentence]) -> Iterator[Passage]:
    """Sentences of one paragraph stand together, those of one table in its rows."""
    both = zip(shown, read, strict=True)
    for _, found in groupby(both, key=lambda each: (each[0][1].place.paragraph, each[0][1].place.row is None)):
        sentences = tuple(sentence for _, sentence in found)
        yield Passage(sentences, tuple(_rows(sentences)) if sentences[0].row is not None else ())


def _rows(sentences: Sequence[Sentence]) -> Iterator[tuple[tuple[Sentence, ...], ...]]:
    for _, row in groupby(sentences, key=lambda one: one.row):
        yield tuple(tuple(cell) for _, cell in groupby(row, key=lambda one: one.column))


def _links(session: Session, campaign: Campaign, traced: Sequence[Traced]) -> dict[tuple[str, int], int]:
    return obligations_behind(session, campaign.id, {one.unit for each in traced for one in _all(each.sources)})


def _all(sources: Sequence[SourceOf]) -> Iterator[SourceOf]:
    for one in sources:
        yield one
        yield from _all(one.below)
