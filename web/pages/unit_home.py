"""A unit's own pages: what it owes, what became of what it handed in, the form, and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse, Response

from config.calendar_links import calendar_link
from config.unit_links import address_in
from database.queries.unit_links import has_below
from database.queries.units import units_of
from documents.report_form import write_report_form
from domain.audit_log import Action
from domain.duties import Owed
from domain.feed_tokens import FeedOwner
from domain.units import UnitTree
from services.forms import report_form
from services.receipts import receipt_slip
from services.unit_pages import own_duties, own_duty, own_history, own_notices, own_receipt, own_submission
from web.answers import DOCX, file_answer
from web.permits import OPEN
from web.unit_desks import OwnDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.unit_pages import Receipt
    from web.unit_desks import UnitDesk

router = APIRouter(prefix="/u/{token}", dependencies=[OPEN])


@router.get("")
def home(desk: OwnDesk) -> HTMLResponse:
    with desk.read() as session:
        duties = own_duties(session, desk.campaign, desk.unit.code, as_of=desk.now)
        is_superior = has_below(session, desk.campaign.id, desk.unit.code)
    calendar = calendar_link(desk.place, FeedOwner(desk.campaign.id, unit=desk.unit.code))
    return desk.page("unit/home.html", duties=duties, calendar=calendar, is_superior=is_superior)


@router.get("/history")
def history(desk: OwnDesk) -> HTMLResponse:
    with desk.read() as session:
        happened = own_history(session, desk.campaign, desk.unit.code, as_of=desk.now)
    return desk.page("unit/history.html", happened=happened)


@router.get("/duties/{duty_id}")
def duty(desk: OwnDesk, duty_id: int) -> HTMLResponse:
    with desk.read() as session:
        found = desk.duty(session, duty_id)
        notices = own_notices(session, desk.campaign, desk.unit.code, as_of=desk.now)
    return desk.page("unit/duty.html", duty=found, notices=notices)


@router.get("/duties/{duty_id}/form.docx")
def form(desk: OwnDesk, duty_id: int) -> Response:
    """The form as a Word file, with the unit's own letterhead and only the sections that it owes."""
    with desk.begin() as session:
        found = desk.duty(session, duty_id)
        units = UnitTree(units_of(session, desk.campaign.id))
        desk.record(session, Action.FILE_TAKEN, about=f"unit:{desk.unit.code}", file="mẫu báo cáo")
    owed = Owed(desk.unit, desk.campaign.plan.duty(found.case.duty))
    content = write_report_form(report_form(desk.campaign.plan, units, owed))
    return file_answer(content, f"Mau-bao-cao-{desk.unit.code}.docx", DOCX)


@router.get("/duties/{duty_id}/receipts/{number}")
def receipt(desk: OwnDesk, duty_id: int, number: int) -> HTMLResponse:
    with desk.read() as session:
        found = _receipt(desk, session, desk.duty(session, duty_id).id, number)
    return desk.page("unit/receipt.html", receipt=found)


@router.get("/duties/{duty_id}/receipts/{number}/slip.docx")
def slip(desk: OwnDesk, duty_id: int, number: int) -> Response:
    with desk.begin() as session:
        found = desk.duty(session, duty_id)
        row = own_submission(session, found.id, number)
        if row is None:
            raise HTTPException(404)
        page = address_in(desk.place, session, desk.campaign, desk.unit.code, now=desk.now)
        content = receipt_slip(session, desk.campaign, row, page=page)
        desk.record(session, Action.FILE_TAKEN, about=f"receipt:{row.receipt_number}", file="phiếu tiếp nhận")
    return file_answer(content, f"Phieu-tiep-nhan-{row.receipt_number.partition('/')[0]}.docx", DOCX)


def _receipt(desk: UnitDesk, session: Session, obligation: int, number: int) -> Receipt:
    """A report that was taken in has its receipt, also where the clock of this machine is behind that of the one that did."""
    row = own_submission(session, obligation, number)
    as_of = max(desk.now, row.received_at, row.registered_at) if row is not None else desk.now
    duty_then = own_duty(session, desk.campaign, desk.unit.code, obligation, as_of=as_of)
    found = own_receipt(session, desk.campaign, duty_then, number, as_of=as_of) if duty_then is not None else None
    if found is None:
        raise HTTPException(404)
    return found
