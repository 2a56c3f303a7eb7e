"""Answers: what people wrote back or tapped, and what staff make of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from fastapi import HTTPException
from pydantic import model_validator

from database.models import AnswerRow
from database.queries.answers import open_answers
from database.queries.units import unit_names
from domain.answers import AnswerKind
from domain.audit_log import Action
from services.answers import settle_by_note, settle_by_promise
from web.api.finding import owed
from web.api.permits import ApiReminding, ApiWatching
from web.api.problems import ACTS, LOOKS
from web.api.shapes import Asked, DutyId, Limit, Listed, Number, Offset, Reason, Shape, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.desks import Desk

router = noun("answers", "/answers")
NO_ANSWER = "Không có trả lời số {} trong đợt này."


class AnswerShape(Shape):
    """`day` is the day that a promise names; `message` the number of the message that it answers."""

    answer: int
    at: datetime
    unit: str
    name: str
    contact: str
    channel: str
    kind: AnswerKind
    day: date | None
    text: str
    message: int | None


class AnswerSettling(Asked):
    """Either `promise` (enter the day that it names as the unit's promise), or a `note` on what was done."""

    promise: bool = False
    note: Reason = ""

    @model_validator(mode="after")
    def _one_way(self) -> AnswerSettling:
        if self.promise == bool(self.note):
            raise ValueError("Either promise, or a note")
        return self


class SettledShape(Shape):
    answer: int
    unit: str
    settled_by: str
    settlement: str


@router.get("", responses=LOOKS)
def list_answers(desk: ApiWatching, limit: Limit = 100, offset: Offset = 0) -> Listed[AnswerShape]:
    """Answers that wait for staff, the oldest first."""
    with desk.read() as session:
        rows = open_answers(session, desk.campaign.id, as_of=desk.as_of)
        page = rows[offset : offset + limit]
        names = unit_names(session, desk.campaign.id, {row.unit for row in page})
    items = [_shown(desk, row, names.get(row.unit, row.unit)) for row in page]
    return Listed(total=len(rows), limit=limit, offset=offset, items=items)


@router.post("/{number}/settlements", status_code=201, responses=ACTS)
def settle_answer(desk: ApiReminding, number: Number, asked: AnswerSettling, duty: DutyId = "") -> SettledShape:
    """Deal with an answer."""
    with desk.begin() as session:
        row = _row(session, desk, number)
        if asked.promise:
            one = owed(session, desk, row.unit, duty=duty, as_of=desk.now)
            settle_by_promise(session, desk.campaign, number, obligation_id=one.id, who=desk.by, now=desk.now)
        else:
            settle_by_note(session, desk.campaign, number, note=asked.note, who=desk.by, now=desk.now)
        desk.record(session, Action.API_CALLED, about=f"answer:{number}", what="settle", unit=row.unit)
        return SettledShape(answer=row.id, unit=row.unit, settled_by=row.settled_by, settlement=row.settlement)


def _row(session: Session, desk: Desk, number: int) -> AnswerRow:
    row = session.get(AnswerRow, number)
    if row is None or row.campaign_id != desk.campaign.id:
        raise HTTPException(404, detail=NO_ANSWER.format(number))
    return row


def _shown(desk: Desk, row: AnswerRow, name: str) -> AnswerShape:
    return AnswerShape(
        answer=row.id,
        at=desk.campaign.plan.calendar.local(row.at),
        unit=row.unit,
        name=name,
        contact=row.contact,
        channel=row.channel,
        kind=AnswerKind(row.kind),
        day=row.day,
        text=row.text,
        message=row.outbox_id,
    )
