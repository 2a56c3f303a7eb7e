"""Messages: what went out, what became of each, its very text, and the settling of an unknown result."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import HTTPException, Query
from pydantic import Field

from database.models import OutboxRow
from domain.audit_log import Action
from domain.signals import Fate
from services.message_histories import MessageHistory, message_histories, message_history
from services.message_settling import settle
from web.api.permits import ApiReminding, ApiWatching
from web.api.problems import ACTS, LOOKS
from web.api.shapes import Asked, Limit, Listed, Number, Offset, Reason, Shape, UnitFilter, noun

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.desks import Desk

router = noun("messages", "/messages")
NO_MESSAGE = "Không có thông báo số {} trong đợt này, hoặc lúc đó chưa có."
Channel = Annotated[str, Query(max_length=40, description="Only this channel: email, zalobot, zbs, zalooa, esms.")]
FateOf = Annotated[Fate | None, Query(description="Only those that came so far.")]


class MessageStep(Shape):
    at: datetime
    what: str
    text: str
    code: str


class MessageShape(Shape):
    """One message and all that happened to it, the oldest first."""

    number: int
    key: str
    unit: str
    name: str
    message: str
    rung: str
    recipient: str
    recipient_name: str
    channel: str
    address: str
    fate: Fate
    is_doubtful: bool
    transport_id: str
    replaces: str
    replaced_by: str
    steps: list[MessageStep]


class WholeMessage(MessageShape):
    """With the very text that went; both are empty until the message is rendered, just before it leaves."""

    subject: str
    text: str


class Settling(Asked):
    """What the recipient said when asked. `note`: who was asked, and how."""

    arrived: bool
    note: Reason = Field(min_length=1)


@router.get("", responses=LOOKS)
def list_messages(
    desk: ApiWatching,
    *,
    unit: UnitFilter = "",
    channel: Channel = "",
    fate: FateOf = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Listed[MessageShape]:
    """Messages that had been decided by then, the oldest first."""
    with desk.read() as session:
        every = message_histories(session, desk.campaign, as_of=desk.as_of, unit=unit, channel=channel)
    found = [one for one in every if fate in (None, one.fate)]
    items = [MessageShape.model_validate(one) for one in found[offset : offset + limit]]
    return Listed(total=len(found), limit=limit, offset=offset, items=items)


@router.get("/{number}", responses=LOOKS)
def show_message(desk: ApiWatching, number: Number) -> WholeMessage:
    """One message with its text."""
    with desk.read() as session:
        row = _row(session, desk, number)
        found = message_history(session, desk.campaign, row, as_of=desk.as_of)
    if found is None:
        raise HTTPException(404, detail=NO_MESSAGE.format(number))
    return _whole(found, row)


@router.post("/{number}/settlements", status_code=201, responses=ACTS)
def settle_message(desk: ApiReminding, number: Number, asked: Settling) -> WholeMessage:
    """Write down what a person said of a message whose result nobody knows."""
    with desk.begin() as session:
        row = _row(session, desk, number)
        settle(session, desk.campaign, row.key, arrived=asked.arrived, note=asked.note, by=desk.by, now=desk.now)
        desk.record(session, Action.API_CALLED, about=f"message:{number}", what="settle", arrived=asked.arrived)
        found = message_history(session, desk.campaign, row, as_of=desk.now)
    if found is None:
        raise HTTPException(404, detail=NO_MESSAGE.format(number))
    return _whole(found, row)


def _row(session: Session, desk: Desk, number: int) -> OutboxRow:
    row = session.get(OutboxRow, number)
    if row is None or row.campaign_id != desk.campaign.id:
        raise HTTPException(404, detail=NO_MESSAGE.format(number))
    return row


def _whole(found: MessageHistory, row: OutboxRow) -> WholeMessage:
    shown = MessageShape.model_validate(found)
    return WholeMessage(**dict(shown), subject=row.subject, text=row.text)
