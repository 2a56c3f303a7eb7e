"""Links to the pages of units: signed with the secret of the installation, good for a while, and taken back unit by unit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from database.queries.unit_links import series_of
from domain.unit_links import PATH, LinkState, UnitLink, last_day_of, unit_address, unit_link_of, unit_token

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from config.wiring import Workplace
    from domain.campaigns import Campaign


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that we signed, and what it is worth now."""

    link: UnitLink
    state: LinkState


def unit_link(place: Workplace, campaign: Campaign, unit: str, *, now: datetime) -> str:
    """The address of the unit's pages, good from now on; empty where the installation has no address on the web."""
    with place.read() as session:
        return address_in(place, session, campaign, unit, now=now)


def address_in(place: Workplace, session: Session, campaign: Campaign, unit: str, *, now: datetime) -> str:
    """The same, for who has a session at hand."""
    link = _link(session, campaign, unit, now=now)
    return unit_address(place.settings.web_url, link, secret=place.secret.encode())


def unit_path(place: Workplace, session: Session, campaign: Campaign, unit: str, *, now: datetime) -> str:
    """The same within this site, which needs no address: for who is here already."""
    return PATH + unit_token(_link(session, campaign, unit, now=now), secret=place.secret.encode())


def unit_of(place: Workplace, session: Session, token: str, *, today: date) -> Opened | None:
    """Whose pages the token opens, and whether it still does; None for what we did not sign."""
    link = unit_link_of(token, secret=place.secret.encode())
    if link is None:
        return None
    series = series_of(session, link.campaign_id, [link.unit]).get(link.unit, 0)
    return Opened(link, link.state(series=series, today=today))


def _link(session: Session, campaign: Campaign, unit: str, *, now: datetime) -> UnitLink:
    series = series_of(session, campaign.id, [unit]).get(unit, 0)
    return UnitLink(campaign.id, unit, series, last_day_of(campaign.local_day(now)))
