"""Calls: who is to be telephoned and why, and what came of a call."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import Response
from pydantic import Field

from domain.audit_log import Action
from domain.calls import CallResult, Ground
from services.calls import Made, put_on_list, record_call, take
from services.case_files import filed_calls
from services.phone_list import phone_list
from web.api.finding import owed, unit_named
from web.api.permits import ApiReminding, ApiWatching
from web.api.problems import ACTS, LOOKS
from web.api.repeats import Key, once
from web.api.shapes import Asked, DutyId, Limit, Listed, Offset, Reason, Shape, UnitCode, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from database.models import CallRow
    from web.desks import Desk

router = noun("calls")
Short = Annotated[str, Field(max_length=60)]


class CallShape(Shape):
    """One entry of the ledger of calls; `until` is how long a taking holds, `day` the day promised."""

    at: datetime
    who: str
    result: CallResult
    contact: str
    number: str
    until: datetime | None
    day: date | None
    note: str


class PhoneNumberShape(Shape):
    contact: str
    name: str
    role: str
    number: str
    unit: str
    is_own: bool
    is_wrong: bool


class PhoneLineShape(Shape):
    """One unit to call about one duty; `call` is whom, null where a number is to be found out first."""

    unit: str
    name: str
    tier: str
    tier_name: str
    superior: str
    duty: str
    grounds: list[Ground]
    reasons: list[str]
    since: datetime
    call: PhoneNumberShape | None
    numbers: list[PhoneNumberShape]
    deadline: date
    days_late: int
    promised: date | None
    sent: list[str]
    calls: list[CallShape]
    no_answers: int
    taken_by: str
    taken_until: datetime | None
    script: str


class CallMade(Asked):
    """What came of a call. `taken` says that one is about to call, `wanted` puts the unit on the list.

    `day` goes with `promised`, and only with it; `number` with `wrong_number`.
    """

    result: CallResult
    day: date | None = None
    contact: Short = ""
    number: Short = ""
    note: Reason = ""
    anyway: bool = Field(default=False, description="Write it down though somebody else has the unit in hand.")


@router.get("/phone-list", responses=LOOKS)
def show_phone_list(desk: ApiWatching, limit: Limit = 100, offset: Offset = 0) -> Listed[PhoneLineShape]:
    """Whom to telephone, the most urgent first."""
    with desk.read() as session:
        found = phone_list(session, desk.campaign, as_of=desk.as_of)
    items = [PhoneLineShape.model_validate(one) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.get("/units/{unit}/calls", responses=LOOKS)
def list_calls(desk: ApiWatching, unit: UnitCode) -> list[CallShape]:
    """The ledger of calls about the unit, the oldest first."""
    with desk.read() as session:
        unit_named(session, desk, unit)
        found = filed_calls(session, desk.campaign, unit, as_of=desk.as_of)
    return [CallShape.model_validate(one) for one in found]


@router.post("/units/{unit}/calls", status_code=201, response_model=CallShape, responses=ACTS)
def enter_call(
    desk: ApiReminding, unit: UnitCode, asked: CallMade, *, duty: DutyId = "", key: Key = ""
) -> CallShape | Response:
    """Write a call into the ledger; a promised day becomes the promise of the duty."""
    return once(desk, key, asked.model_dump(mode="json"), partial(_enter, desk, asked, unit=unit, duty=duty))


def _enter(desk: Desk, asked: CallMade, session: Session, *, unit: str, duty: str) -> CallShape:
    unit_named(session, desk, unit)
    row = _written(session, desk, asked, unit=unit, duty=duty)
    desk.record(session, Action.API_CALLED, about=f"unit:{unit}", what="call", result=row.result)
    return _shown(desk, row)


def _written(session: Session, desk: Desk, asked: CallMade, *, unit: str, duty: str) -> CallRow:
    match asked.result:
        case CallResult.TAKEN:
            return take(session, desk.campaign, unit, who=desk.by, now=desk.now)
        case CallResult.WANTED:
            return put_on_list(session, desk.campaign, unit, who=desk.by, now=desk.now, note=asked.note)
        case _:
            return record_call(
                session,
                desk.campaign,
                _made(session, desk, asked, unit=unit, duty=duty),
                who=desk.by,
                now=desk.now,
                anyway=asked.anyway,
            )


def _made(session: Session, desk: Desk, asked: CallMade, *, unit: str, duty: str) -> Made:
    is_promised = asked.result is CallResult.PROMISED and asked.day is not None
    obligation = owed(session, desk, unit, duty=duty, as_of=desk.now).id if is_promised else None
    return Made(unit, asked.result, asked.contact, asked.number, asked.day, asked.note, obligation)


def _shown(desk: Desk, row: CallRow) -> CallShape:
    local = desk.campaign.plan.calendar.local
    return CallShape(
        at=local(row.at),
        who=row.who,
        result=CallResult(row.result),
        contact=row.contact,
        number=row.number,
        until=local(row.until) if row.until else None,
        day=row.day,
        note=row.note,
    )
