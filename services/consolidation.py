"""Consolidation (tổng hợp): from the versions that a run pinned to its files. Asks nothing of the database, nor of the clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.consolidated_report import ConsolidatedDraft, ConsolidatedReport, Places
from documents.draft_origin import draft_properties
from domain.consolidation import Absence, Absent
from domain.errors import RuleBroken
from domain.letterhead import archive_of
from domain.run_files import CARRIED_OVER, CHANGES, CLEAN, DRAFT, FILE_NAMES, LETTER, MANIFEST, TRACE
from services.consolidation_companions import Companions
from services.consolidation_findings import findings
from services.edited_drafts import NO_FORMER
from services.received_reports import ReceivedReports
from services.report_signatures import blank_letterhead, report_signature
from services.run_changes import changes_list, onto_edited, run_changes
from services.run_manifests import RunManifest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from database.store import Store
    from documents.letterhead import Letterhead, Signature
    from documents.unplaced_content import UnplacedContent
    from domain.campaigns import Campaign
    from domain.consolidation import Preflight
    from domain.consolidation_runs import Progress, RunOptions
    from domain.likeness import Thresholds
    from domain.units import Unit
    from services.consolidation_materials import Materials
    from services.edited_drafts import FormerRun
    from services.run_changes import RunChanges
    from services.run_manifests import Approval

READING, WRITING, COMPARING, FINISHING = (
    "Đọc các báo cáo",
    "Viết dự thảo",
    "Đối chiếu, tìm trùng lặp",
    "Lập phụ lục và bảng",
)


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The files of a run by their names; the names of the units that could not be read after all; what `--onto` left alone."""

    files: Mapping[str, Path]
    unreadable: tuple[str, ...]
    left: tuple[str, ...] = ()


class Consolidation:
    """One run. `folder` is empty and is the run's alone; `materials` are what was asked of the database."""

    def __init__(
        self,
        campaign: Campaign,
        store: Store,
        found: Preflight,
        materials: Materials,
        *,
        options: RunOptions,
        approval: Approval,
        thresholds: Thresholds,
        folder: Path,
    ) -> None:
        self._campaign, self._store, self._found, self._materials = campaign, store, found, materials
        self._options, self._thresholds, self._folder = options, thresholds, folder
        self._units = {unit.code: unit for unit in materials.units}
        self._manifest = RunManifest(
            campaign.plan, found, options, approval=approval, thresholds=thresholds, materials=materials
        )
        self._files: dict[str, Path] = {}
        self._compared: dict[int, RunChanges] = {}

    def run(self, progress: Progress) -> Consolidated:
        """Raises what `progress` raises where the run is to stop; nothing is published then."""
        reports, remarks = self._write_draft(progress)
        progress(COMPARING, 0, 1)
        noticed = reports.noticed
        shown = findings(noticed, self._materials, self._campaign, self._store, thresholds=self._thresholds)
        progress(FINISHING, 0, 1)
        companions = Companions(self._campaign.plan, self._found, self._materials, noticed, shown, self._units, remarks)
        for name, content in companions.files():
            self._keep(name, content)
        left = self._compare()
        letter = companions.letter()
        if letter is not None:
            self._keep(LETTER, letter)
        self._keep(MANIFEST, self._manifest.to_bytes(self._sums(), unreadable=noticed.unreadable))
        files = {name: self._files[name] for name in FILE_NAMES if name in self._files}
        return Consolidated(files, tuple(self._units[code].name for code in noticed.unreadable), left)

    def _write_draft(self, progress: Progress) -> tuple[ReceivedReports, tuple[UnplacedContent, ...]]:
        """The draft with its sources and its trace, and the clean copy; what could not be carried over comes with them."""
        found = self._found
        work = self._folder / "work"
        work.mkdir(parents=True)
        places = Places(self._at(DRAFT), self._at(TRACE), work)
        draft = ConsolidatedDraft(self._head(), places, sources=self._options.sources.value)
        reports = ReceivedReports(self._campaign, self._store, found.inputs, self._units.values())
        for number, report in enumerate(reports):
            progress(READING, number, len(reports))
            draft.take_in(report)
        self._found = found.without(self._unread(reports.noticed.unreadable))
        draft.write(
            missing=[one.name for one in self._found.absent],
            thresholds=self._thresholds,
            trace_head=self._manifest.trace_head,
            told=lambda done, total: progress(WRITING, done, total),
        )
        draft.write_clean(self._at(CLEAN))
        return reports, draft.remarks

    def _unread(self, reasons: Mapping[str, str]) -> list[Absent]:
        return [
            Absent(
                one.unit, one.name, Absence.UNREADABLE, self._materials.deadlines[one.unit], one.days_late, note=note
            )
            for one in self._found.inputs
            if (note := reasons.get(one.unit)) is not None
        ]

    def _head(self) -> ConsolidatedReport:
        plan = self._campaign.plan
        return ConsolidatedReport(
            letterhead=self._letterhead(),
            abstract=plan.identity.title[:1].lower() + plan.identity.title[1:],
            plan=plan.identity.citation,
            issuer=self._found.name,
            outline=plan.outline,
            signature=self._signature(),
            properties=draft_properties(self._manifest.key),
        )

    def _letterhead(self) -> Letterhead:
        unit = self._units[self._found.unit]
        return blank_letterhead(self._campaign.plan, unit, self._superior(unit), year=self._found.as_of.year)

    def _signature(self) -> Signature:
        unit = self._units[self._found.unit]
        superior = self._superior(unit)
        above = (f"{superior.name} (để báo cáo)",) if superior else ()
        recipients = (*above, archive_of(name=unit.name, kind=unit.kind))
        return report_signature(self._campaign.plan, unit, recipients=recipients)

    def _superior(self, unit: Unit) -> Unit | None:
        """The board's report goes to whom the plan names, and not to who stands above it."""
        bodies = self._campaign.plan.bodies
        return self._units.get(bodies.addressee if unit.code == bodies.coordinator else unit.superior or "")

    def _compare(self) -> tuple[str, ...]:
        """With the last draft, and with what people made of it; what was left because they had changed it."""
        former, base = self._materials.former, self._materials.base
        if former is not None:
            self._keep(CHANGES, self._changes(self._changes_since(former)))
        if not self._options.onto:
            return ()
        if base is None:
            raise RuleBroken(NO_FORMER)
        carried = onto_edited(
            base,
            self._found,
            edited=self._options.onto,
            files=self._files,
            store=self._store,
            reasons=self._changes_since(base).reasons,
        )
        self._keep(CARRIED_OVER, carried.content)
        return carried.left

    def _changes_since(self, run: FormerRun) -> RunChanges:
        """Compared once, since the draft that people edited is nearly always the last one."""
        if run.number not in self._compared:
            self._compared[run.number] = run_changes(run, self._found, self._files[TRACE], self._store)
        return self._compared[run.number]

    def _changes(self, changed: RunChanges) -> bytes:
        plan = self._campaign.plan
        return changes_list(
            changed,
            letterhead=self._letterhead(),
            abstract=plan.identity.task,
            titles={section.id: section.heading for section in plan.outline.walk()},
            signature=self._signature(),
        )

    def _at(self, name: str) -> Path:
        return self._files.setdefault(name, self._folder / name)

    def _keep(self, name: str, content: bytes) -> None:
        self._at(name).write_bytes(content)

    def _sums(self) -> dict[str, str]:
        """Read piece by piece: a draft with pictures may be larger than memory should hold."""
        found = {}
        for name, path in self._files.items():
            with path.open("rb") as file:
                found[name] = hashlib.file_digest(file, "sha256").hexdigest()
        return found
