"""Escalations: what the Provincial Party Office was told, and that somebody there has seen it."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Response

from database.queries.escalations import escalation_told
from domain.access import Permission
from domain.audit_log import Action
from domain.obligations import State
from services.acknowledgements import acknowledge
from services.escalations import Escalated, Told, escalation, escalations
from web.api.permits import TokenLooks, TokenNeeds
from web.api.problems import ACTS, LOOKS
from web.api.repeats import Key, once
from web.api.shapes import Asked, Limit, Listed, Number, Offset, Reason, Shape, noun
from web.desks import Desk

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from services.escalations import Named

router = noun("escalations", "/escalations")
# The board may look at what the Office sees; only the Office acknowledges.
ApiLookingOver = Annotated[Desk, Depends(TokenLooks(Permission.OVERSEE, Permission.WATCH))]
ApiOverseeing = Annotated[Desk, Depends(TokenNeeds(Permission.OVERSEE))]
NO_ESCALATION = "Không có báo cáo số {} lên Văn phòng trong đợt này."


class AcknowledgementShape(Shape):
    at: datetime
    by: str
    note: str


class ToldShape(Shape):
    """One list to one person of the Office; `units` is how many it names."""

    number: int
    at: datetime
    recipient_name: str
    units: int
    acknowledgements: list[AcknowledgementShape]


class NamedShape(Shape):
    """One unit of the list, as it stands at the moment that is looked at. `is_unreached`: nobody could reach it."""

    unit: str
    name: str
    duty: str
    is_unreached: bool
    state: State
    is_overdue: bool
    days_late: int
    deadline: date


class EscalationShape(ToldShape):
    """With the letter as it went, and every unit that it names."""

    subject: str
    text: str
    still_missing: int
    named: list[NamedShape]


class Acknowledging(Asked):
    note: Reason = ""


@router.get("", responses=LOOKS)
def list_escalations(desk: ApiLookingOver, limit: Limit = 100, offset: Offset = 0) -> Listed[ToldShape]:
    """Everything that the Office was told, the newest first."""
    with desk.read() as session:
        found = escalations(session, desk.campaign, as_of=desk.as_of)
    items = [_told(one) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.get("/{number}", responses=LOOKS)
def show_escalation(desk: ApiLookingOver, number: Number) -> EscalationShape:
    """One list by name, and how each of its units stands now."""
    with desk.read() as session:
        _check_there(session, desk, number)
        return _shown(escalation(session, desk.campaign, number, as_of=desk.as_of))


@router.post("/{number}/acknowledgements", status_code=201, response_model=EscalationShape, responses=ACTS)
def acknowledge_escalation(
    desk: ApiOverseeing, number: Number, asked: Acknowledging, key: Key = ""
) -> EscalationShape | Response:
    """Say that it was seen, perhaps with a note. The same words of the same person are kept once."""
    return once(desk, key, asked.model_dump(), partial(_acknowledge, desk, number, asked.note))


def _acknowledge(desk: Desk, number: int, note: str, session: Session) -> EscalationShape:
    _check_there(session, desk, number)
    if acknowledge(session, desk.campaign, number, by=desk.by, note=note, now=desk.now):
        desk.record(session, Action.API_CALLED, about=f"escalation:{number}", what="acknowledge", note=note)
    return _shown(escalation(session, desk.campaign, number, as_of=desk.now))


def _check_there(session: Session, desk: Desk, number: int) -> None:
    if escalation_told(session, desk.campaign.id, number, as_of=desk.as_of) is None:
        raise HTTPException(404, detail=NO_ESCALATION.format(number))


def _told(one: Told) -> ToldShape:
    said = [AcknowledgementShape.model_validate(each) for each in one.acknowledgements]
    return ToldShape(
        number=one.id, at=one.at, recipient_name=one.recipient_name, units=one.units, acknowledgements=said
    )


def _shown(found: Escalated) -> EscalationShape:
    return EscalationShape(
        **dict(_told(found.told)),
        subject=found.subject,
        text=found.text,
        still_missing=found.still_missing,
        named=[_named(one) for one in found.units],
    )


def _named(one: Named) -> NamedShape:
    standing = one.now.standing
    return NamedShape(
        unit=one.unit.code,
        name=one.unit.name,
        duty=one.now.duty.id,
        is_unreached=one.is_unreached,
        state=standing.state,
        is_overdue=standing.is_overdue,
        days_late=standing.days_late,
        deadline=standing.deadline.last_day,
    )
