"""Calendar feeds: whose there are, and what a link opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from database.queries.units import contacts_of, unit_names
from domain.units import ContactRole
from services.staff_calendars import staff_feed
from services.unit_calendars import unit_feed

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from domain.campaigns import Campaign
    from domain.feed_tokens import FeedOwner
    from domain.units import Contact
    from notifications.calendar_file import Feed

STAFF = (ContactRole.STAFF, ContactRole.LEADER)


def staff_members(session: Session, campaign: Campaign) -> list[Contact]:
    """The board's staff and leaders, each once however many channels they have."""
    board = campaign.plan.bodies.coordinator
    people = contacts_of(session, campaign.id, [board]).get(board, [])
    return list({one.code: one for one in reversed(people) if one.role in STAFF}.values())[::-1]


def feed_of(session: Session, campaign: Campaign, owner: FeedOwner, *, as_of: datetime) -> Feed | None:
    """The calendar of this owner; None for who is no longer in the list, and whose link is over with that."""
    if owner.unit:
        is_known = bool(unit_names(session, campaign.id, [owner.unit]))
        return unit_feed(session, campaign, owner.unit, as_of=as_of) if is_known else None
    is_known = any(one.code == owner.staff for one in staff_members(session, campaign))
    return staff_feed(session, campaign, as_of=as_of) if is_known else None
