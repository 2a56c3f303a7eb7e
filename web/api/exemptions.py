"""Exemptions: a unit need not report, or owes its report again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import Response

from services.exemptions import exempt, reinstate
from web.api.deeds import Standing, act
from web.api.permits import ApiReviewing
from web.api.problems import ACTS
from web.api.repeats import Key
from web.api.shapes import Asked, DutyId, Reason, UnitCode, Words, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = noun("deadlines")


class Exempting(Asked):
    reason: Reason
    document_number: Words = ""


@router.post("/units/{unit}/exemptions", status_code=201, response_model=Standing, responses=ACTS)
def exempt_unit(
    desk: ApiReviewing, unit: UnitCode, asked: Exempting, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Ask nothing more of the unit. The unit is told."""

    def deed(session: Session, number: int) -> None:
        words = {"reason": asked.reason, "document_number": asked.document_number}
        exempt(session, desk.campaign, number, by=desk.by, now=desk.now, **words)

    return act(desk, deed, unit=unit, duty=duty, key=key, what="exempt", asked=asked)


@router.post("/units/{unit}/reinstatements", status_code=201, response_model=Standing, responses=ACTS)
def reinstate_unit(
    desk: ApiReviewing, unit: UnitCode, asked: Exempting, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Lift the exemption: the unit owes again what it owed before, by the same day."""

    def deed(session: Session, number: int) -> None:
        words = {"reason": asked.reason, "document_number": asked.document_number}
        reinstate(session, desk.campaign, number, by=desk.by, now=desk.now, **words)

    return act(desk, deed, unit=unit, duty=duty, key=key, what="reinstate", asked=asked)
