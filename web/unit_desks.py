"""The desk of a unit: what its pages need. The link in the address is the proof of who it is; there is no account."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse

from config.unit_links import unit_of
from database.queries.units import unit_named
from domain.unit_links import PATH, LinkState, unit_link_of
from domain.uploads import LARGEST_PIECE
from services.audit_log import Doer, write_entry
from services.unit_pages import own_duty
from web.notes import put_note, take_note
from web.permits import campaigns_of
from web.rendering import page

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime

    from fastapi.responses import HTMLResponse
    from sqlalchemy.orm import Session

    from config.unit_links import Opened
    from config.wiring import Workplace
    from domain.audit_log import Action
    from domain.campaigns import Campaign
    from domain.units import Unit
    from services.unit_pages import OwnDuty

LINK = "link"  # the role of who has no account, in the audit log
PIECE_WITHIN = 120.0  # seconds for one piece: slower than that the line counts as broken


class LinkEnded(Exception):  # noqa: N818 -- it names what happened, and the handler offers a fresh link
    """A link that we signed has expired, or was taken back."""

    def __init__(self, desk: UnitDesk) -> None:
        super().__init__(desk.unit.code)
        self.desk = desk


@dataclass(frozen=True, slots=True)
class UnitDesk:
    """`token` is the link that was followed."""

    request: Request
    place: Workplace
    campaign: Campaign
    unit: Unit
    token: str
    now: datetime

    def read(self) -> AbstractContextManager[Session]:
        return self.place.read()

    def begin(self) -> AbstractContextManager[Session]:
        return self.place.begin()

    def link(self, path: str = "") -> str:
        """An address among the unit's own pages."""
        return f"{PATH}{self.token}{path}"

    def page(self, template: str, *, status: int = 200, **facts: object) -> HTMLResponse:
        note = take_note(self.request)
        answer = page(template, status=status, desk=self, link=self.link, note=note, **facts)
        if note:
            put_note(self.request, answer, "")
        return answer

    def back(self, path: str, sentence: str = "") -> RedirectResponse:
        """Off to a page of the unit after something was done, which says so once."""
        answer = RedirectResponse(self.link(path), status_code=303)
        if sentence:
            put_note(self.request, answer, sentence)
        return answer

    def duty(self, session: Session, obligation_id: int) -> OwnDuty:
        """The unit's own duty; another's looks as if there were none."""
        found = own_duty(session, self.campaign, self.unit.code, obligation_id, as_of=self.now)
        if found is None:
            raise HTTPException(404)
        return found

    def record(self, session: Session, action: Action, /, *, about: str, **detail: object) -> None:
        """Into the audit log, in the transaction of the deed."""
        doer = Doer(self.unit.name, LINK)
        write_entry(session, doer, action, about=about, now=self.now, campaign_id=self.campaign.id, detail=detail)


def _any_desk(token: str, request: Request) -> tuple[UnitDesk, Opened]:
    """Also for a link that has ended. What we did not sign, and what names no unit of ours, is nothing."""
    place: Workplace = request.app.state.place
    link = unit_link_of(token, secret=place.secret.encode())
    campaign = campaigns_of(request).numbered(link.campaign_id) if link else None
    if link is None or campaign is None:
        raise HTTPException(404)
    now = place.now()
    with place.read() as session:
        opened = unit_of(place, session, token, today=campaign.local_day(now))
        unit = unit_named(session, campaign.id, link.unit)
    if opened is None or unit is None:
        raise HTTPException(404)
    return UnitDesk(request, place, campaign, unit, token.strip().lower(), now), opened


def _good_desk(token: str, request: Request) -> UnitDesk:
    desk, opened = _any_desk(token, request)
    if opened.state is not LinkState.GOOD:
        raise LinkEnded(desk)
    return desk


def _ended_desk(token: str, request: Request) -> UnitDesk:
    return _any_desk(token, request)[0]


async def _piece(request: Request) -> bytes:
    """The body of a piece, whole or not at all."""
    content = bytearray()
    try:
        async with asyncio.timeout(PIECE_WITHIN):
            async for part in request.stream():
                content += part
                if len(content) > LARGEST_PIECE:
                    raise HTTPException(413)
    except TimeoutError:
        raise HTTPException(408) from None
    return bytes(content)


OwnDesk = Annotated[UnitDesk, Depends(_good_desk)]
EndedDesk = Annotated[UnitDesk, Depends(_ended_desk)]
Piece = Annotated[bytes, Depends(_piece)]
