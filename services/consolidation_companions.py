"""What goes with a consolidated report: annexes, copies side by side, workbook, and the letter that it is sent with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.consolidation_annexes import ConsolidationAnnexes, write_consolidation_annexes
from documents.consolidation_workbook import ConsolidationWorkbook, write_consolidation_workbook
from documents.copies_side_by_side import CopiesSideBySide, write_copies_side_by_side
from documents.covering_letter import write_covering_letter
from domain.duties import obligations_of
from domain.letterhead import report_code
from domain.run_files import ANNEXES, CLEAN, COPIES, FILE_NAMES, WORKBOOK
from domain.units import UnitTree
from services.covering_letters import covering_letter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from documents.unplaced_content import UnplacedContent
    from domain.consolidation import Preflight
    from domain.plans import Duty, Plan
    from domain.units import Unit
    from services.consolidation_findings import Findings
    from services.consolidation_materials import Materials
    from services.received_reports import Noticed

# What goes out with the report; sources, copies and changes stay with the board.
_ENCLOSED = {CLEAN: "Báo cáo tổng hợp", ANNEXES: FILE_NAMES[ANNEXES], WORKBOOK: FILE_NAMES[WORKBOOK]}


@dataclass(frozen=True, slots=True)
class Companions:
    plan: Plan
    found: Preflight
    materials: Materials
    noticed: Noticed
    shown: Findings
    units: Mapping[str, Unit]
    remarks: tuple[UnplacedContent, ...]

    def files(self) -> Iterator[tuple[str, bytes]]:
        yield ANNEXES, write_consolidation_annexes(self._annexes())
        yield COPIES, write_copies_side_by_side(self._side_by_side())
        yield WORKBOOK, write_consolidation_workbook(self._workbook())

    def letter(self) -> bytes | None:
        """None for a unit that owes no report of its own."""
        duty = self._own_duty()
        if duty is None:
            return None
        letter = covering_letter(self.plan, self.units, duty, self.found, enclosures=tuple(_ENCLOSED.values()))
        return write_covering_letter(letter)

    def _own_duty(self) -> Duty | None:
        return next(
            (
                one.duty
                for one in obligations_of(self.plan, UnitTree(self.units.values()))
                if one.unit.code == self.found.unit
            ),
            None,
        )

    def _names(self) -> dict[str, str]:
        return {code: unit.name for code, unit in self.units.items()}

    def _annexes(self) -> ConsolidationAnnexes:
        return ConsolidationAnnexes(
            issuer=self.found.name,
            report_code=report_code(self.units[self.found.unit]),
            year=self.found.as_of.year,
            outline=self.plan.outline,
            preflight=self.found,
            names=self._names(),
            checks=self.materials.checks,
            groups=self.shown.groups,
            copied=self.shown.copied,
            conflicts=self.shown.conflicts,
            unplaced=tuple(self.noticed.unplaced),
            remarks=self.remarks,
        )

    def _side_by_side(self) -> CopiesSideBySide:
        alike = sorted(self.shown.copied, key=lambda one: -one.likeness)
        return CopiesSideBySide(
            self.plan.identity.citation, self.found.as_of, self.plan.outline, self._names(), tuple(alike)
        )

    def _workbook(self) -> ConsolidationWorkbook:
        return ConsolidationWorkbook(
            title=f"Số liệu tổng hợp theo Kế hoạch số {self.plan.identity.number}",
            outline=self.plan.outline,
            preflight=self.found,
            names=self._names(),
            checks=self.materials.checks,
            figures=self.plan.figures,
            found=tuple(self.noticed.figures),
            groups=self.shown.groups,
            copied=self.shown.copied,
            messages=self.materials.messages,
        )
