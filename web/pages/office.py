"""The pages of the Provincial Party Office: what was escalated to it, the list as it stands, and the provincial report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Form, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

from documents.escalation_page import write_escalation_page
from domain.access import Permission
from domain.audit_log import Action
from domain.errors import RuleBroken
from domain.vietnamese_dates import day_text
from services.acknowledgements import acknowledge
from services.escalations import escalation, escalations, find_escalation
from services.evidence_pack import evidence_pack
from services.list_files import Column, list_file
from services.office_lists import office_list
from services.provincial_reports import provincial_reports
from services.wording import standing_text
from web.answers import DOCX, XLSX, ZIP, disposition, file_answer
from web.desks import Desk
from web.ids import Id
from web.list_answers import list_answer
from web.permits import Needs, Overseeing
from web.rendering import moment_text

if TYPE_CHECKING:
    from documents.escalation_list import EscalationEntry, EscalationList
    from services.escalations import Named, Told
    from services.provincial_reports import Sent

router = APIRouter(prefix="/office")
# The board may look at what the Office sees; only the Office acknowledges.
LookingOver = Annotated[Desk, Depends(Needs(Permission.OVERSEE, Permission.WATCH))]
COLUMNS = (
    Column("STT", 5),
    Column("Đơn vị", 36),
    Column("Tình trạng", 22),
    Column("Hạn gửi", 12),
    Column("Số ngày chậm", 9),
    Column("Số lần đã gửi", 9),
    Column("Lần liên hệ gần nhất", 30),
    Column("Hẹn gửi", 12),
    Column("Đầu mối", 30),
)
ESCALATION_COLUMNS = (
    Column("Số", 7),
    Column("Ngày", 17),
    Column("Người nhận", 34),
    Column("Số đơn vị", 9),
    Column("Xác nhận", 20),
    Column("Người xác nhận", 28),
    Column("Lúc xác nhận", 17),
    Column("Ý kiến", 50),
)
NAMED_COLUMNS = (
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 36),
    Column("Khi báo cáo", 22),
    Column("Hạn gửi", 12),
    Column("Số ngày chậm", 9),
    Column("Hẹn gửi", 14),
    Column("Hiện nay", 22),
    Column("Nhận lúc", 17),
    Column("Số lần đã gửi", 9),
    Column("Liên hệ gần nhất", 28),
    Column("Đầu mối", 28),
)
UNREACHED = "chưa liên lạc được"
LATE = "quá hạn"
NOT_NAMED = "Báo cáo này không nêu tên đơn vị đó."


@router.get("")
def list_escalations(desk: LookingOver) -> HTMLResponse:
    with desk.read() as session:
        found = escalations(session, desk.campaign, as_of=desk.as_of)
    return desk.page("office/escalations.html", found=found)


@router.get("/escalations.xlsx")
def escalations_file(desk: LookingOver) -> Response:
    with desk.read() as session:
        found = escalations(session, desk.campaign, as_of=desk.as_of)
    name, title = f"Bao-cao-Van-phong-{desk.campaign.local_day(desk.as_of)}.xlsx", "Báo cáo lên Văn phòng Tỉnh ủy"
    return list_answer(
        desk, ESCALATION_COLUMNS, map(_told, found), title=title, name=name, about="office", as_of=desk.as_of
    )


@router.get("/escalations/{outbox_id:int}")
def show(desk: LookingOver, outbox_id: Id) -> HTMLResponse:
    return _page(desk, outbox_id, error="", status=200)


@router.get("/escalations/{outbox_id:int}.xlsx")
def escalation_file(desk: LookingOver, outbox_id: Id) -> Response:
    _check_there(desk, outbox_id)
    with desk.read() as session:
        found = escalation(session, desk.campaign, outbox_id, as_of=desk.as_of)
    title = f"Báo cáo quá hạn {moment_text(found.told.at)}"
    name, about = f"Bao-cao-qua-han-{outbox_id}.xlsx", f"escalation:{outbox_id}"
    return list_answer(
        desk, NAMED_COLUMNS, map(_named, found.units), title=title, name=name, about=about, as_of=desk.as_of
    )


@router.post("/escalations/{outbox_id:int}/acknowledge")
def acknowledge_it(desk: Overseeing, outbox_id: Id, note: Annotated[str, Form(max_length=2000)] = "") -> Response:
    try:
        with desk.begin() as session:
            is_new = acknowledge(session, desk.campaign, outbox_id, by=desk.by, note=note, now=desk.now)
            if is_new:
                desk.record(session, Action.ESCALATION_ACKNOWLEDGED, about=f"escalation:{outbox_id}", note=note)
    except RuleBroken as refused:
        raise HTTPException(404, detail=str(refused)) from refused
    sentence = "Đã ghi nhận xác nhận đã xem." if is_new else "Xác nhận này đã được ghi nhận trước đó."
    return desk.back(f"/office/escalations/{outbox_id}", sentence)


@router.get("/escalations/{outbox_id:int}/evidence/{unit}.zip")
def take_evidence(desk: LookingOver, outbox_id: Id, unit: str) -> Response:
    """When this unit was reminded, with the letters themselves; only of a unit that the list names."""
    _check_there(desk, outbox_id)
    with desk.read() as session:
        found = escalation(session, desk.campaign, outbox_id, as_of=desk.as_of)
        named = next((one.unit for one in found.units if one.unit.code == unit), None)
        if named is None:
            raise HTTPException(404, detail=NOT_NAMED)
        pack = evidence_pack(session, desk.campaign, desk.place.store, named, as_of=desk.as_of)
    name = f"Ho-so-{unit}-{desk.campaign.local_day(desk.as_of)}.zip"
    _record(desk, name, about=f"unit:{unit}")
    return file_answer(pack.content, name, ZIP)


@router.get("/overdue")
def overdue(desk: LookingOver) -> HTMLResponse:
    found, note = _overdue(desk)
    return desk.page("office/overdue.html", found=found, note_of_none=note)


@router.get("/overdue.xlsx")
def overdue_file(desk: LookingOver) -> Response:
    found, _ = _overdue(desk)
    day = desk.campaign.local_day(desk.as_of)
    name = f"Danh-sach-qua-han-{day}.xlsx"
    content = list_file("Danh sách đơn vị quá hạn", [f"Tính đến {day_text(day)}."], COLUMNS, _rows(found))
    _record(desk, name)
    return file_answer(content, name, XLSX)


@router.get("/overdue.docx")
def overdue_page(desk: LookingOver) -> Response:
    """The one-page list that the board signs."""
    found, note = _overdue(desk)
    if found is None:
        raise HTTPException(404, detail=note)
    name = f"Danh-sach-gui-Van-phong-{desk.campaign.local_day(desk.as_of)}.docx"
    _record(desk, name)
    return file_answer(write_escalation_page(found), name, DOCX)


@router.get("/report")
def report(desk: LookingOver) -> HTMLResponse:
    with desk.read() as session:
        found = provincial_reports(session, desk.campaign, as_of=desk.as_of)
    return desk.page("office/report.html", found=found)


@router.get("/report/{submission_id:int}")
def take_report(desk: LookingOver, submission_id: Id) -> FileResponse:
    """Only what was sent: other reports are no business of the Office."""
    sent = _sent(desk, submission_id)
    if sent is None or not sent.row.sha256 or not desk.place.store.has(sent.row.sha256):
        raise HTTPException(404, detail="Không có tệp báo cáo này; hãy hỏi Ban Tuyên giáo Tỉnh ủy.")
    _record(desk, sent.row.file_name)
    headers = {"Content-Disposition": disposition(sent.row.file_name)}
    return FileResponse(desk.place.store.path(sent.row.sha256), media_type="application/octet-stream", headers=headers)


def _check_there(desk: Desk, outbox_id: Id) -> None:
    with desk.read() as session:
        try:
            find_escalation(session, desk.campaign, outbox_id, as_of=desk.as_of)
        except RuleBroken as refused:
            raise HTTPException(404, detail=str(refused)) from refused


def _page(desk: Desk, outbox_id: Id, *, error: str, status: int) -> HTMLResponse:
    _check_there(desk, outbox_id)
    with desk.read() as session:
        found = escalation(session, desk.campaign, outbox_id, as_of=desk.as_of)
    has_acknowledged = any(one.by == desk.by for one in found.told.acknowledgements)
    return desk.page(
        "office/escalation.html",
        status=status,
        found=found,
        error=error,
        standing=_standing,
        has_acknowledged=has_acknowledged,
    )


def _overdue(desk: Desk) -> tuple[EscalationList | None, str]:
    """The list at the moment, or why there is none."""
    try:
        with desk.read() as session:
            found = office_list(session, desk.campaign, as_of=desk.as_of)
    except RuleBroken:
        return None, "Kế hoạch này không có nhiệm vụ nào được báo cáo lên Văn phòng khi quá hạn."
    day = day_text(desk.campaign.local_day(desk.as_of))
    return found, f"Tính đến {day}, không có đơn vị nào quá hạn trong diện báo cáo Văn phòng."


def _rows(found: EscalationList | None) -> list[list[object]]:
    if found is None:
        return []
    told = [(one, LATE) for one in found.entries] + [(one, UNREACHED) for one in found.unreached]
    return [[number, *_row(one, state)] for number, (one, state) in enumerate(told, start=1)]


def _row(one: EscalationEntry, state: str) -> list[object]:
    sent = sum(notice.is_sent for notice in one.notices)
    said = "trả lại, quá hạn" if one.is_returned else state
    # As long as nobody was reached, nobody is late by his own doing.
    days = None if state == UNREACHED else one.days_late
    return [one.unit, said, one.deadline, days, sent, one.last_contact, one.promise, one.contact]


def _told(one: Told) -> list[object]:
    first = next(iter(one.acknowledgements), None)
    said = "\n".join(f"{each.by}: {each.note}" for each in one.acknowledgements if each.note)
    state = "đã xem" if first else "chưa xác nhận"
    who, when = (first.by, first.at) if first else (None, None)
    return [one.id, one.at, one.recipient_name, one.units, state, who, when, said]


def _named(one: Named) -> list[object]:
    _, said, deadline, days, sent, contacted, promise, contact = _row(
        one.entry, UNREACHED if one.is_unreached else LATE
    )
    last = one.now.standing.submission
    came = last.received_at if last else None
    told = [one.unit.code, one.entry.unit, said, deadline, days, promise]
    return [*told, _standing(one), came, sent, contacted, contact]


def _standing(one: Named) -> str:
    found = one.now.standing
    return standing_text(found.state, is_overdue=found.is_overdue, days_late=found.days_late)


def _sent(desk: Desk, submission_id: Id) -> Sent | None:
    with desk.read() as session:
        found = provincial_reports(session, desk.campaign, as_of=desk.as_of)
    return next((one for report in found for one in report.sent if one.row.id == submission_id), None)


def _record(desk: Desk, name: str, *, about: str = "office") -> None:
    """In a transaction of its own: nobody who writes waits while a file is made."""
    with desk.begin() as session:
        desk.record(session, Action.FILE_TAKEN, about=about, file=name)
