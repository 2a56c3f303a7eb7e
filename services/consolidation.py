"""Consolidation (tổng hợp): from the versions that a run pinned to its files, each passage under the name of its unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.consolidated_report import ConsolidatedReport, ReceivedReport, write_consolidated_report
from documents.letterhead import Letterhead, Signature, number_line
from documents.opening import open_report
from documents.outline_matching import match
from documents.package import UnreadableReport
from domain.consolidation import Absence
from domain.letterhead import heading_under

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from database.store import Store
    from domain.campaigns import Campaign
    from domain.consolidation import Preflight, RunInput
    from domain.consolidation_runs import Progress
    from domain.units import Unit

DRAFT, CLEAN_DRAFT = "bao-cao-tong-hop.docx", "bao-cao-tong-hop-ban-sach.docx"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The files of a run by their names, and the names of the units that the program could not read after all."""

    files: Mapping[str, bytes | Path]
    unreadable: tuple[str, ...]


def consolidate(
    found: Preflight, campaign: Campaign, store: Store, *, units: Iterable[Unit], progress: Progress
) -> Consolidated:
    """Read the versions that were pinned, match them against the outline, and merge them. Asks nothing of the database."""
    by_code = {one.code: one for one in units}
    reports: list[ReceivedReport] = []
    unread: list[str] = [one.name for one in found.absent if one.reason is Absence.UNREADABLE]
    for number, one in enumerate(found.inputs):
        progress("Đọc các báo cáo", number, len(found.inputs))
        report = _read(one, campaign, store)
        reports += [report] if report else []
        unread += [] if report else [one.name]
    progress("Ghép báo cáo", 0, 1)
    included = {report.unit for report in reports}
    expected = (*(one.name for one in found.inputs), *(one.name for one in found.absent))
    unit = by_code[found.unit]
    content = write_consolidated_report(
        ConsolidatedReport(
            letterhead=_letterhead(unit, by_code, campaign, year=found.as_of.year),
            abstract=campaign.plan.identity.title[:1].lower() + campaign.plan.identity.title[1:],
            plan=campaign.plan.identity.citation,
            issuer=found.name,
            outline=campaign.plan.outline,
            reports=tuple(reports),
            missing=tuple(name for name in expected if name not in included),
            signature=_signature(unit, by_code, campaign),
        ),
    )
    progress("Ghép báo cáo", 1, 1)
    return Consolidated({DRAFT: content}, tuple(unread))


def _read(one: RunInput, campaign: Campaign, store: Store) -> ReceivedReport | None:
    """None for what the program cannot read after all, say without the program that opened it when it came."""
    try:
        report = open_report(store.get(one.sha256), name=one.file_name).report
    except UnreadableReport:
        return None
    if report is None:
        return None
    return ReceivedReport(
        unit=one.name,
        number=one.document_number,
        received=one.received_at.date(),
        sha256=one.sha256,
        matched=match(report, campaign.plan.outline, corrections=dict(one.corrections)),
    )


def _letterhead(unit: Unit, units: dict[str, Unit], campaign: Campaign, *, year: int) -> Letterhead:
    """A draft: its number and its day are left blank."""
    heading = heading_under(campaign.plan, unit, units.get(unit.superior or ""))
    number = number_line(None, code=f"BC/{unit.symbol}")
    return Letterhead(heading.superior, heading.issuer, number, heading.place, None, year)


def _signature(unit: Unit, units: dict[str, Unit], campaign: Campaign) -> Signature:
    bodies = campaign.plan.bodies
    if unit.code == bodies.coordinator:
        usual = _reporting_to(units[bodies.addressee], unit)
        return Signature("", bodies.position, recipients=bodies.recipients or usual)
    superior = units.get(unit.superior or "")
    return Signature("T/M BAN THƯỜNG VỤ", "BÍ THƯ", recipients=_reporting_to(superior, unit))


def _reporting_to(superior: Unit | None, unit: Unit) -> tuple[str, ...]:
    above = (f"{superior.name} (để báo cáo)",) if superior else ()
    return (*above, f"Lưu {unit.name}")
