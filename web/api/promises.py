"""Promises: the day on which a unit says that it will hand in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fastapi import Response

from services.promises import promise
from web.api.deeds import Standing, act
from web.api.permits import ApiReviewing
from web.api.problems import ACTS
from web.api.repeats import Key
from web.api.shapes import Asked, DutyId, Reason, UnitCode, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

router = noun("deadlines")


class Promised(Asked):
    day: date
    reason: Reason = ""


@router.post("/units/{unit}/promises", status_code=201, response_model=Standing, responses=ACTS)
def note_promise(
    desk: ApiReviewing, unit: UnitCode, asked: Promised, *, duty: DutyId = "", key: Key = ""
) -> Standing | Response:
    """Note the day that the unit names. It changes no deadline."""

    def deed(session: Session, number: int) -> None:
        promise(session, desk.campaign, number, day=asked.day, made_by=desk.by, reason=asked.reason, now=desk.now)

    return act(desk, deed, unit=unit, duty=duty, key=key, what="promise", asked=asked)
