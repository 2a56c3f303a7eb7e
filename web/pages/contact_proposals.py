"""New contact persons: a unit names one over its link, and staff take the person onto the list or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, Response
from pydantic import BaseModel

from database.queries.contact_proposals import proposals_of
from database.queries.units import contacts_of, unit_names
from domain.audit_log import Action
from domain.errors import RuleBroken
from services.contact_proposals import SETTLEMENTS, Proposed, accept, decline, propose, waiting
from web.list_answers import Column, list_answer
from web.permits import OPEN, KeepingContacts
from web.unit_desks import OwnDesk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.unit_desks import UnitDesk

router = APIRouter()
own = APIRouter(prefix="/u/{token}", dependencies=[OPEN])
LIST = "/contacts/proposals"
COLUMNS = (
    Column("Mã đơn vị", 11),
    Column("Đơn vị", 36),
    Column("Người được cử", 28),
    Column("Chức vụ", 24),
    Column("Thư điện tử", 28),
    Column("Điện thoại", 15),
    Column("Ghi chú", 30),
    Column("Đề nghị lúc", 17),
    Column("Đang nhận thư", 34),
)


class ProposalForm(BaseModel):
    name: str = ""
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


@own.get("/contact")
def ask(desk: OwnDesk) -> HTMLResponse:
    with desk.read() as session:
        return _form(desk, session, Proposed(""))


@own.post("/contact")
def send(desk: OwnDesk, form: Annotated[ProposalForm, Form()]) -> Response:
    asked = Proposed(**form.model_dump())
    with desk.begin() as session:
        try:
            row = propose(session, desk.campaign, desk.unit.code, asked, now=desk.now)
        except RuleBroken as refusal:
            return _form(desk, session, asked, status=422, error=str(refusal))
        desk.record(session, Action.CONTACT_PROPOSED, about=f"unit:{desk.unit.code}", proposal=row.id)
    return desk.back("/contact", "Đã gửi đề nghị. Cán bộ theo dõi sẽ xem xét rồi đưa vào danh sách đầu mối.")


@router.get(LIST)
def show(desk: KeepingContacts) -> HTMLResponse:
    with desk.read() as session:
        rows = waiting(session, desk.campaign)
        units = {row.unit for row in rows}
        names, known = unit_names(session, desk.campaign.id, units), contacts_of(session, desk.campaign.id, units)
    return desk.page("contacts/proposals.html", rows=rows, names=names, known=known)


@router.get(LIST + ".xlsx")
def export(desk: KeepingContacts) -> Response:
    with desk.read() as session:
        rows = waiting(session, desk.campaign)
        units = {row.unit for row in rows}
        names, known = unit_names(session, desk.campaign.id, units), contacts_of(session, desk.campaign.id, units)
    cells = [
        [
            row.unit,
            names.get(row.unit, row.unit),
            row.name,
            row.role,
            row.email,
            row.phone,
            row.note,
            row.at,
            ", ".join(dict.fromkeys(one.name for one in known.get(row.unit, []))),
        ]
        for row in rows
    ]
    title = "Đầu mối do đơn vị đề nghị"
    return list_answer(
        desk, COLUMNS, cells, title=title, name="de-nghi.xlsx", about="contact-proposals", as_of=desk.now
    )


@router.post(LIST + "/{proposal_id}/accept")
def take_over(desk: KeepingContacts, proposal_id: int) -> Response:
    with desk.begin() as session:
        row = accept(session, desk.campaign, proposal_id, cipher=desk.place.cipher, by=desk.by, now=desk.now)
        desk.record(session, Action.CONTACT_PROPOSAL_ACCEPTED, about=f"unit:{row.unit}", proposal=row.id)
    return desk.back(LIST, f"Đã đưa {row.name} vào danh sách đầu mối.")


@router.post(LIST + "/{proposal_id}/decline")
def leave_out(desk: KeepingContacts, proposal_id: int) -> Response:
    with desk.begin() as session:
        row = decline(session, desk.campaign, proposal_id, by=desk.by, now=desk.now)
        desk.record(session, Action.CONTACT_PROPOSAL_DECLINED, about=f"unit:{row.unit}", proposal=row.id)
    return desk.back(LIST, f"Đã từ chối đề nghị về {row.name}.")


def _form(desk: UnitDesk, session: Session, asked: Proposed, *, status: int = 200, error: str = "") -> HTMLResponse:
    """With those whom letters go to now, by name alone, and what became of earlier proposals."""
    code = desk.unit.code
    people = contacts_of(session, desk.campaign.id, [code]).get(code, [])
    names = list(dict.fromkeys(one.name for one in people))
    earlier = [(one, SETTLEMENTS[one.settlement]) for one in proposals_of(session, desk.campaign.id, code)]
    return desk.page("unit/contact.html", status=status, asked=asked, error=error, names=names, earlier=earlier)
