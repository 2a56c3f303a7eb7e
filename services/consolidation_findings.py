"""What the reports of a run show when they are laid side by side: copies and contradictions. Flagged, never mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.figure_reading import read_figures
from documents.opening import open_report
from documents.outline_matching import match
from documents.package import UnreadableReport
from domain.conflicts import differs_from_subordinates, stated_twice
from domain.copies import SectionText
from domain.copy_groups import copy_groups
from domain.copying import find_copies
from services.received_reports import section_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from database.store import Store
    from documents.outline_matching import MatchedReport
    from domain.campaigns import Campaign
    from domain.copies import Copied, CopyGroup
    from domain.figures import Conflict, FigureFound
    from domain.likeness import Thresholds
    from domain.outline import Outline
    from services.consolidation_materials import FiledReport, Materials
    from services.received_reports import Noticed


@dataclass(frozen=True, slots=True)
class Findings:
    """`groups` are those of the copies between units."""

    copied: tuple[Copied, ...]
    groups: tuple[CopyGroup, ...]
    conflicts: tuple[Conflict, ...]


def findings(
    noticed: Noticed, materials: Materials, campaign: Campaign, store: Store, *, thresholds: Thresholds
) -> Findings:
    """`noticed` is what was gathered from the reports that go in, in the order of the plan."""
    plan = campaign.plan
    opened = _Compared(campaign, store)
    previous = [text for one in materials.last_campaign for text in opened.texts(one)]
    copied = find_copies(noticed.texts, thresholds, outline=tuple(outline_texts(plan.outline)), previous=previous)
    return Findings(
        copied=copied,
        groups=copy_groups(copied, [unit.code for unit in materials.units]),
        conflicts=(
            *noticed.conflicts,
            *stated_twice(plan.figures, noticed.figures),
            *_differing(noticed.figures, materials.below, campaign, opened),
        ),
    )


def outline_texts(outline: Outline) -> Iterator[SectionText]:
    """What the outline itself says in each leaf: title and hints."""
    for leaf in outline.leaves():
        yield SectionText("", leaf.id, "\n".join((leaf.title, *leaf.hints)))


def _differing(
    figures: Sequence[FigureFound],
    below: Mapping[str, Sequence[FiledReport]],
    campaign: Campaign,
    opened: _Compared,
) -> Iterator[Conflict]:
    for unit, reports in below.items():
        stated = [one for one in figures if one.unit == unit]
        subordinates = [found for one in reports for found in opened.figures(one)]
        codes = [one.unit for one in reports]
        yield from differs_from_subordinates(campaign.plan.figures, stated, subordinates, unit=unit, units=codes)


class _Compared:
    """Opens reports that are only compared with. What can no longer be read is passed over: nothing else depends on it."""

    def __init__(self, campaign: Campaign, store: Store) -> None:
        self._plan, self._store = campaign.plan, store

    def texts(self, one: FiledReport) -> Iterable[SectionText]:
        matched = self._matched(one)
        return () if matched is None else section_texts(one.unit, matched, self._plan.outline)

    def figures(self, one: FiledReport) -> Iterable[FigureFound]:
        matched = self._matched(one)
        return () if matched is None else read_figures(matched, self._plan.figures, unit=one.unit)

    def _matched(self, one: FiledReport) -> MatchedReport | None:
        try:
            report = open_report(self._store.get(one.sha256), name=one.file_name).report
        except (UnreadableReport, FileNotFoundError):
            return None
        return None if report is None else match(report, self._plan.outline)
