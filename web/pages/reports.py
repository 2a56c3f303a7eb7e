"""The inbox of reports: what waits for a person first, narrowed by what stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from database.queries.intakes import count_in
from database.queries.reports import WantedReports, superiors_of_reports
from domain.audit_log import Action
from domain.intake import IntakeState
from domain.report_states import ReportState
from domain.spelling import nfc
from domain.vietnamese_dates import day_text
from services.list_files import Column, list_file
from services.reports import all_reports, reports_page
from services.wording import SENDING_WAYS
from web.answers import XLSX, file_answer
from web.desks import Desk
from web.permits import Watching
from web.rendering import moment_text

if TYPE_CHECKING:
    from services.reports import ReportLine

router = APIRouter(prefix="/reports")
STATES = {
    ReportState.WAITING: "chờ xem xét",
    ReportState.ACCEPTED: "đã chấp nhận",
    ReportState.RETURNED: "đã trả lại",
    ReportState.ALL: "tất cả",
}
COLUMNS = (
    Column("Mã", 8),
    Column("Đơn vị", 32),
    Column("Cấp", 10),
    Column("Nhiệm vụ", 22),
    Column("Tình trạng", 14),
    Column("Lần", 6),
    Column("Phiếu tiếp nhận", 18),
    Column("Số văn bản", 14),
    Column("Nhận lúc", 18),
    Column("Chậm (ngày)", 10),
    Column("Hạn", 12),
    Column("Cách gửi", 16),
    Column("Loại tệp", 8),
    Column("Đối chiếu đề cương", 40),
)


def wanted(*, state: str = "", tier: str = "", superior: str = "", q: str = "", faults: str = "") -> WantedReports:
    """Whatever the address says; what it does not know is as if it were not there."""
    known = ReportState(state) if state in set(ReportState) else ReportState.WAITING
    text = nfc(q.replace("\0", " ")).strip()
    return WantedReports(known, tier.replace("\0", ""), superior.replace("\0", ""), text, with_faults=bool(faults))


Wanted = Annotated[WantedReports, Depends(wanted)]


@router.get("")
def show(desk: Watching, asked: Wanted, page: int = 1) -> HTMLResponse:
    with desk.read() as session:
        found = reports_page(session, desk.campaign, asked, as_of=desk.as_of, page=page)
        superiors = superiors_of_reports(session, desk.campaign.id)
        mails = count_in(session, IntakeState.TRIAGE)
    return desk.page(
        "reports/list.html",
        found=found,
        asked=asked,
        states=STATES,
        superiors=superiors,
        mails=mails,
        tiers=desk.campaign.plan.tiers,
        query=_query(asked),
        ways=SENDING_WAYS,
    )


@router.get(".xlsx")
def export(desk: Watching, asked: Wanted) -> Response:
    with desk.begin() as session:
        lines = all_reports(session, desk.campaign, asked, as_of=desk.as_of)
        desk.record(session, Action.FILE_TAKEN, about="reports", rows=len(lines), **_query(asked))
    return file_answer(_file(desk, asked, lines), "bao-cao.xlsx", XLSX)


def _query(asked: WantedReports) -> dict[str, str]:
    """The address again, but for the page."""
    return {
        "state": asked.state.value,
        "tier": asked.tier,
        "superior": asked.superior,
        "q": asked.text,
        "faults": "1" if asked.with_faults else "",
    }


def _file(desk: Desk, asked: WantedReports, lines: tuple[ReportLine, ...]) -> bytes:
    notes = [f"Tính đến {moment_text(desk.as_of)}: {len(lines)} báo cáo, {STATES[asked.state]}."]
    return list_file("Báo cáo đã nhận", notes, COLUMNS, map(_row, lines))


def _row(one: ReportLine) -> list[object]:
    return [
        one.unit,
        one.name,
        one.tier,
        one.duty,
        STATES[one.state],
        one.number,
        one.receipt,
        one.document_number,
        moment_text(one.received_at),
        one.days_late,
        day_text(one.deadline),
        SENDING_WAYS[one.sending_way],
        one.kind,
        one.check,
    ]
