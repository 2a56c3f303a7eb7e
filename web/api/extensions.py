"""Extensions: a later deadline for one duty."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fastapi import Response

from services.extensions import extend
from web.api.deeds import Standing, act
from web.api.permits import ApiReviewing
from web.api.problems import ACTS
from web.api.repeats import Key
from web.api.shapes import Asked, DutyId, Reason, UnitCode, Words, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = noun("deadlines")


class Extension(Asked):
    """`day` is the new last day. Somebody decided it, in a document with a number."""

    day: date
    approver: Words
    document_number: Words
    reason: Reason = ""


@router.post("/units/{unit}/extensions", status_code=201, response_model=Standing, responses=ACTS)
def extend_deadline(
    desk: ApiReviewing, unit: UnitCode, asked: Extension, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Move the deadline to a later day. The unit is told."""

    def deed(session: Session, number: int) -> None:
        extend(
            session,
            desk.campaign,
            number,
            day=asked.day,
            approver=asked.approver,
            document_number=asked.document_number,
            reason=asked.reason,
            by=desk.by,
            now=desk.now,
        )

    return act(desk, deed, unit=unit, duty=duty, key=key, what="extend", asked=asked)
