"""Reports (báo cáo) that came in, as a list to work through: whose, when, what the outline check says, what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.outline_checks import checks_of
from database.queries.reports import count_reports, listed_reports
from domain.submissions import SendingWay
from services.standings import obligations_at
from services.wording import check_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from database.queries.reports import ListedReport, WantedReports
    from domain.campaigns import Campaign
    from domain.outline_check import OutlineCheck
    from domain.report_states import ReportState
    from services.standings import Obligation

PAGE = 50


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report. `deadline` is the one in force: of what was returned, the new one. `days_late` is how late it came.

    `check` says in words what the outline check found; moments are local.
    """

    obligation_id: int
    unit: str
    name: str
    tier: str
    duty: str
    state: ReportState
    number: int
    receipt: str
    document_number: str
    received_at: datetime
    deadline: date
    days_late: int
    kind: str
    sending_way: SendingWay
    check: str
    is_flawless: bool
    note: str


@dataclass(frozen=True, slots=True)
class ReportList:
    """One page of it, counted from 1. `counts` are those of every state."""

    lines: tuple[ReportLine, ...]
    counts: Mapping[ReportState, int]
    page: int
    pages: int


def reports_page(
    session: Session, campaign: Campaign, wanted: WantedReports, *, as_of: datetime, page: int = 1
) -> ReportList:
    """Fifty at a time, so many questions of the database however many there are. A page beyond the last is the last."""
    counts = count_reports(session, campaign.id, wanted, as_of=as_of)
    pages = max(1, -(-counts[wanted.state] // PAGE))
    shown = min(max(1, page), pages)
    found = listed_reports(session, campaign.id, wanted, as_of=as_of, limit=PAGE, offset=PAGE * (shown - 1))
    return ReportList(_lines(session, campaign, found, as_of=as_of), counts, shown, pages)


def all_reports(
    session: Session, campaign: Campaign, wanted: WantedReports, *, as_of: datetime
) -> tuple[ReportLine, ...]:
    """Every one that is wanted, for a workbook."""
    return _lines(session, campaign, listed_reports(session, campaign.id, wanted, as_of=as_of), as_of=as_of)


def _lines(
    session: Session, campaign: Campaign, found: Sequence[ListedReport], *, as_of: datetime
) -> tuple[ReportLine, ...]:
    ids = [one.obligation_id for one in found]
    owed = {one.id: one for one in obligations_at(session, campaign, as_of=as_of, only=ids)}
    checks = checks_of(session, [one.submission.id for one in found], as_of=as_of)
    return tuple(_line(one, owed[one.obligation_id], checks.get(one.submission.id), campaign) for one in found)


def _line(one: ListedReport, owed: Obligation, check: OutlineCheck | None, campaign: Campaign) -> ReportLine:
    row = one.submission
    return ReportLine(
        obligation_id=one.obligation_id,
        unit=one.unit,
        name=one.name,
        tier=campaign.plan.tier(one.tier).name,
        duty=owed.duty.name,
        state=one.state,
        number=row.number,
        receipt=row.receipt_number,
        document_number=row.document_number,
        received_at=campaign.plan.calendar.local(row.received_at),
        deadline=owed.standing.deadline.last_day,
        days_late=owed.history.standing_on_arrival(row.number).days_late,
        kind=row.kind,
        sending_way=SendingWay(row.sending_way),
        check=check_line(check, row.note),
        is_flawless=check is not None and check.is_complete and not check.findings,
        note=row.note,
    )
