"""Calendars to subscribe to. The address lets a person in, so a wrong one and one that was taken back look the same."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from fastapi import APIRouter, HTTPException, Request, Response

from config import clock
from config.calendar_links import FEEDS, owner_of
from notifications.calendar_file import CALENDAR_TYPE, write_feed
from services.calendar_feeds import feed_of
from web.permits import OPEN
from web.places import Place

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.feed_tokens import FeedOwner

router = APIRouter(prefix=f"/{FEEDS}", dependencies=[OPEN])


@router.api_route("/{token}.ics", methods=["GET", "HEAD"])
def calendar(token: str, request: Request, place: Place) -> Response:
    """The calendar, or 304 to whoever has it as it is: programs ask every few hours, and it changes once in days."""
    owner = owner_of(place, token)
    content = _written(place, owner) if owner is not None else None
    if content is None:
        raise HTTPException(404)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in _tags(request):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=f"{CALENDAR_TYPE}; charset=utf-8", headers=headers)


def _written(place: Workplace, owner: FeedOwner) -> bytes | None:
    campaign = next((one for one in place.campaigns() if one.id == owner.campaign_id), None)
    if campaign is None:
        return None
    with place.read() as session:
        feed = feed_of(session, campaign, owner, as_of=clock.now())
    return None if feed is None else write_feed(feed)


def _tags(request: Request) -> list[str]:
    """What the caller has; a proxy that packs what it passes on marks the tag as weak."""
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
