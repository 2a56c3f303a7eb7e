"""Consolidation (tổng hợp): the reports that stand, merged under the outline, each passage under the name of its unit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import update

from database.models import ConsolidationRow
from database.queries.outline_checks import corrections_of
from database.queries.submissions import standing_submissions
from database.queries.units import units_of
from documents.consolidated_report import ConsolidatedReport, ReceivedReport, write_consolidated_report
from documents.letterhead import Letterhead, Signature, number_line
from documents.opening import open_report
from documents.outline_matching import match
from documents.package import UnreadableReport
from domain.errors import RuleBroken
from domain.letterhead import heading_under
from domain.obligations import State
from services.standings import obligations_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from database.store import Store
    from domain.campaigns import Campaign
    from domain.units import Unit

REQUESTED, RUNNING, DONE = "requested", "running", "done"


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The result of a run: the file, what went in, and what did not, each by name; `inputs` are the exact versions, as JSON."""

    content: bytes
    received: tuple[str, ...]
    missing: tuple[str, ...]
    unreadable: tuple[str, ...]
    inputs: str


def request(session: Session, campaign: Campaign, *, unit: str, now: datetime) -> int:
    """Ask for a run. Whoever claims it does the work; the row is all that is needed."""
    if not _contributors(session, campaign, unit=unit, as_of=now):
        raise RuleBroken("Đơn vị này không có đơn vị nào gửi báo cáo về để tổng hợp.")
    row = ConsolidationRow(campaign_id=campaign.id, unit=unit, requested_at=now, state=REQUESTED)
    session.add(row)
    session.flush()
    return row.id


def claim(session: Session, run_id: int) -> bool:
    """Take the run if nobody has; false otherwise."""
    changed = session.execute(
        update(ConsolidationRow)
        .where(ConsolidationRow.id == run_id, ConsolidationRow.state == REQUESTED)
        .values(state=RUNNING)
        .returning(ConsolidationRow.id),
    )
    return changed.first() is not None


def consolidate(session: Session, campaign: Campaign, store: Store, *, run_id: int, now: datetime) -> Consolidated:
    """Read the reports that stand at `now`, match them against the outline, and merge them. Changes nothing."""
    unit = session.get_one(ConsolidationRow, run_id).unit
    units = {one.code: one for one in units_of(session, campaign.id)}
    expected = _contributors(session, campaign, unit=unit, as_of=now)
    reports: list[ReceivedReport] = []
    unreadable: list[str] = []
    submissions = dict(standing_submissions(session, campaign.id, units=expected, as_of=now))
    for code in expected:
        if code in submissions:
            corrections = corrections_of(session, submissions[code].id)
            report = _read(submissions[code], units[code], campaign, store, corrections=corrections)
            reports += [report] if report else []
            unreadable += [] if report else [units[code].name]
    included = {report.unit for report in reports}
    missing = tuple(units[code].name for code in expected if units[code].name not in included)
    content = write_consolidated_report(
        ConsolidatedReport(
            letterhead=_letterhead(units[unit], units, campaign, year=campaign.local_day(now).year),
            abstract=campaign.plan.identity.title[:1].lower() + campaign.plan.identity.title[1:],
            plan=campaign.plan.identity.citation,
            issuer=units[unit].name,
            outline=campaign.plan.outline,
            reports=tuple(reports),
            missing=missing,
            signature=_signature(units[unit], units, campaign),
        ),
    )
    inputs = json.dumps([_input(code, one) for code, one in submissions.items()], ensure_ascii=False)
    return Consolidated(content, tuple(sorted(included)), missing, tuple(unreadable), inputs)


def publish(session: Session, run_id: int, found: Consolidated, *, sha256: str, path: str, now: datetime) -> None:
    """Note what went in and where the draft lies. It is a draft: a person approves and sends it."""
    row = session.get_one(ConsolidationRow, run_id)
    row.state, row.finished_at, row.sha256, row.path, row.inputs = DONE, now, sha256, path, found.inputs
    row.note = f"{len(found.received)} đơn vị có báo cáo, {len(found.missing)} đơn vị chưa có"


def _contributors(session: Session, campaign: Campaign, *, unit: str, as_of: datetime) -> list[str]:
    """Whose reports come to this unit: those of its subordinates, or, for the board, all that are sent through it.

    Who was exempted is not waited for.
    """
    everybody = obligations_at(session, campaign, as_of=as_of)
    obligations = [one for one in everybody if one.standing.state is not State.EXEMPT]
    if unit == campaign.plan.bodies.coordinator:
        found = [one.unit for one in obligations if one.duty.addressee != "superior" and one.unit != unit]
    else:
        found = [one.unit for one in obligations if one.duty.addressee == "superior" and one.superior == unit]
    return list(dict.fromkeys(found))


def _read(
    submission: SubmissionRow,
    unit: Unit,
    campaign: Campaign,
    store: Store,
    *,
    corrections: Mapping[int, str | None],
) -> ReceivedReport | None:
    """None for what the program cannot read: paper, some scans. It is then named among those left out."""
    try:
        report = (
            open_report(store.get(submission.sha256), name=submission.file_name).report if submission.sha256 else None
        )
    except UnreadableReport:
        return None
    if report is None:
        return None
    return ReceivedReport(
        unit=unit.name,
        number=submission.document_number,
        received=campaign.local_day(submission.received_at),
        sha256=submission.sha256,
        matched=match(report, campaign.plan.outline, corrections=corrections),
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


def _input(code: str, submission: SubmissionRow) -> dict[str, object]:
    return {"unit": code, "version": submission.number, "sha256": submission.sha256}
