"""The receipt (phiếu tiếp nhận) as a page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.models import ObligationRow
from database.queries.outline_checks import check_of
from database.queries.units import units_of
from database.queries.uploads import files_of_all
from documents.receipt_slip import ReceiptSlip, write_receipt_slip
from domain.letterhead import heading_under
from domain.outline_check import OutlineCheck
from services.events import history_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from database.models import SubmissionRow
    from domain.campaigns import Campaign


def receipt_slip(
    session: Session, campaign: Campaign, submission: SubmissionRow, *, as_of: datetime | None = None, page: str = ""
) -> bytes:
    """A .docx about one version, as it stood when it came; the board that follows the plan up gives it.

    `page` is the address of the unit's own pages, for the slip that the unit itself prints. With `as_of`, without what people corrected later in how it was read.
    """
    plan = campaign.plan
    units = {unit.code: unit for unit in units_of(session, campaign.id)}
    board = units[plan.bodies.coordinator]
    obligation = session.get_one(ObligationRow, submission.obligation_id)
    history = history_of(session, campaign, submission.obligation_id)
    found = history.standing_on_arrival(submission.number)
    beside = files_of_all(session, [submission.id]).get(submission.id, ())
    head = heading_under(plan, board, units.get(board.superior or ""))
    return write_receipt_slip(
        ReceiptSlip(
            superior=head.superior,
            issuer=head.issuer,
            place=head.place,
            number=submission.receipt_number,
            plan=plan.identity.citation,
            unit=units[obligation.unit].name,
            duty=plan.duty(obligation.duty).name,
            version=submission.number,
            document_number=submission.document_number,
            received_at=plan.calendar.local(submission.received_at),
            file_name=submission.file_name,
            size=submission.size,
            sha256=submission.sha256,
            deadline=found.deadline.last_day,
            clause=found.deadline.clause,
            days_late=found.days_late,
            check=check_of(session, submission.id, as_of=as_of) or OutlineCheck(note=submission.note),
            receiver=_person(submission.registered_by),
            page=page,
            annexes=tuple((one.file_name, one.size) for one in beside),
        ),
    )


def _person(by: str) -> str:
    """The name to print below the slip; an account, a code or an address is nobody's name, and leaves room to sign."""
    return by if " " in by.strip() and "@" not in by else ""
