"""Calendars to subscribe to: the address of each of the staff's. A unit's own stands with the unit."""

from __future__ import annotations

from config.calendar_links import calendar_link
from domain.feed_tokens import FeedOwner
from services.calendar_feeds import staff_members
from web.api.permits import ApiChecking
from web.api.problems import LOOKS
from web.api.shapes import Shape, noun

router = noun("calendars")


class CalendarShape(Shape):
    """`link` is an .ics feed, "" where the installation has no address on the web. Whoever has it may read it."""

    contact: str
    name: str
    link: str


@router.get("/calendars", responses=LOOKS)
def list_calendars(desk: ApiChecking) -> list[CalendarShape]:
    """The calendars of the board's staff, one each."""
    with desk.read() as session:
        people = staff_members(session, desk.campaign)
    return [
        CalendarShape(
            contact=one.code,
            name=one.name,
            link=calendar_link(desk.place, FeedOwner(desk.campaign.id, staff=one.code)),
        )
        for one in people
    ]
