"""New contact persons as units name them: proposed over the unit's link, taken over or declined by staff.

A proposal changes no list by itself: whoever got hold of a link must not be able to turn a unit's letters to another place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.models import ContactProposalRow
from database.queries.contact_proposals import open_proposals, proposal_of, proposals_of
from database.queries.contacts import contact_rows
from domain.channels import EMAIL
from domain.contact_addresses import checked_address, checked_phone
from domain.errors import RuleBroken
from domain.spelling import nfc
from domain.units import Contact, ContactRole
from services.contacts import find_changes, save_changes

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.cipher import Cipher
    from domain.campaigns import Campaign

ACCEPTED, DECLINED = "accepted", "declined"
SETTLEMENTS = {"": "đang chờ xem xét", ACCEPTED: "đã đưa vào danh sách", DECLINED: "không đưa vào danh sách"}
MOST_WAITING = 5  # of one unit; whoever sends more is asked to wait for staff
LONGEST = {"name": 100, "role": 100, "email": 150, "phone": 30, "note": 500}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Who shall be written to, as the unit typed it."""

    name: str
    role: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""


def propose(session: Session, campaign: Campaign, unit: str, asked: Proposed, *, now: datetime) -> ContactProposalRow:
    """Keep the proposal for staff. The same one sent twice is kept once."""
    clean = _checked(asked)
    waiting = [one for one in proposals_of(session, campaign.id, unit) if one.settled_at is None]
    same = next((one for one in waiting if _proposed(one) == clean), None)
    if same is not None:
        return same
    if len(waiting) >= MOST_WAITING:
        raise RuleBroken("Đơn vị đã gửi nhiều đề nghị đang chờ xem xét; hãy chờ cán bộ theo dõi xử lý.")
    row = ContactProposalRow(
        campaign_id=campaign.id,
        unit=unit,
        at=now,
        name=clean.name,
        role=clean.role,
        email=clean.email,
        phone=clean.phone,
        note=clean.note,
    )
    session.add(row)
    session.flush()
    return row


def accept(
    session: Session, campaign: Campaign, proposal_id: int, *, cipher: Cipher, by: str, now: datetime
) -> ContactProposalRow:
    """Put the person on the list, on e-mail, behind those whom the unit has."""
    row = _open(session, campaign, proposal_id)
    if not row.email:
        raise RuleBroken(
            "Đề nghị này chỉ có số điện thoại; hãy gọi hỏi địa chỉ thư rồi nhập vào danh sách đầu mối, sau đó từ chối đề nghị."
        )
    code = _code(session, campaign, row)
    one = Contact(code, row.unit, row.name, ContactRole.FOCAL, EMAIL, row.email, row.phone)
    save_changes(session, campaign, find_changes(session, campaign, [one], cipher=cipher), who=by, now=now)
    _settle(row, ACCEPTED, by=by, now=now)
    return row


def decline(session: Session, campaign: Campaign, proposal_id: int, *, by: str, now: datetime) -> ContactProposalRow:
    row = _open(session, campaign, proposal_id)
    _settle(row, DECLINED, by=by, now=now)
    return row


def waiting(session: Session, campaign: Campaign) -> list[ContactProposalRow]:
    return open_proposals(session, campaign.id)


def _checked(asked: Proposed) -> Proposed:
    texts = {name: nfc(getattr(asked, name)).strip()[:most] for name, most in LONGEST.items()}
    clean = Proposed(**texts)
    if not clean.name:
        raise RuleBroken("Hãy ghi họ và tên của người được cử làm đầu mối.")
    if not clean.email and not clean.phone:
        raise RuleBroken("Hãy ghi địa chỉ thư điện tử hoặc số điện thoại của đầu mối.")
    if "://" in clean.email:
        raise RuleBroken("Địa chỉ thư điện tử phải có dạng ten@donvi.vn.")
    email = checked_address(EMAIL, clean.email)[1] if clean.email else ""
    phone = checked_phone(clean.phone) if clean.phone else ""
    return Proposed(clean.name, clean.role, email, phone, clean.note)


def _proposed(row: ContactProposalRow) -> Proposed:
    return Proposed(row.name, row.role, row.email, row.phone, row.note)


def _open(session: Session, campaign: Campaign, proposal_id: int) -> ContactProposalRow:
    row = proposal_of(session, campaign.id, proposal_id)
    if row is None:
        raise RuleBroken("Không có đề nghị này trong đợt đang xem.")
    if row.settled_at is not None:
        raise RuleBroken(f"Đề nghị này đã được {row.settled_by} xử lý: {SETTLEMENTS[row.settlement]}.")
    return row


def _code(session: Session, campaign: Campaign, row: ContactProposalRow) -> str:
    """The person's own code where the address is known in this unit, otherwise the next free one."""
    rows = contact_rows(session, campaign.id)
    known = next((one.code for one in rows if one.unit == row.unit and one.address.lower() == row.email.lower()), "")
    taken = {one.code for one in rows}
    free = (f"{row.unit.lower()}-{number}" for number in range(2, len(taken) + 3))
    return known or next(code for code in free if code not in taken)


def _settle(row: ContactProposalRow, settlement: str, *, by: str, now: datetime) -> None:
    row.settled_at, row.settled_by, row.settlement = now, by, settlement
