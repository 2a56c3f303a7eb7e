"""The pinned reports of a run, opened one after the other, and all that is noticed on the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from documents.consolidated_report import ReceivedReport
from documents.figure_conflicts import conflicting_totals
from documents.figure_reading import other_figures, read_figures
from documents.opening import open_report
from documents.outline_matching import match
from documents.own_words import own_words
from documents.package import UnreadableReport
from documents.section_answers import texts_of, without_hints
from documents.source_notes import SHOWN_OF_SHA256, Cited
from documents.unplaced_content import unplaced_content
from domain.copies import SectionText
from domain.duties import obligations_of
from domain.errors import RuleBroken
from domain.short_names import short_names
from domain.units import UnitTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from database.store import Store
    from documents.outline_matching import MatchedReport
    from documents.unplaced_content import UnplacedContent
    from domain.campaigns import Campaign
    from domain.consolidation import RunInput
    from domain.figures import Conflict, FigureFound
    from domain.outline import Outline
    from domain.units import Unit


LOST = (
    "Không còn tệp “{}” của {} trong kho (mã {}). Hãy khôi phục tệp từ bản sao lưu rồi chạy tiếp lượt này, hoặc xin lượt mới: "
    "lượt mới ghi đơn vị này là chưa được tổng hợp."
)


@dataclass(slots=True)
class Noticed:
    """What the reports say, gathered for the annexes. `unreadable` tells by unit why its file cannot be opened after all."""

    texts: list[SectionText] = field(default_factory=list)
    figures: list[FigureFound] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    unplaced: list[UnplacedContent] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)


class ReceivedReports:
    """Iterated once. `units` are all units of the plan; a file that cannot be opened after all is named in `noticed`."""

    def __init__(self, campaign: Campaign, store: Store, inputs: Sequence[RunInput], units: Iterable[Unit]) -> None:
        tree = UnitTree(units)
        self._campaign, self._store, self._inputs = campaign, store, inputs
        self._below = {one.unit: [unit.name for unit in tree.subordinates_of(one.unit)] for one in inputs}
        self._keys = _keys(inputs)
        self._short = short_names(tree[one.unit] for one in inputs)
        self._owed = {
            one.unit.code: frozenset(
                section.id
                for section in campaign.plan.outline.owed_by(one.unit.code, tier=one.unit.tier, only=one.duty.sections)
            )
            for one in reversed(obligations_of(campaign.plan, tree))
            if one.unit.code in self._below
        }
        self.noticed = Noticed()

    def __len__(self) -> int:
        return len(self._inputs)

    def __iter__(self) -> Iterator[ReceivedReport]:
        for one in self._inputs:
            received = self._open(one)
            if received is not None:
                self._notice(one.unit, received.matched)
                yield received

    def _open(self, one: RunInput) -> ReceivedReport | None:
        """None for a file that could be read when it came and cannot be now, on a machine without LibreOffice perhaps."""
        try:
            opened = open_report(self._kept(one), name=one.file_name)
        except UnreadableReport as refusal:
            self.noticed.unreadable[one.unit] = str(refusal)
            return None
        if opened.report is None:
            self.noticed.unreadable[one.unit] = opened.note
            return None
        matched = match(opened.report, self._campaign.plan.outline, corrections=dict(one.corrections))
        return ReceivedReport(self._cited(one), opened.report, matched, opened.word)

    def _kept(self, one: RunInput) -> bytes:
        """The run is refused where the file is lost: it can go on as soon as the file is back."""
        try:
            return self._store.get(one.sha256)
        except FileNotFoundError as error:
            raise RuleBroken(LOST.format(one.file_name, one.name, one.sha256[:SHOWN_OF_SHA256])) from error

    def _cited(self, one: RunInput) -> Cited:
        return Cited(
            key=self._keys[id(one)],
            unit=one.unit,
            name=one.name,
            short=self._short[one.unit],
            version=one.version,
            document_number=one.document_number,
            sha256=one.sha256,
            owed=self._owed.get(one.unit, frozenset()),
        )

    def _notice(self, unit: str, matched: MatchedReport) -> None:
        plan, noticed = self._campaign.plan, self.noticed
        noticed.texts += section_texts(unit, matched, plan.outline)
        own = own_words(matched, self._below.get(unit, ()))
        noticed.figures += read_figures(own, plan.figures, unit=unit)
        noticed.figures += other_figures(own, plan.figures, unit=unit)
        noticed.conflicts += conflicting_totals(matched, unit=unit)
        noticed.unplaced += unplaced_content(matched, unit=unit)


def _keys(inputs: Sequence[RunInput]) -> dict[int, str]:
    """By identity: the code of the unit, with a number behind it for what a unit owes besides."""
    counts: Counter[str] = Counter()
    keys: dict[int, str] = {}
    for one in inputs:
        counts[one.unit] += 1
        keys[id(one)] = one.unit if counts[one.unit] == 1 else f"{one.unit} ({counts[one.unit]})"
    return keys


def section_texts(unit: str, matched: MatchedReport, outline: Outline) -> Iterator[SectionText]:
    """What the unit says in each leaf, a line for each block, without the hints that it left as they stood."""
    for leaf in outline.leaves():
        passages = matched.sections.get(leaf.id)
        said = () if passages is None else without_hints(passages.blocks, leaf.prompts)
        text = "\n".join(text for block in said for text in texts_of(block))
        if text:
            yield SectionText(unit, leaf.id, text)
