"""The outline check (kiểm tra theo đề cương): what a report says to every section, before or when it is handed in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from documents.outline_matching import match
from documents.report_findings import ReportFindings
from documents.section_answers import state_of, without_hints, words_of
from domain.outline_check import OutlineCheck, SectionCheck, SectionState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from documents.blocks import Report
    from documents.opening import Opened
    from documents.outline_matching import MatchedReport
    from domain.outline import Section
    from domain.plans import Duty, Plan
    from domain.units import Unit

_NO_CORRECTIONS: Mapping[int, str | None] = {}


def check_opened(
    opened: Opened,
    plan: Plan,
    unit: Unit,
    duty: Duty,
    *,
    corrections: Mapping[int, str | None] = _NO_CORRECTIONS,
    units: Iterable[Unit] = (),
    received: date | None = None,
) -> OutlineCheck:
    """As `check_outline`, of a file as it was opened: without a text there is nothing to check, and the note says why."""
    if opened.report is None:
        return OutlineCheck(note=opened.note)
    found = check_outline(opened.report, plan, unit, duty, corrections=corrections, units=units, received=received)
    return replace(found, note=opened.note)


def check_outline(
    report: Report,
    plan: Plan,
    unit: Unit,
    duty: Duty,
    *,
    corrections: Mapping[int, str | None] = _NO_CORRECTIONS,
    units: Iterable[Unit] = (),
    received: date | None = None,
) -> OutlineCheck:
    """Every leaf of the outline, in its order, with its state; `corrections` as in `match`.

    A section that the unit does not owe is NOT_OWED whether it wrote it or not; its heading and words say which. With the
    `units` of the plan a report that another unit heads is noticed, with the day of handing in a date after it.
    """
    matched = match(report, plan.outline, corrections=corrections)
    owed = {leaf.id for leaf in plan.outline.owed_by(unit.code, tier=duty.tier, only=duty.sections)}
    sections = tuple(
        _section(leaf, matched, is_owed=leaf.id in owed, corrected=set(corrections.values()))
        for leaf in plan.outline.leaves()
    )
    missing = tuple(one.number for one in sections if one.state is SectionState.MISSING)
    extra = [unplaced.heading for unplaced in matched.unplaced if unplaced.heading is not None]
    return OutlineCheck(
        sections,
        tuple(heading.text for heading in extra),
        ReportFindings(report, matched, plan).found(unit=unit, units=units, received=received, missing=missing),
        extra_positions=tuple(heading.position for heading in extra),
    )


def _section(leaf: Section, matched: MatchedReport, *, is_owed: bool, corrected: set[str | None]) -> SectionCheck:
    passages = matched.sections.get(leaf.id)
    if passages is None:
        state = SectionState.MISSING if is_owed else SectionState.NOT_OWED
        return SectionCheck(leaf.id, leaf.title, state)
    said = without_hints(passages.blocks, leaf.prompts)
    return SectionCheck(
        number=leaf.id,
        title=leaf.title,
        state=state_of(said) if is_owed else SectionState.NOT_OWED,
        heading=passages.heading.text,
        position=passages.heading.position,
        words=words_of(said),
        confidence=passages.confidence,
        is_corrected=leaf.id in corrected,
    )
