"""Links to calendars: signed with the secret of the installation, and with the series that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.feed_tokens import feed_owner, feed_token

if TYPE_CHECKING:
    from config.wiring import Workplace
    from domain.feed_tokens import FeedOwner

FEEDS = "lich"  # the part of the address under which calendars lie


def calendar_link(place: Workplace, owner: FeedOwner) -> str:
    """The address of the calendar; empty where the installation has no address on the web."""
    site = place.settings.web_url.strip().rstrip("/")
    token = feed_token(owner, secret=place.secret.encode(), series=place.settings.feed_series)
    return f"{site}/{FEEDS}/{token}.ics" if site else ""


def owner_of(place: Workplace, token: str) -> FeedOwner | None:
    """Whose calendar it opens; nobody's when it is not ours, or was taken back."""
    return feed_owner(token, secret=place.secret.encode(), series=place.settings.feed_series)
