"""The page of one button, "Tôi đã nhận được". Opening it changes nothing: programs that scan mails open every link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException
from fastapi.responses import HTMLResponse

from config import clock
from database.models import OutboxRow
from database.queries.units import unit_names
from domain.taps import tapped_message
from notifications.messages import MESSAGE_NAMES
from services.taps import is_tapped, tap
from web.permits import OPEN
from web.places import Place
from web.rendering import page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from config.wiring import Workplace

router = APIRouter(prefix="/t", dependencies=[OPEN])


@router.get("/{token}")
def show(token: str, place: Place) -> HTMLResponse:
    with place.read() as session:
        message = _message(session, place, token)
        return _page(session, place, message, is_taken=is_tapped(session, message))


@router.post("/{token}")
def take(token: str, place: Place) -> HTMLResponse:
    with place.begin() as session:
        message = _message(session, place, token)
        tap(session, message, now=clock.now())
        return _page(session, place, message, is_taken=True)


def _message(session: Session, place: Workplace, token: str) -> OutboxRow:
    number = tapped_message(token, secret=place.secret.encode())
    message = session.get(OutboxRow, number) if number else None
    if message is None:
        raise HTTPException(404)
    return message


def _page(session: Session, place: Workplace, message: OutboxRow, *, is_taken: bool) -> HTMLResponse:
    """Says what the message is about in the words that may leave the house, and nothing of what was reported."""
    plans = {campaign.id: campaign.plan for campaign in place.campaigns()}
    names = unit_names(session, message.campaign_id, [message.unit])
    return page(
        "tap.html",
        title=MESSAGE_NAMES.get(message.message, "Thông báo"),
        recipient=message.recipient_name,
        unit=names.get(message.unit, message.unit),
        plan=plans[message.campaign_id].identity.number,
        is_taken=is_taken,
    )
